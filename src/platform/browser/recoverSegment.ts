import type { StoredBook } from '../../core/book/storage'
import type { LogSegment } from './logSegment'

/**
 * The book of a segment that has a seal but a damaged snapshot: the segment before it ends where that snapshot was taken,
 * so its state and the newest records still make the book. `older` are the numbers of the segments before it, newest
 * first. Null when none of them ends there.
 */
export async function recoverSegment(damaged: LogSegment, older: readonly number[], open: (number: number) => Promise<LogSegment | null>): Promise<StoredBook | null> {
  for (const number of older) {
    const segment = await open(number)
    const state = await segment?.replay()
    segment?.file?.close()
    if (state?.head.generation === damaged.head.generation && state.head.size === damaged.head.size) return damaged.replayOnto(state.bytes)
  }
  return null
}
