/** A cell of the grid: its row counted from 0, and its column among those that are shown, counted from 0. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** A rectangle of cells, from where it was begun to where it was drawn. */
export interface CellRange {
  readonly anchor: CellPlace
  readonly head: CellPlace
}

/** The rectangle itself; all four are inside it. */
export interface CellBox {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** The rectangle between two corners. */
export function rangeToBox({ anchor, head }: CellRange): CellBox {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  }
}

/** How many rows and columns a rectangle has. */
export const boxSize = ({ top, bottom, left, right }: CellBox) => ({ rows: bottom - top + 1, columns: right - left + 1 })

/** Whether a rectangle is more than one cell. */
export const isSeveral = ({ anchor, head }: CellRange) => anchor.row !== head.row || anchor.column !== head.column

/** The keys that move the drawn corner of a range, and what they move it by in a grid of so many cells. */
export function moveHead(head: CellPlace, key: string, toEdge: boolean, rows: number, columns: number, page: number): CellPlace | null {
  const far = { row: Math.max(0, rows - 1), column: Math.max(0, columns - 1) }
  const clamp = (place: CellPlace): CellPlace => ({
    row: Math.min(far.row, Math.max(0, place.row)),
    column: Math.min(far.column, Math.max(0, place.column)),
  })
  switch (key) {
    case 'ArrowUp':
      return clamp({ ...head, row: toEdge ? 0 : head.row - 1 })
    case 'ArrowDown':
      return clamp({ ...head, row: toEdge ? far.row : head.row + 1 })
    case 'ArrowLeft':
      return clamp({ ...head, column: toEdge ? 0 : head.column - 1 })
    case 'ArrowRight':
      return clamp({ ...head, column: toEdge ? far.column : head.column + 1 })
    case 'PageUp':
      return clamp({ ...head, row: head.row - page })
    case 'PageDown':
      return clamp({ ...head, row: head.row + page })
    case 'Home':
      return clamp({ row: toEdge ? 0 : head.row, column: 0 })
    case 'End':
      return clamp({ row: toEdge ? far.row : head.row, column: far.column })
    default:
      return null
  }
}
