import { ok } from '../../core/base/result'
import type { JournalStore } from '../../core/journal/journalStore'
import { createMemoryDevice } from './memoryDevice'

/** A journal in memory; windows of one device share it. */
export function createMemoryJournalStore(device = createMemoryDevice()): JournalStore {
  const { journal } = device
  return {
    async append(make) {
      await Promise.resolve()
      const entry = make(journal.at(-1) ?? null)
      journal.push(entry)
      return ok(entry)
    },
    list({ bookId, before, limit }) {
      const found = journal.filter((entry) => (bookId === null || entry.bookId === bookId) && (before === null || entry.seq < before))
      return Promise.resolve(ok(found.reverse().slice(0, limit)))
    },
  }
}
