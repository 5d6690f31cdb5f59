import type { Cell } from '../../../../src/core/base/cell'
import type { FieldKind } from '../../../../src/core/book/bookDescription'
import { isDate, isDateTime } from '../../../../src/core/book/calendar'
import type { Condition, DatePart, Period, RowFilter } from '../../../../src/core/book/query/rowFilter'

/** A record of a test: its values by field. */
export type Values = Readonly<Record<string, Cell>>

/** Letters without their case: the small form of the capital, where that is one letter; the two small sigmas are one. */
const fold = (text: string) =>
  [...text].map((char) => (char === 'ς' ? 'σ' : [...char.toUpperCase()].length === 1 ? char.toUpperCase().toLowerCase() : char)).join('')
const foldAscii = (text: string) => text.replace(/[A-Z]/g, (char) => char.toLowerCase())

const isTexty = (kind: FieldKind) => kind === 'text' || kind === 'long-text' || kind === 'choice'
const isEmpty = (cell: Cell | undefined) => cell === null || cell === undefined || cell === ''
const moment = (text: string) => text.replace('T', ' ')

/** Numbers before texts; texts by their bytes, without the case of ASCII letters where case does not count. */
function order(a: Cell, b: Cell, kind: FieldKind): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a !== 'string' || typeof b !== 'string') return typeof a === 'number' ? -1 : 1
  const [x, y] = isTexty(kind) ? [foldAscii(a), foldAscii(b)] : [a, b]
  return x < y ? -1 : x > y ? 1 : 0
}

function holds(difference: number, how: string): boolean {
  switch (how) {
    case 'is': return difference === 0
    case 'is-not': return difference !== 0
    case 'less': return difference < 0
    case 'at-most': return difference <= 0
    case 'greater': return difference > 0
    default: return difference >= 0
  }
}

function compare(cell: Cell, how: string, value: Cell, kind: FieldKind): boolean | null {
  if (isEmpty(value)) return how === 'is' ? isEmpty(cell) : how === 'is-not' ? !isEmpty(cell) : null
  if (isEmpty(cell)) return how === 'is-not'
  if ((kind === 'date' || kind === 'date-time') && typeof value === 'string' && (isDate(value) || isDateTime(value))) {
    if (typeof cell !== 'string' || !/^\d/.test(cell)) return how === 'is-not'
    const [x, y] = [moment(cell), moment(value)]
    return holds(x.startsWith(y) ? 0 : x < y ? -1 : 1, how)
  }
  if (isTexty(kind) && typeof cell === 'string' && typeof value === 'string' && (how === 'is' || how === 'is-not')) return holds(fold(cell) === fold(value) ? 0 : 1, how)
  return holds(order(cell, value, kind), how)
}

const day = (date: string) => new Date(`${date.slice(0, 10)}T00:00:00Z`)
const ordinal = (date: string) => day(date).getTime() / 86_400_000
const monday = (date: string) => ordinal(date) - ((day(date).getUTCDay() + 6) % 7)
const months = (date: string) => day(date).getUTCFullYear() * 12 + day(date).getUTCMonth()

/** Which part of the calendar a date lies in, as a number that grows by one from part to part. */
export function partNumber(part: DatePart, date: string): number {
  switch (part) {
    case 'day': return ordinal(date)
    case 'week': return (monday(date) + 3) / 7
    case 'month': return months(date)
    case 'quarter': return Math.floor(months(date) / 3)
    case 'year': return day(date).getUTCFullYear()
  }
}

function inPeriod(date: string, period: Period, today: string): boolean {
  const ahead = ordinal(date) - ordinal(today)
  const [how, what] = period.split('-')
  if (period === 'today') return ahead === 0
  if (period === 'yesterday') return ahead === -1
  if (period === 'past') return ahead < 0
  if (period === 'future') return ahead > 0
  const days = Number(what)
  if (days > 0) return how === 'last' ? ahead <= 0 && ahead > -days : ahead >= 0 && ahead < days
  return partNumber(what as DatePart, date) === partNumber(what as DatePart, today) - (how === 'last' ? 1 : 0)
}

const readable = (cell: Cell): cell is string => typeof cell === 'string' && /^\d{4}-\d\d-\d\d/.test(cell)

function matches(cell: Cell, text: string, place: (whole: string, part: string) => boolean): boolean {
  return cell !== null && place(fold(String(cell)), fold(text))
}

/** What one condition says of a record; null when it says nothing. */
function passes(condition: Condition, record: Values, kinds: Readonly<Record<string, FieldKind>>, today: string): boolean | null {
  const kind = kinds[condition.field]
  if (!kind) return null
  const cell = record[condition.field] ?? null
  switch (condition.test) {
    case 'contains': return condition.text === '' ? null : matches(cell, condition.text, (whole, part) => whole.includes(part))
    case 'lacks': return condition.text === '' ? null : !matches(cell, condition.text, (whole, part) => whole.includes(part))
    case 'starts': return condition.text === '' ? null : matches(cell, condition.text, (whole, part) => whole.startsWith(part))
    case 'ends': return condition.text === '' ? null : matches(cell, condition.text, (whole, part) => whole.endsWith(part))
    case 'between': {
      const sides = [compare(cell, 'at-least', condition.from, kind), compare(cell, 'at-most', condition.to, kind)].filter((side) => side !== null)
      return sides.length === 0 ? null : sides.every((side) => side)
    }
    case 'one-of': return condition.values.length === 0 ? null : condition.values.some((value) => compare(cell, 'is', value, kind))
    case 'none-of': return condition.values.length === 0 ? null : !condition.values.some((value) => compare(cell, 'is', value, kind))
    case 'empty': return isEmpty(cell)
    case 'filled': return !isEmpty(cell)
    case 'in-part': return isDate(condition.value) ? readable(cell) && partNumber(condition.part, cell) === partNumber(condition.part, condition.value) : null
    case 'in-period': return readable(cell) && inPeriod(cell, condition.period, today)
    case 'compare': {
      const other = kinds[condition.other]
      const value = record[condition.other] ?? null
      if (!other) return null
      if (isEmpty(cell) || isEmpty(value)) return false
      const bothTexty = isTexty(kind) && isTexty(other)
      const isDay = (one: FieldKind) => one === 'date' || one === 'date-time'
      const cut = isDay(kind) && isDay(other) && kind !== other
      return holds(cut ? order(String(cell).slice(0, 10), String(value).slice(0, 10), 'date') : order(cell, value, bothTexty ? 'text' : 'date'), condition.how)
    }
    default: return compare(cell, condition.test, condition.value, kind)
  }
}

/** Whether a record passes a filter, as the documentation says it, with no SQL. */
export function passesFilter(filter: RowFilter, record: Values, kinds: Readonly<Record<string, FieldKind>>, today: string): boolean {
  const said = filter.conditions.map((condition) => passes(condition, record, kinds, today)).filter((one) => one !== null)
  const also = (filter.also ?? []).map((condition) => passes(condition, record, kinds, today)).filter((one) => one !== null)
  if (!also.every((one) => one)) return false
  if (said.length === 0) return true
  return filter.match === 'any' ? said.some((one) => one) : said.every((one) => one)
}
