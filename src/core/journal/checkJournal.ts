import { hashEntry } from './hashEntry'
import type { JournalEntry } from './journalEntry'

/** A place where the journal is not what was written. */
export interface JournalBreak {
  readonly seq: number
  /** `altered`: the entry is not what its hash says. `unlinked`: it follows another entry than the one before it. `missing`: the entry with this number is not there. */
  readonly cause: 'altered' | 'unlinked' | 'missing'
}

/**
 * Finds where the chain breaks; none when it holds. Takes the journal of the device or a stretch of it without gaps
 * (not one book's entries), in any order. Whether entries are missing at the end, only a backup's `journalHead` can tell.
 */
export function checkJournal(entries: readonly JournalEntry[]): JournalBreak[] {
  const breaks: JournalBreak[] = []
  let previous: JournalEntry | null = null
  for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) {
    if (hashEntry(entry) !== entry.hash) breaks.push({ seq: entry.seq, cause: 'altered' })
    if (previous && entry.seq > previous.seq + 1) breaks.push({ seq: previous.seq + 1, cause: 'missing' })
    else if (previous ? entry.previousHash !== previous.hash : entry.seq === 1 && entry.previousHash !== '') breaks.push({ seq: entry.seq, cause: 'unlinked' })
    previous = entry
  }
  return breaks
}
