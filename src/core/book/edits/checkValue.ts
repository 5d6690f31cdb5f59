import { cellToBound, type Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { FieldDescription, FieldKind } from '../bookDescription'
import { isDate, isDateTime } from '../calendar'
import { isUntyped } from '../isUntyped'

const hasTag = (cell: Cell, tag: string) => typeof cell === 'object' && cell !== null && tag in cell
const isText = (cell: Cell) => typeof cell === 'string' || hasTag(cell, 'x')
const isWhole = (cell: Cell) => (typeof cell === 'number' && Number.isInteger(cell)) || hasTag(cell, 'i')
const isFinite = (cell: Cell) => !hasTag(cell, 'r') || Number.isFinite(Number((cell as { r: string }).r))

const FITS: Readonly<Record<FieldKind, (cell: Cell, field: Pick<FieldDescription, 'choices'>) => boolean>> = {
  text: isText,
  'long-text': isText,
  'whole-number': isWhole,
  decimal: (cell) => typeof cell === 'number' || hasTag(cell, 'i') || (hasTag(cell, 'r') && isFinite(cell)),
  money: isWhole,
  date: (cell) => typeof cell === 'string' && isDate(cell),
  'date-time': (cell) => typeof cell === 'string' && isDateTime(cell),
  'yes-no': (cell) => cell === 0 || cell === 1,
  choice: (cell, field) => typeof cell === 'string' && field.choices.includes(cell),
  reference: (cell) => isText(cell) || isWhole(cell),
  file: (cell) => hasTag(cell, 'b'),
}

/** Whether a value is of a field's kind; NULL is of every kind. */
export function fitsKind(cell: Cell, field: Pick<FieldDescription, 'kind' | 'choices'>): boolean {
  return cell === null || FITS[field.kind](cell, field)
}

/** A value as a failure names it: short, and never the bytes of a file. */
export function cellToShortText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'object') return String(cell).slice(0, 100)
  if ('i' in cell) return cell.i
  return 'r' in cell ? cell.r : '…'
}

/**
 * Checks a value that a person wants in a field: of the field's kind, filled where it is required, not calculated by
 * the database. A field declared without any type takes every value.
 */
export function checkValue(table: string, field: FieldDescription, cell: Cell): Result<undefined, Failure> {
  if (field.generated) return fail({ type: 'ConstraintBroken', table, detail: `“${field.name}” is calculated`, fields: [field.name] })
  if (field.required && !(field.automatic && cell === null) && (cell === null || cell === '')) {
    return fail({ type: 'ConstraintBroken', table, detail: `“${field.name}” must not be empty`, fields: [field.name] })
  }
  if (!cellToBound(cell) || !(isUntyped(field) || fitsKind(cell, field))) {
    return fail({ type: 'ValueDoesNotFit', table, field: field.name, kind: field.kind, value: cellToShortText(cell) })
  }
  return ok()
}
