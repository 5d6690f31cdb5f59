import type { Instant } from '../base/clock'
import type { JournalEntry } from '../journal/journalEntry'

/** The generation and moment from which a book's changes exist only on this device, backups left aside. */
export interface BookOrigin {
  readonly generation: number
  readonly at: Instant
}

/**
 * Where a book began on this device, told from its journal: made or adopted here, opened from a backup, or last restored
 * over. Undoing a restore brings back what counted before it. Null when the journal does not tell. Entries in any order.
 */
export function bookOriginFromJournal(entries: readonly JournalEntry[]): BookOrigin | null {
  let origin: BookOrigin | null = null
  let beforeRestore: BookOrigin | null = null
  for (const { at, event } of [...entries].sort((a, b) => a.seq - b.seq)) {
    if (event.type === 'book-created' || event.type === 'book-adopted') origin = { generation: 1, at }
    // the file was at `event.generation`; the book goes on from it with the next
    else if (event.type === 'book-opened-from-backup') origin = { generation: event.generation + 1, at }
    else if (event.type === 'restored' || event.type === 'went-back') {
      beforeRestore = origin
      origin = { generation: event.generation, at }
    } else if (event.type === 'restore-undone') origin = beforeRestore
  }
  return origin
}
