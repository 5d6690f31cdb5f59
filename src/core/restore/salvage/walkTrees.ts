import { childrenOf, isInterior, readBTreePage, type BTreePage } from './bTreePage'
import type { DamagedPages } from './damagedPages'
import { ANY_ROWID, isInRange, keyAt, readTreePage, type RowidRange, type TreeKind } from './readTreePage'

/** A place in a tree whose page could not be found. */
export interface Gap extends RowidRange {
  /** The page that should have been there; 0 where the pointer to it is lost. */
  readonly number: number
  /** Its records are gone for good: none of the pages that belong to nobody can be this one. */
  readonly isDestroyed: boolean
}

/** What was reached of a tree. */
export interface Tree {
  readonly kind: TreeKind
  readonly root: number
  /** Pages with records: the leaves, and in an index the inner pages too. */
  readonly found: BTreePage[]
  readonly gaps: Gap[]
}

/** Walks trees from their roots; each page belongs to one tree at most. */
export interface TreeWalker {
  /** Walks what is surely the tree's. */
  walk(root: number, kind: TreeKind): Tree
  /** Then, when all trees were walked, gives each tree the doubtful pages that no other tree has claimed. */
  settleDoubts(): void
  isClaimed(number: number): boolean
  /** Marks a page as belonging to a tree that was found without its root. */
  claim(number: number): void
}

interface Doubt {
  readonly tree: Tree
  readonly number: number
  readonly range: RowidRange
}

/** Deeper than any tree of a file that fits a computer. */
const MAX_DEPTH = 60

/** Starts walking the trees of a damaged file. Circles end, because no page is walked twice. */
export function createTreeWalker(pages: DamagedPages): TreeWalker {
  const claimed = new Set<number>()
  let doubts: Doubt[] = []

  /** A leaf whose page is there and holds nothing, or is cut off: its records are not somewhere else. A number that no page ever had was damaged itself. */
  const isDestroyed = (number: number) => (number > pages.count && number <= (pages.expected ?? 0)) || (number > 1 && number <= pages.count && !claimed.has(number) && readBTreePage(pages, number) === null)

  function walkChildren(tree: Tree, page: BTreePage, range: RowidRange, depth: number): void {
    if (page.spoilt || page.cells.length < page.claimed) tree.gaps.push({ number: 0, isDestroyed: false, ...range })
    const missing: (RowidRange & { number: number })[] = []
    let hasLeaves = false
    let { above } = range
    for (const { number, cell } of childrenOf(pages, page)) {
      // a pointer that leads nowhere was damaged, and its key with it
      const leads = number > 1 && number <= (pages.expected ?? pages.count)
      const key = cell === null || !leads || tree.kind.pages === 'index' ? null : keyAt(pages, page, cell)
      // a key out of order was damaged: it bounds nothing
      const bounds = key !== null && isInRange(key, { above, upTo: range.upTo })
      const child = { above, upTo: bounds ? key : range.upTo }
      const visited = visit(tree, number, child, depth + 1)
      if (visited === null) missing.push({ number, ...child })
      else if (visited === 'leaf') hasLeaves = true
      if (bounds) above = key
    }
    // all children of a page are of one kind
    for (const one of missing) tree.gaps.push({ ...one, isDestroyed: hasLeaves && isDestroyed(one.number) })
  }

  function enter(tree: Tree, page: BTreePage, range: RowidRange, depth: number): void {
    claimed.add(page.number)
    if (page.kind !== 'table-interior') tree.found.push(page)
    if (isInterior(page.kind)) walkChildren(tree, page, range, depth)
  }

  /** Enters the page if it is the tree's, or puts it off; null where it is not. */
  function visit(tree: Tree, number: number, range: RowidRange, depth: number): 'leaf' | 'inner' | null {
    const read = claimed.has(number) || depth > MAX_DEPTH ? null : readTreePage(pages, number, tree.kind, range, depth === 0)
    if (!read) return null
    if (read.sure) enter(tree, read.page, range, depth)
    else doubts.push({ tree, number, range })
    return isInterior(read.page.kind) ? 'inner' : 'leaf'
  }

  return {
    walk(root, kind) {
      const tree: Tree = { kind, root, found: [], gaps: [] }
      if (visit(tree, root, ANY_ROWID, 0) === null) tree.gaps.push({ number: root, isDestroyed: false, ...ANY_ROWID })
      return tree
    },
    settleDoubts() {
      while (doubts.length > 0) {
        const now = doubts
        doubts = []
        for (const { tree, number, range } of now) {
          const read = claimed.has(number) ? null : readTreePage(pages, number, tree.kind, ANY_ROWID, false)
          // the place stays a gap: pages of its own may lie about elsewhere
          tree.gaps.push({ number: read ? 0 : number, isDestroyed: false, ...range })
          if (read) enter(tree, read.page, ANY_ROWID, 1)
        }
      }
    },
    isClaimed: (number) => claimed.has(number),
    claim: (number) => void claimed.add(number),
  }
}
