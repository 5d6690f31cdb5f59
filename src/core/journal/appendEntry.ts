import type { Result } from '../base/result'
import type { StorageFailure } from '../book/storage'
import { hashEntry } from './hashEntry'
import type { JournalDraft, JournalEntry } from './journalEntry'
import type { JournalStore } from './journalStore'

/** The entry that follows `last`: numbered from 1, and chained to it by its hash (empty before the first). */
export function nextEntry(last: JournalEntry | null, { at, bookId, who, severity, event }: JournalDraft): JournalEntry {
  const entry = { seq: (last?.seq ?? 0) + 1, at, bookId, who, severity, event, previousHash: last?.hash ?? '' }
  return { ...entry, hash: hashEntry(entry) }
}

/** Appends to the journal of the device. The store sees to it that no two windows append to the same last entry. */
export function appendEntry(store: JournalStore, draft: JournalDraft): Promise<Result<JournalEntry, StorageFailure>> {
  return store.append((last) => nextEntry(last, draft))
}
