import type { Cell } from '../../core/base/cell'
import { fail, ok, type Result } from '../../core/base/result'
import type { FieldContext, FieldProblem, FieldType } from './fieldType'
import { formatPlainNumber, numberToEditText, readNumberText } from './numberText'
import { cellToPlainText, showAnyCell } from './showAnyCell'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** The cell of a 64-bit integer. */
export function integerToCell(value: bigint): Result<Cell, FieldProblem> {
  if (value < INT64_MIN || value > INT64_MAX) return fail({ code: 'tooLarge' })
  const number = Number(value)
  return ok(Number.isSafeInteger(number) ? number : { i: value.toString() })
}

/** The digits of a cell that is a number of any size; null for text and bytes. */
export function cellToPlainNumber(cell: Cell): string | null {
  if (typeof cell === 'number') return String(cell)
  if (cell === null || typeof cell !== 'object') return null
  if ('i' in cell) return cell.i
  return 'r' in cell && !cell.r.endsWith('Infinity') ? cell.r : null
}

/** The text of a number in an editor: what it is exactly, in the language's writing. */
export function numberCellToText(cell: Cell, context: FieldContext): string {
  const plain = cellToPlainNumber(cell)
  return plain === null ? cellToPlainText(cell) : numberToEditText(plain.replace(/\.0$/, ''), context.locale)
}

/** A whole number up to 64 bits. */
export const wholeNumberField: FieldType = {
  align: 'end',
  show(cell, field, context) {
    const plain = cellToPlainNumber(cell)
    if (plain === null) return showAnyCell(cell, context)
    // thousands only from 10,000: most four-digit whole numbers are years or house numbers; keys are names, not amounts
    return field.key ? numberToEditText(plain, context.locale) : formatPlainNumber(plain, context.locale, { useGrouping: 'min2', maximumFractionDigits: 15 })
  },
  toText: (cell, _field, context) => numberCellToText(cell, context),
  parse(text, _field, context) {
    const plain = readNumberText(text, context.locale)
    if (plain === null) return fail({ code: 'notANumber', example: formatPlainNumber('1234', context.locale, { useGrouping: false }) })
    if (!/^-?[0-9]+(\.0*)?$/.test(plain)) return fail({ code: 'notWhole' })
    return integerToCell(BigInt(plain.replace(/\.0*$/, '')))
  },
}
