import type { Cell } from '../../base/cell'

/** The number that a cell is, not always exactly; NaN for other cells. */
function numberOf(cell: Cell): number {
  if (typeof cell === 'number') return cell
  if (typeof cell !== 'object' || cell === null) return Number.NaN
  return 'i' in cell ? Number(cell.i) : 'r' in cell ? Number(cell.r) : Number.NaN
}

/** Whether a number is below another, or a date before another. A number and a text are not compared. */
export function isBelow(a: Cell, b: Cell): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a < b : numberOf(a) < numberOf(b)
}
