import { ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'

/** One line of text. */
export const textField: FieldType = {
  align: 'start',
  show: (cell, _field, context) => showAnyCell(cell, context),
  toText: (cell) => cellToPlainText(cell),
  parse: (text) => ok(text),
}
