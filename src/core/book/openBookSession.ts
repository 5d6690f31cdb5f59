import type { Failure } from '../base/failure'
import { fail, ok, type Result } from '../base/result'
import type { BookSession, Incident } from './bookSession'
import { findStoredBook } from './session/findStoredBook'
import { sessionOf } from './session/sessionOf'
import { adoptFound, createSessionState, fenceOut, letGo, openImage, type SessionDeps } from './session/sessionState'

export type { SessionDeps } from './session/sessionState'

/**
 * Opens a stored book: the later of log and home, each checked in full; whichever of them is missing, damaged or
 * behind is made good, and told as an incident. `BookNotFound` when nothing is stored; `StoredDataDamaged` when
 * nothing of it can be read; `BookBusyElsewhere` when another window neither hands it over nor can be fenced out.
 */
export async function openBookSession(deps: SessionDeps, bookId: string): Promise<Result<{ session: BookSession; incidents: readonly Incident[] }, Failure>> {
  const { storage } = deps
  const held = await storage.lock.hold(async (lease): Promise<Result<{ session: BookSession; incidents: readonly Incident[] }, Failure>> => {
    const found = await findStoredBook(storage, bookId)
    if (!found.ok) return found
    const { book, incidents } = found.value
    const image = openImage(deps.engine, book.bytes)
    if (!image.ok) return fail({ type: 'StoredDataDamaged', medium: 'book', detail: image.failure.type })
    const state = createSessionState(deps, image.value, book.head, false)
    await adoptFound(state, found.value)
    if (lease.stolen) await fenceOut(state)
    state.home.pump()
    return ok({ session: sessionOf(state), incidents })
  })
  const outcome = held.ok ? held.value : held
  if (!outcome.ok) await letGo(deps)
  return outcome
}
