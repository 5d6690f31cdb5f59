import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { Incident } from '../../core/book/bookSession'
import type { Witness } from '../../core/book/storage'
import type { BookSummary, StartReport } from '../deviceApi'
import type { DeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import type { OpenBooks } from './openBooks'

/** How a list shows a book. */
export function summaryOf(head: BookHead): BookSummary {
  const { bookId, name } = head.identity
  return { bookId, name, generation: head.generation, changedAt: head.changedAt, size: head.size }
}

/**
 * Looks at every book of which anything is stored, and holds it against its witness. The quick way is the head in
 * the home; where that is missing, or older than the witness, the book is opened, which replays its commit log.
 */
export async function startDevice(
  parts: DeviceParts,
  books: OpenBooks,
  journal: DeviceJournal,
  witnesses: readonly Witness[],
  at: Instant,
): Promise<Result<StartReport, Failure>> {
  const ids = await parts.shelf.bookIds()
  if (!ids.ok) return ids
  const known = new Map(witnesses.map((witness) => [witness.bookId, witness]))
  const summaries: BookSummary[] = []
  /** Told and written down here; `found` were written down when their book was opened. */
  const incidents: Incident[] = []
  const found: Incident[] = []

  for (const bookId of ids.value) {
    const witness = known.get(bookId)
    known.delete(bookId)
    const stored = await parts.shelf.storageOf(bookId).home.readHead()
    if (stored.ok && stored.value && stored.value.generation >= (witness?.generation ?? 0)) {
      summaries.push(summaryOf(stored.value))
      continue
    }
    const opened = await books.open(bookId)
    if (!opened.ok) {
      // leftovers of a book that never came to be: nothing was acknowledged, so nothing is lost
      if (opened.failure.type === 'BookNotFound' && !witness) continue
      // another window has it and is slow, or the storage is shut just now: nothing can be said of the book itself
      if (opened.failure.type === 'BookBusyElsewhere' || opened.failure.type === 'StorageUnavailable') {
        if (stored.ok && stored.value) summaries.push(summaryOf(stored.value))
        continue
      }
      incidents.push(
        opened.failure.type === 'BookNotFound' && witness
          ? { type: 'BookGone', bookId, name: witness.name, known: witness.generation }
          : { type: 'BookUnreadable', bookId, name: witness?.name ?? '', detail: opened.failure.type },
      )
      continue
    }
    found.push(...opened.value.incidents)
    const { head } = opened.value.session
    summaries.push(summaryOf(head))
    if (witness && head.generation < witness.generation) {
      incidents.push({ type: 'ChangesMissing', bookId, name: head.identity.name, found: head.generation, known: witness.generation })
    }
  }
  for (const witness of known.values()) {
    incidents.push({ type: 'BookGone', bookId: witness.bookId, name: witness.name, known: witness.generation })
  }
  for (const incident of incidents) await journal.append(at, incident.bookId, '', { type: 'incident', incident })
  return ok({
    books: summaries,
    incidents: [...found, ...incidents],
    durability: { storage: parts.hasLog ? 'log-and-home' : 'home-only', tracking: parts.imageEngine.tracking },
    persisted: await parts.isPersisted(),
  })
}
