import type { JournalEntry } from '../journal/journalEntry'
import type { BackupFact } from './backupFacts'

/**
 * The backups that a book's journal entries tell of, in the order of the journal: each `backup-offered` is one,
 * confirmed by the first `backup-confirmed` with its seal. Entries in any order; give those of one book.
 */
export function backupFactsFromJournal(entries: readonly JournalEntry[]): BackupFact[] {
  const facts = new Map<string, BackupFact>()
  for (const { at, event } of [...entries].sort((a, b) => a.seq - b.seq)) {
    if (event.type === 'backup-offered') {
      const { kind, form, fileName, bytes, generation, seal } = event
      facts.set(seal, { kind, form, fileName, bytes, generation, seal, offeredAt: at, confirmedAt: null })
    } else if (event.type === 'backup-confirmed') {
      const fact = facts.get(event.seal)
      if (fact && !fact.confirmedAt) facts.set(event.seal, { ...fact, confirmedAt: at })
    }
  }
  return [...facts.values()]
}
