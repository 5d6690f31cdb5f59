import { equalBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import { createId } from '../../base/id'
import { fail, ok, type Result } from '../../base/result'
import type { BookHead } from '../bookHead'
import type { BookSession, Replaced } from '../bookSession'
import type { BookImage } from '../sqlEngine'
import type { SafetyCopyInfo } from '../storage'
import { openImage, tellChange, type SessionState } from './sessionState'

type Request = Parameters<BookSession['replace']>[0]

/** Saves a copy of the book as it is, and proves it: reread from storage, it must be the live book byte for byte. */
async function takeSafetyCopy(state: SessionState, request: Request): Promise<Result<SafetyCopyInfo, Failure>> {
  const { safetyCopies } = state.deps.storage
  const live = state.image.read(0, state.image.size)
  const contentDigest = await request.contentDigest(live)
  const info = { id: createId(state.deps.randomBytes), head: state.head, reason: request.reason, contentDigest }
  const saved = await safetyCopies.save(info, live)
  if (!saved.ok) return saved.failure.type === 'StorageFull' ? saved : fail({ type: 'SafetyCopyFailed', detail: saved.failure.type })
  const reread = await safetyCopies.read(info.id)
  if (!reread.ok) return fail({ type: 'SafetyCopyFailed', detail: reread.failure.type })
  // the same bytes have the same digest
  if (equalBytes(reread.value, live)) return ok(info)
  await safetyCopies.remove(info.id)
  return fail({ type: 'SafetyCopyFailed', detail: 'read back with other bytes' })
}

/**
 * Writes a whole state to the log, as a new segment, and to the home, strictly. When the home cannot take it, the log
 * goes back to its segment before, which needs no space: then nothing has happened.
 */
async function storeWhole(state: SessionState, head: BookHead, image: BookImage): Promise<Result<undefined, Failure>> {
  const { log, home, lock } = state.deps.storage
  const read = (from: number, to: number) => image.read(from, to)
  if (!(await lock.verifyLease())) return fail({ type: 'WrittenElsewhere' })
  if (log) {
    const started = await log.startSegment(head, read)
    if (!started.ok) return started
  }
  const saved = await home.save(head, null, read, true)
  if (saved.ok) {
    state.isLogGood = log !== null
    return ok()
  }
  const dropped = (await log?.dropNewest(head.generation)) ?? ok()
  // the log could not go back either: what storage has now is read before anything else is done
  if (!dropped.ok) state.mustReload = state.mustCatchUp = true
  return saved
}

/** Reads back what was stored, from each medium by itself; a sentence when it is not what it should be. */
async function findDifference(state: SessionState, head: BookHead, image: BookImage, request: Request): Promise<string | null> {
  const { log, home } = state.deps.storage
  for (const medium of [log, home]) {
    if (!medium) continue
    const name = medium === home ? 'home' : 'log'
    const stored = medium === log ? await log.load(true) : await medium.load()
    if (!stored.ok) return `the ${name} could not be read back: ${stored.failure.type}`
    if (stored.value?.head.generation !== head.generation) return `the ${name} holds another generation`
    if (!equalBytes(stored.value.bytes, image.read(0, image.size))) return `the ${name} holds other bytes`
    const digest = medium === home && log ? request.expectedDigest : await request.contentDigest(stored.value.bytes)
    if (digest !== request.expectedDigest) return `the ${name} has another content digest`
  }
  return null
}

/** Puts the old state back as the newest, after the new one was stored but is not good. */
async function goBack(state: SessionState, failed: BookHead): Promise<void> {
  const head = { ...state.head, generation: failed.generation + 1 }
  const stored = await storeWhole(state, head, state.image)
  if (stored.ok) {
    state.head = head
    state.home.setBase({ since: head, pages: [] })
  } else {
    // the safety copy remains, and the next change begins by reading what storage has
    state.mustReload = true
    state.mustCatchUp = true
  }
}

/**
 * Replaces the whole book, holding the lock: safety copy saved and proven; new state into a new segment of the log and
 * into the home; both read back and compared; only then does this window go over to it. Until the log's one switch the
 * old book is what any start would find, afterwards the new one; a failure after it puts the old state back on top.
 */
export async function replaceBook(state: SessionState, request: Request): Promise<Result<Replaced, Failure>> {
  if (request.identity.bookId !== state.bookId) throw new Error('a replacement of another book')
  const safetyCopy = await takeSafetyCopy(state, request)
  if (!safetyCopy.ok) return safetyCopy
  const settled = await state.home.settle()
  if (!settled.ok) return settled
  const opened = openImage(state.deps.engine, request.bytes)
  if (!opened.ok) return opened
  const image = opened.value
  // a file that was further than the book: its generations are never counted again
  const generation = Math.max(state.head.generation + 1, request.identity.lineage.at(-1)?.from ?? 0)
  const head: BookHead = { identity: request.identity, generation, epoch: state.epoch, size: image.size, changedAt: request.at }

  state.isSteady = false
  try {
    const stored = await storeWhole(state, head, image)
    if (!stored.ok) {
      image.close()
      return stored
    }
    const difference = await findDifference(state, head, image, request).catch(async (error: unknown) => {
      await goBack(state, head)
      throw error
    })
    if (difference !== null) {
      image.close()
      await goBack(state, head)
      return fail({ type: 'RestoreNotVerified', detail: difference })
    }
  } finally {
    state.isSteady = true
  }
  state.image.close()
  state.image = image
  state.head = head
  state.undo = null
  state.home.setBase({ since: head, pages: [] })
  state.deps.storage.news.announce({ bookId: state.bookId, generation: head.generation, epoch: head.epoch, commit: null })
  tellChange(state, true)
  return ok({ head, safetyCopy: safetyCopy.value })
}
