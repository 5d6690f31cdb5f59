import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Failure } from '../../core/base/failure'
import { ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { JournalEntry } from '../../core/journal/journalEntry'
import type { BackupFact } from '../../core/routine/backupFacts'
import { bookOriginFromJournal, type BookOrigin } from '../../core/routine/bookOrigin'
import { measureExposure, type Exposure } from '../../core/routine/exposure'
import { useClient } from '../useClient'

const PAGE = 200

/** The backups of the open book, and how much of it exists only on this device. `follow` says which book; `tick` moves the time on. */
export const useExposureStore = defineStore('exposure', () => {
  const client = useClient()
  const head = shallowRef<BookHead | null>(null)
  /** Newest first; null until they were read. */
  const backups = shallowRef<readonly BackupFact[] | null>(null)
  /** Where the book began on this device, or was last restored. */
  const origin = shallowRef<BookOrigin | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const now = ref(client.clock.now())

  const exposure = computed<Exposure | null>(() => {
    if (!head.value || !backups.value) return null
    const { identity, generation } = head.value
    return measureExposure({
      generation,
      firstGeneration: origin.value?.generation ?? identity.lineage.at(-1)?.from ?? 1,
      createdAt: origin.value?.at ?? identity.createdAt,
      backups: backups.value,
      now: now.value,
    })
  })

  /** Reads back through the journal to where the book began here. */
  async function readOrigin(bookId: string): Promise<Result<BookOrigin | null, Failure>> {
    const entries: JournalEntry[] = []
    while (true) {
      const page = await client.device.journal({ bookId, before: entries.at(-1)?.seq ?? null, limit: PAGE })
      if (!page.ok) return page
      entries.push(...page.value)
      if (page.value.length < PAGE) return ok(bookOriginFromJournal(entries))
    }
  }

  async function load(): Promise<void> {
    const bookId = head.value?.identity.bookId
    if (bookId === undefined) return
    const [facts, began] = await Promise.all([client.device.backupFacts(bookId), readOrigin(bookId)])
    // another book was opened meanwhile
    if (bookId !== head.value?.identity.bookId) return
    failure.value = !facts.ok ? facts.failure : began.ok ? null : began.failure
    if (began.ok) origin.value = began.value
    if (facts.ok) backups.value = [...facts.value].sort((a, b) => b.offeredAt.utc - a.offeredAt.utc)
  }

  /** Measures the book with this head from now on; null when none is open. */
  function follow(newer: BookHead | null): void {
    const changedBook = newer?.identity.bookId !== head.value?.identity.bookId
    head.value = newer
    now.value = client.clock.now()
    if (!changedBook) return
    backups.value = null
    origin.value = null
    void load()
  }

  function tick(): void {
    now.value = client.clock.now()
  }

  onScopeDispose(
    client.onEvent((event) => {
      if (event.type === 'journal-grew') void load()
    }),
  )

  return { backups, exposure, failure, now, follow, load, tick }
})
