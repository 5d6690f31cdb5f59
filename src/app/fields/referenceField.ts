import { fail, ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'
import { unfoundIn } from './unfoundReference'
import { wholeNumberField } from './wholeNumberField'

/**
 * The value of a record of another table. Its text is the bare value: which record that is, and what to call it,
 * the grid and the picker find out (see `useReferenceLabels`).
 */
export const referenceField: FieldType = {
  align: 'start',
  show: (cell, _field, context) => showAnyCell(cell, context),
  toText: (cell) => cellToPlainText(cell),
  parse(text, field, context, before) {
    const typed = unfoundIn(text)
    if (typed !== null) return fail({ code: 'notARecord', table: field.refersTo?.table ?? '', typed })
    // integers by declared type, as SQLite tells column affinity: https://sqlite.org/datatype3.html#determination_of_column_affinity
    const whole = /INT/i.test(field.declaredType) || (field.declaredType === '' && typeof before === 'number')
    return whole ? wholeNumberField.parse(text, field, context, before) : ok(text)
  },
}
