import { fail, ok } from '../../core/base/result'
import type { FieldType } from './fieldType'
import { cellToPlainText, showAnyCell } from './showAnyCell'

const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/

/** Whether a text is a day that exists, written `2026-11-21`. */
export function isIsoDate(text: string): boolean {
  const parts = ISO_DATE.exec(text)
  if (!parts) return false
  const [, year, month, day] = parts.map(Number)
  const date = new Date(0)
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day)
  return date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month && date.getUTCDate() === day
}

/** The order of day, month and year in a language, from its short dates. */
function dateOrder(locale: string): ('day' | 'month' | 'year')[] {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'short', calendar: 'gregory' }).formatToParts(0)
  return parts.map((part) => part.type).filter((type) => type === 'day' || type === 'month' || type === 'year')
}

/** A day as people of `locale` type it (`21/11/2026`, `21.11.26`, `2026-11-21`), as `2026-11-21`; null when it is none. */
export function readDateText(text: string, locale: string): string | null {
  const trimmed = text.trim()
  const numbers = /^([0-9]{1,4})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{1,4})\.?$/.exec(trimmed)
  if (!numbers) return null
  const typed = numbers.slice(1)
  const order = (typed[0] ?? '').length === 4 ? ['year', 'month', 'day'] : dateOrder(locale)
  const part = (type: string) => typed[order.indexOf(type)] ?? ''
  const year = part('year')
  if (year.length !== 4 && year.length !== 2) return null
  const iso = [year.length === 2 ? `20${year}` : year, part('month').padStart(2, '0'), part('day').padStart(2, '0')].join('-')
  return isIsoDate(iso) ? iso : null
}

/** A calendar day, stored as `2026-11-21`. */
export const dateField: FieldType = {
  align: 'start',
  show(cell, _field, context) {
    if (typeof cell !== 'string' || !isIsoDate(cell)) return showAnyCell(cell, context)
    return new Intl.DateTimeFormat(context.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${cell}T00:00:00Z`))
  },
  toText: (cell) => cellToPlainText(cell),
  parse(text, _field, context) {
    const iso = readDateText(text, context.locale)
    const example = new Intl.DateTimeFormat(context.locale, { dateStyle: 'short', timeZone: 'UTC' }).format(new Date('2026-11-21T00:00:00Z'))
    return iso === null ? fail({ code: 'notADate', example }) : ok(iso)
  },
}
