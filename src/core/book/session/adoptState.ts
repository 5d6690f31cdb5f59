import type { Instant } from '../../base/clock'
import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { Written } from '../bookSession'
import { equalPages } from '../pageChanges'
import { PAGE_SIZE, type BookImage, type Page, type PageChanges } from '../sqlEngine'
import { commitChange } from './commitChange'
import type { SessionState } from './sessionState'

/** Pages that are compared at a time. */
const STRETCH = 256

/** A state of the book that was made from a copy of it. */
export interface MadeState {
  /** The generation that the copy was of. */
  readonly generation: number
  /** The whole file; taken over. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The pages in which a file differs from the image, and what they are there; pages beyond the shorter one count too. */
export function comparePages(image: Pick<BookImage, 'size' | 'read'>, bytes: Uint8Array<ArrayBuffer>): { after: PageChanges; before: PageChanges } {
  const after: Page[] = []
  const before: Page[] = []
  for (let first = 0; first * PAGE_SIZE < Math.max(image.size, bytes.length); first += STRETCH) {
    const from = first * PAGE_SIZE
    const stretch = image.read(Math.min(from, image.size), Math.min(from + STRETCH * PAGE_SIZE, image.size))
    for (let number = first; number < first + STRETCH; number++) {
      const at = number * PAGE_SIZE
      const was = at < image.size ? stretch.subarray(at - from, at - from + PAGE_SIZE) : null
      const is = at < bytes.length ? bytes.subarray(at, at + PAGE_SIZE) : null
      if (was && is && equalPages(was, is)) continue
      if (is) after.push({ number, bytes: is })
      if (was) before.push({ number, bytes: was.slice() })
    }
  }
  return { after: { size: bytes.length, pages: after }, before: { size: image.size, pages: before } }
}

/**
 * Goes over to a state that was made elsewhere from a copy of the newest one, as one change like any other: only the pages
 * that differ are written. Fails with `UndoSuperseded` where the book is further than the copy was.
 */
export async function adoptState(state: SessionState, at: Instant, { generation, bytes }: MadeState): Promise<Result<Written<undefined>, Failure>> {
  if (state.head.generation !== generation) return fail({ type: 'UndoSuperseded' })
  const { image } = state
  const { after, before } = comparePages(image, bytes)
  if (after.pages.length === 0 && before.pages.length === 0) return ok({ value: undefined, head: state.head })
  image.applyPages(after)
  const goBack = () => {
    image.applyPages(before)
    return true
  }
  const committed = await commitChange(state, { at, identity: state.head.identity, changes: after, before, goBack })
  return committed.ok ? ok({ value: undefined, head: committed.value }) : committed
}
