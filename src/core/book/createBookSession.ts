import type { Instant } from '../base/clock'
import type { Failure } from '../base/failure'
import { fail, ok, type Result } from '../base/result'
import type { BookHead, BookIdentity } from './bookHead'
import type { BookSession } from './bookSession'
import { findStoredBook, type FoundBook } from './session/findStoredBook'
import { sessionOf } from './session/sessionOf'
import { beginLog, createSessionState, letGo, openImage, type SessionDeps } from './session/sessionState'

/** What a new book begins with. */
export interface NewBook {
  readonly identity: BookIdentity
  /** The file to begin with (taken over); null = an empty database. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
  readonly at: Instant
  /** The generation to begin at: 1 unless the book goes on from a file. */
  readonly generation?: number
}

/** A book whose bytes are as they were stored and still are no database cannot be opened: it is not in the way of another. */
function isReadable(deps: SessionDeps, { book }: FoundBook): boolean {
  const image = openImage(deps.engine, book.bytes)
  if (image.ok) image.value.close()
  return image.ok
}

/**
 * What begins in place of leftovers goes under a higher epoch, so that nothing that is written late for these counts.
 * They stay until the new state is stored: a home whose head can be read is replaced in one transaction, a log by a newer
 * segment; what restore points lie in is not touched at all.
 */
async function epochAfterLeftovers({ storage }: SessionDeps): Promise<number> {
  const stored = await storage.home.readHead()
  if (!stored.ok) await storage.home.destroy()
  return stored.ok && stored.value ? stored.value.epoch + 1 : 2
}

/**
 * Begins a book: its first state is in the log (where there is one) and strictly in the home when this returns.
 * Leftovers of a book with the same id that can no longer be read are replaced; a readable one is not touched
 * (`NameTaken`). Bytes that are no database are `Damaged`.
 */
export async function createBookSession(deps: SessionDeps, book: NewBook): Promise<Result<BookSession, Failure>> {
  const { storage } = deps
  const { bookId, name } = book.identity
  const held = await storage.lock.hold(async (): Promise<Result<BookSession, Failure>> => {
    const found = await findStoredBook(storage, bookId)
    if (found.ok && isReadable(deps, found.value)) return fail({ type: 'NameTaken', name })
    if (!found.ok && found.failure.type === 'StorageUnavailable') return found
    const epoch = !found.ok && found.failure.type === 'BookNotFound' ? 1 : await epochAfterLeftovers(deps)
    const image = openImage(deps.engine, book.bytes)
    if (!image.ok) return image
    const head: BookHead = { identity: book.identity, generation: book.generation ?? 1, epoch, size: image.value.size, changedAt: book.at }
    const state = createSessionState(deps, image.value, head, false)
    await beginLog(state)
    const saved = await state.home.saveStrictly(head, null)
    if (!saved.ok) {
      image.value.close()
      const dropped = await storage.log?.dropNewest(head.generation)
      const points = await storage.restorePoints.list()
      // a log that held nothing before is removed, unless restore points lie in it
      if (dropped?.ok === false && points.ok && points.value.length === 0) await storage.log?.destroy()
      if (epoch === 1) await storage.home.destroy()
      return saved
    }
    return ok(sessionOf(state))
  })
  const outcome = held.ok ? held.value : held
  if (!outcome.ok) await letGo(deps)
  return outcome
}
