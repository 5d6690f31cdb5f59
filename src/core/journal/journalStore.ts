import type { StorageFailure } from '../book/storage'
import type { Result } from '../base/result'
import type { JournalEntry } from './journalEntry'

/** Where the journal of a device is kept: append-only. */
export interface JournalStore {
  /** Appends what `make` builds on the last entry, as one atomic step even with several windows. */
  append(make: (last: JournalEntry | null) => JournalEntry): Promise<Result<JournalEntry, StorageFailure>>
  /** Entries by descending `seq`, below `before` (null = from the newest), at most `limit`; `bookId` null = of all books. */
  list(query: { bookId: string | null; before: number | null; limit: number }): Promise<Result<readonly JournalEntry[], StorageFailure>>
}
