import type { Failure } from '../../base/failure'
import type { RandomBytes } from '../../base/id'
import { fail, ok, type Result } from '../../base/result'
import type { BookHead, BookIdentity } from '../bookHead'
import { SqlError, type BookImage, type BookImageEngine, type PageChanges } from '../sqlEngine'
import type { BookStorage } from '../storage'
import { findStoredBook, isLater, type FoundBook } from './findStoredBook'
import { createHomeFollower, type HomeFollower } from './homeFollower'

/** What a session is made of; the composition root gives it. */
export interface SessionDeps {
  readonly engine: BookImageEngine
  readonly storage: BookStorage
  readonly randomBytes: RandomBytes
}

/** The way back from the latest change made in this window. */
export interface UndoRecord {
  readonly generation: number
  readonly identity: BookIdentity
  readonly before: PageChanges
  /** Every page that the change touched. */
  readonly touched: readonly number[]
}

/** The one mutable record of an open book, shared by the parts of its session. */
export interface SessionState {
  readonly deps: SessionDeps
  readonly bookId: string
  image: BookImage
  /** The newest state acknowledged, by this window or another. */
  head: BookHead
  /** The epoch of this window's next commit: above the head's after the lock was taken by force. */
  epoch: number
  isSteady: boolean
  /** Appending to the log makes a change durable. */
  isLogGood: boolean
  /** The generation from which it is worth trying again to begin a log after it has failed. */
  retryLogFrom: number
  /** Memory is no longer known to be what is stored: read it again before the next change. */
  mustReload: boolean
  /** Other windows may have written: look before the next change. */
  mustCatchUp: boolean
  undo: UndoRecord | null
  readonly home: HomeFollower
  readonly listeners: Set<(head: BookHead, here: boolean) => void>
}

/** Opens an image; bytes that are no database are `Damaged`. */
export function openImage(engine: BookImageEngine, bytes: Uint8Array<ArrayBuffer> | null): Result<BookImage, Failure> {
  try {
    return ok(engine.openImage(bytes))
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}

/** The state of a session over an image at `head`. */
export function createSessionState(deps: SessionDeps, image: BookImage, head: BookHead, isLogGood: boolean): SessionState {
  const state: SessionState = {
    deps,
    bookId: head.identity.bookId,
    image,
    head,
    epoch: head.epoch,
    isSteady: true,
    isLogGood,
    retryLogFrom: 0,
    mustReload: false,
    mustCatchUp: false,
    undo: null,
    home: createHomeFollower(deps.storage.home, {
      get head() {
        return state.head
      },
      get isSteady() {
        return state.isSteady && !state.mustReload
      },
      read: (from, to) => state.image.read(from, to),
    }),
    listeners: new Set(),
  }
  return state
}

/** Tells everyone who listens that the head has moved. */
export function tellChange(state: SessionState, here: boolean): void {
  for (const listen of [...state.listeners]) listen(state.head, here)
}

/** Changes that go by before a log that could not be begun is tried again: trying costs a copy of the book. */
const LOG_RETRY_INTERVAL = 100

/**
 * Begins the log anew, from what memory holds, at the head or at the same state under a higher epoch. When that fails,
 * the head stays as it was, and the home alone is used, strictly.
 */
export async function beginLog(state: SessionState, head = state.head): Promise<void> {
  const { log } = state.deps.storage
  if (!log) return
  const started = await log.startSegment(head, (from, to) => state.image.read(from, to))
  state.isLogGood = started.ok
  if (started.ok) state.head = head
  else state.retryLogFrom = state.head.generation + LOG_RETRY_INTERVAL
}

/**
 * Fences out the window that the lock was taken from. With a log: a new segment, that it has no handle of, under a
 * higher epoch. Without: the home refuses its writes once the next commit here has stored that epoch, and until then
 * whatever it still stores is found and taken over.
 */
export async function fenceOut(state: SessionState): Promise<void> {
  state.epoch = state.head.epoch + 1
  await beginLog(state, { ...state.head, epoch: state.epoch })
}

/** Begins the log anew when it has failed before and it is time to try. */
export async function mendLog(state: SessionState): Promise<void> {
  if (!state.isLogGood && state.head.generation >= state.retryLogFrom) await beginLog(state)
}

/** Takes a book that was read from storage over into the session. */
export async function adoptFound(state: SessionState, found: FoundBook): Promise<void> {
  state.head = found.book.head
  state.epoch = Math.max(state.epoch, found.book.head.epoch)
  state.undo = null
  state.mustReload = false
  state.home.setBase(found.home)
  state.isLogGood = found.isLogGood
  if (!found.isLogGood) await beginLog(state)
}

/**
 * Reads the whole book from storage again, in place of what memory holds. When memory is sound and further than
 * anything that can still be read, it is the last copy of what was acknowledged: then storage is made good from it.
 */
export async function reload(state: SessionState): Promise<Result<undefined, Failure>> {
  const { engine, storage } = state.deps
  const found = await findStoredBook(storage, state.bookId)
  if (!state.mustReload && (found.ok ? isLater(state.head, found.value.book.head) : found.failure.type !== 'StorageUnavailable')) {
    state.home.setBase(null)
    await beginLog(state)
    return ok()
  }
  if (!found.ok) return found
  const image = openImage(engine, found.value.book.bytes)
  if (!image.ok) return image
  state.image.close()
  state.image = image.value
  await adoptFound(state, found.value)
  return ok()
}

/** Lets go of all that a session that did not come to be has taken. */
export async function letGo({ storage }: SessionDeps): Promise<void> {
  await storage.log?.release()
  await storage.lock.close()
  storage.news.close()
  storage.home.close()
}
