import { ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'

/** Bytes. A cell shows their size; the editor's text is their base64. */
export const fileField: FieldType = {
  align: 'start',
  show: (cell, _field, context) => showAnyCell(cell, context),
  toText: (cell) => cellToPlainText(cell),
  parse: (text) => ok({ b: text }),
}
