import type { Cell } from '../../core/base/cell'
import { ok } from '../../core/base/result'
import { isUntyped } from '../../core/book/isUntyped'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'
import { cellToPlainNumber, integerToCell } from './wholeNumberField'

/** The number that a text is, written as a field without a type shows numbers; null for any other text. */
function plainNumberToCell(text: string): Cell {
  if (/^-?(0|[1-9][0-9]*)$/.test(text)) {
    const integer = integerToCell(BigInt(text))
    return integer.ok ? integer.value : null
  }
  const value = Number(text)
  if (!/^-?(0|[1-9][0-9]*)\.[0-9]+([eE][+-]?[0-9]+)?$/.test(text) || !Number.isFinite(value)) return null
  const plain = String(value)
  return Number.isInteger(value) ? { r: /^-?[0-9]+$/.test(plain) ? `${plain}.0` : plain } : value
}

/** One line of text. */
export const textField: FieldType = {
  align: 'start',
  show: (cell, _field, context) => showAnyCell(cell, context),
  toText: (cell) => cellToPlainText(cell),
  // where a number stood, a number is meant
  parse: (text, field, _context, before) => ok((isUntyped(field) && cellToPlainNumber(before) !== null ? plainNumberToCell(text) : null) ?? text),
}
