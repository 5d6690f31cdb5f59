import type { FailureOf } from '../../base/failure'
import { EMPTY_LAYOUT, type BookLayout } from './bookLayout'

const PARTS = ['views', 'charts', 'today', 'fields'] as const

/**
 * Why a book cannot be laid out in that way: something of what is named anew would not come back from a backup
 * (see `readLayout`). Null = all of it would.
 */
export async function layoutRefusal(before: BookLayout = EMPTY_LAYOUT, wanted: Partial<BookLayout>): Promise<FailureOf<'LayoutTooLarge'> | null> {
  // the check of every member is large, and needed for this alone
  const { readLayout } = await import('./layoutSchema')
  const lost = (layout: BookLayout) => {
    const kept = readLayout(layout)
    return PARTS.reduce((sum, part) => sum + layout[part].length - kept[part].length, 0)
  }
  // what was broken before is not held against this step
  return lost({ ...before, ...wanted }) > lost(before) ? { type: 'LayoutTooLarge' } : null
}
