import { fail, ok } from '../../core/base/result'
import { CIVIL, isIsoDate, readDateText } from './dateText'
import type { FieldType } from './fieldType'
import { dateFormat } from './formatters'
import { cellToPlainText, showAnyCell } from './showAnyCell'

/** A calendar day, stored as `2026-11-21`. */
export const dateField: FieldType = {
  align: 'start',
  show(cell, _field, context) {
    if (typeof cell !== 'string' || !isIsoDate(cell)) return showAnyCell(cell, context)
    return dateFormat(context.locale, { dateStyle: 'medium', ...CIVIL }).format(new Date(`${cell}T00:00:00Z`))
  },
  toText: (cell) => cellToPlainText(cell),
  parse(text, _field, context) {
    const iso = readDateText(text, context.locale, context.today?.())
    const example = dateFormat(context.locale, { dateStyle: 'short', ...CIVIL }).format(new Date('2026-11-21T00:00:00Z'))
    return iso === null ? fail({ code: 'notADate', example }) : ok(iso)
  },
}
