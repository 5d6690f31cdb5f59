import { uint16At, uint32At } from '../fileBytes'
import { pageEnd, pageStart, type DamagedPages } from './damagedPages'

export type PageKind = 'index-interior' | 'table-interior' | 'index-leaf' | 'table-leaf'

/** A b-tree page as far as it can be read. */
export interface BTreePage {
  readonly number: number
  readonly kind: PageKind
  /** Where its cells begin in the file, in the order of their keys. Those that point outside the page are left out. */
  readonly cells: readonly number[]
  /** How many cells its head says it has. */
  readonly claimed: number
  /** The right-most child of an interior page. */
  readonly right: number | null
  /** Some of what its head says cannot be right. */
  readonly spoilt: boolean
}

const KINDS: ReadonlyMap<number, PageKind> = new Map([[2, 'index-interior'], [5, 'table-interior'], [10, 'index-leaf'], [13, 'table-leaf']])

/** Whether pages of this kind have children. */
export function isInterior(kind: PageKind): boolean {
  return kind === 'table-interior' || kind === 'index-interior'
}

/**
 * Reads the head of a page and its cell pointers; null where it is no b-tree page. `as` reads it as if its first byte
 * were right. https://sqlite.org/fileformat2.html#b_tree_pages
 */
export function readBTreePage(pages: DamagedPages, number: number, as?: PageKind): BTreePage | null {
  if (number < 1 || number > pages.count) return null
  const { bytes } = pages
  const start = pageStart(pages, number)
  const end = pageEnd(pages, number)
  const head = start + (number === 1 ? 100 : 0)
  const kind = as ?? KINDS.get(bytes[head] ?? 0)
  if (kind === undefined || head + 12 > end) return null
  const pointers = head + (isInterior(kind) ? 12 : 8)
  const claimed = uint16At(bytes, head + 3)
  const room = Math.floor((end - pointers) / 2)
  const contentStart = start + (uint16At(bytes, head + 5) || 65_536)
  let spoilt = claimed > room || contentStart < pointers + claimed * 2 || contentStart > start + pages.pageSize || (bytes[head + 7] ?? 0) > 60
  const cells: number[] = []
  const seen = new Set<number>()
  for (let i = 0; i < Math.min(claimed, room); i++) {
    const at = start + uint16At(bytes, pointers + i * 2)
    if (at < pointers || at + 3 > end || seen.has(at)) spoilt = true
    else {
      seen.add(at)
      cells.push(at)
    }
  }
  return { number, kind, cells, claimed: Math.min(claimed, room), right: isInterior(kind) ? uint32At(bytes, head + 8) : null, spoilt }
}

/** Numbers of an interior page's children, in order, each with where its cell begins (null for the right-most). */
export function childrenOf(pages: DamagedPages, page: BTreePage): { number: number; cell: number | null }[] {
  if (!isInterior(page.kind)) return []
  return [...page.cells.map((cell) => ({ number: uint32At(pages.bytes, cell), cell })), { number: page.right ?? 0, cell: null }]
}
