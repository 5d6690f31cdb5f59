import type { JournalEntry } from '../journal/journalEntry'
import type { BackupFact } from './backupFacts'

/**
 * The backups that a book's journal entries tell of, in the order of the journal: each `backup-offered` is one,
 * confirmed by the first `backup-confirmed` with its seal. Those of a line that the book has left are set aside: what was
 * made before a restore, until that is undone, and then what was made in between. Entries in any order; give all of one book.
 */
export function backupFactsFromJournal(entries: readonly JournalEntry[]): BackupFact[] {
  const facts = new Map<string, BackupFact>()
  let onLine = new Set<string>()
  let beforeRestore: Set<string> | null = null
  for (const { at, event } of [...entries].sort((a, b) => a.seq - b.seq)) {
    if (event.type === 'backup-offered') {
      const { kind, form, fileName, bytes, generation, seal, contentDigest } = event
      facts.set(seal, { kind, form, fileName, bytes, generation, seal, contentDigest, offeredAt: at, confirmedAt: null })
      onLine.add(seal)
    } else if (event.type === 'backup-confirmed') {
      const fact = facts.get(event.seal)
      if (fact && !fact.confirmedAt) facts.set(event.seal, { ...fact, confirmedAt: at })
    } else if (event.type === 'restored' || event.type === 'went-back') {
      beforeRestore = onLine
      onLine = new Set()
    } else if (event.type === 'restore-undone') {
      onLine = beforeRestore ?? onLine
      beforeRestore = null
    } else if (event.type === 'book-created' || event.type === 'book-adopted' || event.type === 'book-opened-from-backup') {
      onLine = new Set()
      beforeRestore = null
    }
  }
  return [...facts.values()].map((fact) => (onLine.has(fact.seal) ? fact : { ...fact, setAside: true }))
}
