import { childrenOf, isInterior, readBTreePage, type BTreePage, type PageKind } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { readCell } from './readCell'
import { sampleRecords } from './readLeaf'
import { fitRecords, type TablePlan } from './tablePlan'
import type { Whole } from './varint'

/** A stretch of rowids: above `above`, up to and with `upTo`; null where it is open. */
export interface RowidRange {
  readonly above: Whole | null
  readonly upTo: Whole | null
}

export const ANY_ROWID: RowidRange = { above: null, upTo: null }

/** Whether a rowid lies in a range. */
export function isInRange(rowid: Whole, { above, upTo }: RowidRange): boolean {
  return (above === null || rowid > above) && (upTo === null || rowid <= upTo)
}

/** What a tree is of: a table with rowids, one without (`index` with a plan), or an index. */
export interface TreeKind {
  readonly pages: 'table' | 'index'
  /** How its records are stored; null where that is not known. */
  readonly plan: TablePlan | null
}

/** A page of a tree. `sure` where its rowids are those that its parent expects. */
export interface TreePage {
  readonly page: BTreePage
  readonly sure: boolean
}

/** The key that a cell of a table's inner page ends with. */
export function keyAt(pages: DamagedPages, page: BTreePage, cell: number): Whole | null {
  return readCell(pages, page, cell)?.rowid ?? null
}

function rowidsLieIn(pages: DamagedPages, page: BTreePage, range: RowidRange): boolean {
  const first = page.cells[0]
  const last = page.cells.at(-1)
  return [first, last].every((cell) => {
    const rowid = cell === undefined ? null : keyAt(pages, page, cell)
    return rowid !== null && isInRange(rowid, range)
  })
}

/** Whether the records of a page can be those of the tree. */
export function suitsTree(pages: DamagedPages, page: BTreePage, tree: TreeKind): boolean {
  if (page.kind === 'table-interior') return true
  const sample = sampleRecords(pages, page)
  // it is where it should be, though nothing of it can be read
  if (sample.length === 0) return true
  if (tree.plan) return fitRecords(sample, tree.plan) !== null
  // an entry of an index ends with the rowid that it leads to
  return tree.pages === 'table' || sample.every(({ values, casts }) => typeof values.at(-1) === 'number' && casts.at(-1) !== 'REAL')
}

const isOf = (kind: PageKind, tree: TreeKind) => kind.startsWith(tree.pages)

/** A page whose first byte was damaged still shows what it is by the rest of it. */
function readDisguised(pages: DamagedPages, number: number, tree: TreeKind, range: RowidRange): BTreePage | null {
  const leaf = readBTreePage(pages, number, tree.pages === 'table' ? 'table-leaf' : 'index-leaf')
  if (leaf && !leaf.spoilt && leaf.cells.length > 0) {
    const sample = sampleRecords(pages, leaf)
    const whole = sample.length >= Math.min(12, leaf.cells.length)
    if (whole && (tree.plan === null || fitRecords(sample, tree.plan) !== null) && (tree.pages === 'index' || rowidsLieIn(pages, leaf, range))) return leaf
  }
  const inner = readBTreePage(pages, number, tree.pages === 'table' ? 'table-interior' : 'index-interior')
  if (!inner || inner.spoilt || inner.cells.length === 0) return null
  const leads = childrenOf(pages, inner).every((child) => {
    const page = readBTreePage(pages, child.number)
    return page !== null && isOf(page.kind, tree)
  })
  return leads && (tree.pages === 'index' || rowidsLieIn(pages, inner, range)) ? inner : null
}

/**
 * Reads the page that a tree says is its own, and holds it against what the tree knows: the kind of its pages, the
 * rowids that can stand there, the fields of its records. Null where it is no page of this tree.
 */
export function readTreePage(pages: DamagedPages, number: number, tree: TreeKind, range: RowidRange, isRoot: boolean): TreePage | null {
  const page = readBTreePage(pages, number)
  if (!page || !isOf(page.kind, tree)) {
    const disguised = readDisguised(pages, number, tree, range)
    return disguised && { page: disguised, sure: true }
  }
  if (page.cells.length === 0) {
    // only the root of an empty table, and an inner page with its right-most child alone, have no cells
    const empty = page.claimed === 0 && (isInterior(page.kind) ? (page.right ?? 0) > 1 : isRoot)
    return empty ? { page, sure: !page.spoilt } : null
  }
  if (!suitsTree(pages, page, tree)) return null
  return { page, sure: tree.pages === 'index' || rowidsLieIn(pages, page, range) }
}
