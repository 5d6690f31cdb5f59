import { base64Size } from '../../core/base/bytes'
import type { Cell } from '../../core/base/cell'
import type { FieldContext } from './fieldType'

/** The plain text of a cell whatever its field's kind: adopted books hold values that do not fit their declared type. */
export function cellToPlainText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'object') return String(cell)
  if ('i' in cell) return cell.i
  if ('r' in cell) return cell.r
  return 'b' in cell ? cell.b : cell.x
}

/** As `cellToPlainText`, but bytes and unreadable text are described by their size. */
export function showAnyCell(cell: Cell, context: FieldContext): string {
  if (cell !== null && typeof cell === 'object') {
    if ('b' in cell) return context.words.file(base64Size(cell.b))
    if ('x' in cell) return context.words.unreadable(base64Size(cell.x))
  }
  return cellToPlainText(cell)
}
