/**
 * Where a book's generations come from. Each stretch of generations was written on one branch; a new branch
 * begins whenever a book goes on from a file: on another device, or after going back to an older state.
 * The last entry is the branch being written now.
 */
export interface LineageEntry {
  /** Random id of the branch. */
  readonly branch: string
  /** The first generation written on this branch. */
  readonly from: number
  /** The generation (on the entry before) that this branch went on from; 0 for the first entry. */
  readonly after: number
}

export type Lineage = readonly LineageEntry[]

/** How one state of a book stands to another, told by lineage and generation, never by the clock. */
export type Relation =
  | { kind: 'same' }
  /** The file is an ancestor of the book: the book is `changes` generations further. */
  | { kind: 'older'; changes: number }
  /** The book is an ancestor of the file. */
  | { kind: 'newer'; changes: number }
  /** Both went on from `generation` in different ways (0 = nothing in common). */
  | { kind: 'forked'; generation: number }

/** A point on a line: a lineage and the generation reached. */
export interface LinePoint {
  readonly lineage: Lineage
  readonly generation: number
}

/** The last generation of entry `i` that belongs to the line ending at `point`. */
function lastOf(point: LinePoint, i: number): number {
  const next = point.lineage[i + 1]
  return next ? next.after : point.generation
}

/**
 * How `file` stands to `book`. Two lines share their entries up to the first that differs; the line parts at the
 * smaller of the generations that both reached on the last shared entry.
 */
export function compareLines(file: LinePoint, book: LinePoint): Relation {
  let shared = 0
  while (true) {
    const a = file.lineage[shared]
    const b = book.lineage[shared]
    if (!a || !b || a.branch !== b.branch || a.from !== b.from || a.after !== b.after) break
    shared++
  }
  if (shared === 0) return { kind: 'forked', generation: 0 }
  const last = shared - 1
  const parting = Math.min(lastOf(file, last), lastOf(book, last))
  const fileEndsHere = shared === file.lineage.length && file.generation === parting
  const bookEndsHere = shared === book.lineage.length && book.generation === parting
  if (fileEndsHere && bookEndsHere) return { kind: 'same' }
  if (fileEndsHere) return { kind: 'older', changes: book.generation - file.generation }
  if (bookEndsHere) return { kind: 'newer', changes: file.generation - book.generation }
  return { kind: 'forked', generation: parting }
}

/** The lineage of a book that goes on from `origin` with its own branch, its first generation being `from`. */
export function continueLineage(origin: LinePoint, branch: string, from: number): Lineage {
  return [...origin.lineage, { branch, from, after: origin.generation }]
}
