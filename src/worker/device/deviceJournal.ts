import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { ok, type Result } from '../../core/base/result'
import type { JournalDraft, JournalEntry, JournalEvent } from '../../core/journal/journalEntry'
import type { JournalStore } from '../../core/journal/journalStore'
import type { BackupFact } from '../../core/routine/backupFacts'

/** How many entries are read at a time when the journal is searched backwards. */
const BATCH = 500

/** The journal of a device: appends in one order whatever the callers, and answers what it was asked for. */
export function createDeviceJournal(store: JournalStore, onGrown: () => void) {
  async function appendDraft(draft: JournalDraft): Promise<Result<JournalEntry, Failure>> {
    // hashing is needed with the first entry, not with the first screen
    const { appendEntry } = await import('../../core/journal/appendEntry')
    const appended = await appendEntry(store, draft)
    if (appended.ok) onGrown()
    return appended
  }

  /** Walks a book's entries from the newest backwards until `visit` says that it has seen enough. */
  async function walk(bookId: string, visit: (entry: JournalEntry) => boolean): Promise<Result<undefined, Failure>> {
    let before: number | null = null
    for (;;) {
      const batch: Result<readonly JournalEntry[], Failure> = await store.list({ bookId, before, limit: BATCH })
      if (!batch.ok) return batch
      for (const entry of batch.value) {
        if (!visit(entry)) return ok()
        before = entry.seq
      }
      if (batch.value.length < BATCH) return ok()
    }
  }

  return {
    appendDraft,
    async append(at: Instant, bookId: string | null, who: string, event: JournalEvent) {
      const { severityOf } = await import('../../core/journal/severityOf')
      return appendDraft({ at, bookId, who, severity: severityOf(event), event })
    },
    list: store.list,
    walk,
    async backupFacts(bookId: string): Promise<Result<readonly BackupFact[], Failure>> {
      const entries: JournalEntry[] = []
      const walked = await walk(bookId, (entry) => {
        entries.push(entry)
        return true
      })
      const { backupFactsFromJournal } = await import('../../core/routine/backupFactsFromJournal')
      return walked.ok ? ok(backupFactsFromJournal(entries.reverse())) : walked
    },
    /** Hash of the newest entry of all; empty when there is none. */
    async head(): Promise<string> {
      const newest = await store.list({ bookId: null, before: null, limit: 1 })
      return (newest.ok && newest.value[0]?.hash) || ''
    },
  }
}

export type DeviceJournal = ReturnType<typeof createDeviceJournal>
