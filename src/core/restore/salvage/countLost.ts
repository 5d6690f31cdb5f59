import type { DamagedPages } from './damagedPages'
import { readStoredRecord } from './readLeaf'
import type { Tree } from './walkTrees'

/** How many records a table had, told by an index whose tree is whole; null where it is not. */
export function countEntries(pages: DamagedPages, index: Tree): number | null {
  if (index.gaps.length > 0) return null
  let entries = 0
  for (const page of index.found) {
    if (page.spoilt || page.cells.length < page.claimed) return null
    const [first] = page.cells
    if (first !== undefined && readStoredRecord(pages, page, first) === null) return null
    entries += page.cells.length
  }
  return entries
}
