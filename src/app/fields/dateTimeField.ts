import { fail, ok } from '../../core/base/result'
import type { FieldDescription } from '../../core/book/bookDescription'
import { readInitial } from '../../core/book/initialValue'
import { CIVIL } from './dateText'
import { dateTimeParts, readDateTimeText, type DateTimeParts } from './dateTimeText'
import type { FieldType } from './fieldType'
import { dateFormat } from './formatters'
import { cellToPlainText, showAnyCell } from './showAnyCell'

/** The clock time that a stored time shows: times with a zone become those of this computer, others are as written. */
function toLocal(parts: DateTimeParts): string {
  if (parts.zone === '') return `${parts.day}T${parts.time}${parts.seconds}`
  const zone = parts.zone === 'Z' ? 'Z' : `${parts.zone.slice(0, 3)}:${parts.zone.slice(-2)}`
  const at = new Date(`${parts.day}T${parts.time}${parts.seconds}${zone}`)
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString()
  return local.slice(0, parts.seconds === '' ? 16 : 19)
}

const SQLITE_STYLE = { separator: ' ', seconds: ':00', zone: '' }

/** Whether the database fills such a field in its own style (`CURRENT_TIMESTAMP`), and not in that of books made here. */
const isStampedBySqlite = (field: FieldDescription) => readInitial(field.initialSql) === undefined

/**
 * A date and a time of the clock, in the style that the value already had, else as all of a book's moments are written:
 * `2026-11-21T18:04`.
 */
export const dateTimeField: FieldType = {
  align: 'start',
  show(cell, _field, context) {
    const parts = typeof cell === 'string' ? dateTimeParts(cell) : null
    if (!parts) return showAnyCell(cell, context)
    return dateFormat(context.locale, { dateStyle: 'medium', timeStyle: 'short', ...CIVIL }).format(new Date(`${toLocal(parts)}Z`))
  },
  toText(cell) {
    const parts = typeof cell === 'string' ? dateTimeParts(cell) : null
    return parts ? toLocal(parts) : cellToPlainText(cell)
  },
  parse(text, field, context, before) {
    const trimmed = text.trim()
    const typed = dateTimeParts(trimmed) ?? dateTimeParts(readDateTimeText(trimmed, context.locale, context.today?.()) ?? '')
    const example = dateFormat(context.locale, { dateStyle: 'short', timeStyle: 'short', ...CIVIL }).format(new Date('2026-11-21T18:04:00Z'))
    if (!typed) return fail({ code: 'notADateTime', example })
    if (typed.zone !== '') return ok(trimmed)
    // the database compares moments as texts: all of a field are written in one style
    const model = [before, field.least, field.most].find((cell) => typeof cell === 'string')
    const known = typeof model === 'string' ? dateTimeParts(model) : null
    const style = known ?? (isStampedBySqlite(field) ? SQLITE_STYLE : null)
    const seconds = typed.seconds === '' && style !== null && style.seconds !== '' ? ':00' : typed.seconds
    if (style && style.zone !== '') {
      const utc = new Date(`${typed.day}T${typed.time}${seconds || ':00'}`).toISOString()
      return ok(`${utc.slice(0, 10)}${style.separator}${utc.slice(11, 19)}Z`)
    }
    return ok(`${typed.day}${style?.separator ?? 'T'}${typed.time}${seconds}`)
  },
}
