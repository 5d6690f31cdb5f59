import { fail, ok } from '../../core/base/result'
import { isIsoDate } from './dateField'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'

const ISO_DATE_TIME = /^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ])([0-9]{2}):([0-9]{2})(?::([0-9]{2})(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/

interface Parts {
  readonly day: string
  readonly separator: string
  readonly time: string
  /** With its leading colon; empty when the text has no seconds. */
  readonly seconds: string
  readonly fraction: string
  readonly zone: string
}

/** The parts of an ISO 8601 or SQLite date and time; null when the text is none. */
function dateTimeParts(text: string): Parts | null {
  const parts = ISO_DATE_TIME.exec(text)
  if (!parts) return null
  const [, day = '', separator = '', hour = '', minute = '', second, fraction = '', zone = ''] = parts
  if (!isIsoDate(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null
  return { day, separator, time: `${hour}:${minute}`, seconds: second === undefined ? '' : `:${second}`, fraction, zone }
}

/** The clock time that a stored time shows: times with a zone become those of this computer, others are as written. */
function toLocal(parts: Parts): string {
  if (parts.zone === '') return `${parts.day}T${parts.time}${parts.seconds}`
  const zone = parts.zone === 'Z' ? 'Z' : `${parts.zone.slice(0, 3)}:${parts.zone.slice(-2)}`
  const at = new Date(`${parts.day}T${parts.time}${parts.seconds}${zone}`)
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString()
  return local.slice(0, parts.seconds === '' ? 16 : 19)
}

/** A date and a time of the clock, stored as `2026-11-21 18:04:00`, or in the style that the value already had. */
export const dateTimeField: FieldType = {
  align: 'start',
  show(cell, _field, context) {
    const parts = typeof cell === 'string' ? dateTimeParts(cell) : null
    if (!parts) return showAnyCell(cell, context)
    return new Intl.DateTimeFormat(context.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(`${toLocal(parts)}Z`))
  },
  toText(cell) {
    const parts = typeof cell === 'string' ? dateTimeParts(cell) : null
    return parts ? toLocal(parts) : cellToPlainText(cell)
  },
  parse(text, _field, context, before) {
    const typed = dateTimeParts(text.trim())
    const example = new Intl.DateTimeFormat(context.locale, { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' }).format(new Date('2026-11-21T18:04:00Z'))
    if (!typed) return fail({ code: 'notADateTime', example })
    if (typed.zone !== '') return ok(text.trim())
    const style = typeof before === 'string' ? dateTimeParts(before) : null
    const seconds = typed.seconds === '' && style?.seconds !== '' ? ':00' : typed.seconds
    if (style && style.zone !== '') {
      const utc = new Date(`${typed.day}T${typed.time}${seconds || ':00'}`).toISOString()
      return ok(`${utc.slice(0, 10)}${style.separator}${utc.slice(11, 19)}Z`)
    }
    return ok(`${typed.day}${style?.separator ?? ' '}${typed.time}${seconds}`)
  },
}
