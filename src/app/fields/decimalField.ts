import { fail, ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { formatPlainNumber, readNumberText } from './numberText'
import { showAnyCell } from './showAnyCell'
import { cellToPlainNumber, numberCellToText } from './wholeNumberField'

/** Digits that a 64-bit float keeps of any decimal number (DBL_DIG). */
const KEPT_DIGITS = 15

/** A number with decimals, stored as a 64-bit float. */
export const decimalField: FieldType = {
  align: 'end',
  show(cell, _field, context) {
    const plain = cellToPlainNumber(cell)
    if (plain === null) return showAnyCell(cell, context)
    const size = Math.abs(Number(plain))
    const notation = size !== 0 && (size >= 1e15 || size < 1e-6) ? 'scientific' : 'standard'
    return formatPlainNumber(plain, context.locale, { useGrouping: 'min2', maximumSignificantDigits: KEPT_DIGITS, notation })
  },
  toText: (cell, _field, context) => numberCellToText(cell, context),
  parse(text, _field, context) {
    const plain = readNumberText(text, context.locale)
    if (plain === null) return fail({ code: 'notANumber', example: formatPlainNumber('1234.5', context.locale, { useGrouping: false }) })
    const value = Number(plain)
    if (!Number.isFinite(value)) return fail({ code: 'tooLarge' })
    const digits = plain.replace(/[eE].*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '')
    if (digits.length > KEPT_DIGITS && String(value) !== plain) return fail({ code: 'tooPrecise' })
    if (value === 0) return ok(0)
    return ok(Number.isInteger(value) && !Number.isSafeInteger(value) ? { r: String(value) } : value)
  },
}
