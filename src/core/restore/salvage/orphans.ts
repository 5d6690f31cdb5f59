import { childrenOf, readBTreePage, type BTreePage } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { isPointerMap } from './findFreePages'
import { keyAt } from './readTreePage'
import { sampleRecords, type StoredRecord } from './readLeaf'
import type { Whole } from './varint'

/** Pages of one tree that no root leads to. */
export interface OrphanGroup {
  readonly pages: 'table' | 'index'
  readonly found: readonly BTreePage[]
  readonly sample: readonly StoredRecord[]
  /** Smallest and largest rowid; null in an index. */
  readonly lowest: Whole | null
  readonly highest: Whole | null
}

const SAMPLE_PAGES = 6
const MAX_DEPTH = 60

function toGroup(pages: DamagedPages, kind: OrphanGroup['pages'], found: readonly BTreePage[]): OrphanGroup {
  const step = Math.max(1, Math.floor(found.length / SAMPLE_PAGES))
  const sample = found.filter((_, i) => i % step === 0).flatMap((page) => sampleRecords(pages, page, 6))
  let lowest: Whole | null = null
  let highest: Whole | null = null
  if (kind === 'table') {
    for (const page of found) {
      for (const cell of [page.cells[0], page.cells.at(-1)]) {
        const rowid = cell === undefined ? null : keyAt(pages, page, cell)
        if (rowid === null) continue
        if (lowest === null || rowid < lowest) lowest = rowid
        if (highest === null || rowid > highest) highest = rowid
      }
    }
  }
  return { pages: kind, found, sample, lowest, highest }
}

/**
 * Finds the pages with records that no tree has claimed and that are not free, and puts those together that a common
 * parent still leads to.
 */
export function findOrphans(pages: DamagedPages, isTaken: (number: number) => boolean): OrphanGroup[] {
  const orphans = new Map<number, BTreePage>()
  for (let number = 2; number <= pages.count; number++) {
    if (isTaken(number) || isPointerMap(pages, number)) continue
    const page = readBTreePage(pages, number)
    if (!page || (page.cells.length === 0 && page.right === null)) continue
    if (page.kind === 'table-interior' ? !page.spoilt : sampleRecords(pages, page, 4).length > 0) orphans.set(number, page)
  }
  const childrenIn = (page: BTreePage) => childrenOf(pages, page).flatMap(({ number }) => orphans.get(number) ?? [])
  const hasParent = new Set([...orphans.values()].flatMap((page) => childrenIn(page).filter((child) => child !== page).map((child) => child.number)))
  const done = new Set<number>()
  const groups: OrphanGroup[] = []
  const gather = (top: BTreePage) => {
    const found: BTreePage[] = []
    const kind = top.kind.startsWith('table') ? 'table' : 'index'
    const enter = (page: BTreePage, depth: number) => {
      if (done.has(page.number) || !page.kind.startsWith(kind) || depth > MAX_DEPTH) return
      done.add(page.number)
      if (page.kind !== 'table-interior') found.push(page)
      for (const child of childrenIn(page)) enter(child, depth + 1)
    }
    enter(top, 0)
    if (found.length > 0) groups.push(toGroup(pages, kind, found))
  }
  for (const page of orphans.values()) if (!hasParent.has(page.number)) gather(page)
  // what is left are circles
  for (const page of orphans.values()) gather(page)
  return groups
}
