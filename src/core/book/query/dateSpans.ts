import { isDate } from '../calendar'
import type { DatePart, Period } from './rowFilter'

/** Days from the first to the last, both included, `YYYY-MM-DD`; null = no bound on that side. */
export interface DateSpan {
  readonly first: string | null
  readonly last: string | null
}

const DAY = 86_400_000
const LAST_DAY = 2_932_896 // 9999-12-31, in days since 1970

const toDay = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY
/** What lies beyond the calendar comes after its last day, and there is nothing. */
const toDate = (day: number) => (day > LAST_DAY ? '9999-12-32' : new Date(day * DAY).toISOString().slice(0, 10))
const addDays = (date: string, days: number) => toDate(toDay(date) + days)
const twoDigits = (value: number) => String(value).padStart(2, '0')

/** The first day of the month that is so many months after that of a date; the calendar ends with the year 9999. */
function addMonths(date: string, months: number): string {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${twoDigits((month % 12) + 1)}-01`
}

/** The first day of the part that a date lies in; a week begins on Monday (ISO 8601). */
export function startOfPart(part: DatePart, date: string): string {
  switch (part) {
    case 'day':
      return date
    case 'week':
      // 1970-01-01 was a Thursday
      return addDays(date, -((((toDay(date) + 3) % 7) + 7) % 7))
    case 'month':
      return `${date.slice(0, 7)}-01`
    case 'quarter':
      return `${date.slice(0, 5)}${twoDigits(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1)}-01`
    case 'year':
      return `${date.slice(0, 4)}-01-01`
  }
}

const MONTHS = { month: 1, quarter: 3, year: 12 }

/** All days of the part that a date lies in (`shift` = so many parts later); null for what is no date or no part. */
export function spanOfPart(part: DatePart, date: string, shift = 0): DateSpan | null {
  if (!isDate(date)) return null
  const start = startOfPart(part, date)
  switch (part) {
    case 'day':
      return { first: addDays(start, shift), last: addDays(start, shift) }
    case 'week':
      return { first: addDays(start, shift * 7), last: addDays(start, shift * 7 + 6) }
    case 'month':
    case 'quarter':
    case 'year': {
      const months = MONTHS[part]
      const next = addMonths(start, (shift + 1) * months)
      return { first: addMonths(start, shift * months), last: next.length > 10 ? toDate(LAST_DAY) : addDays(next, -1) }
    }
    default:
      // a layout that another program wrote
      return null
  }
}

const BY_PART: Readonly<Partial<Record<Period, readonly [DatePart, number]>>> = {
  today: ['day', 0],
  yesterday: ['day', -1],
  'this-week': ['week', 0],
  'last-week': ['week', -1],
  'this-month': ['month', 0],
  'last-month': ['month', -1],
  'this-quarter': ['quarter', 0],
  'last-quarter': ['quarter', -1],
  'this-year': ['year', 0],
  'last-year': ['year', -1],
}

/** Days from today: the last seven days end today, the next seven begin today; what is past or future is neither today. */
const BY_DAYS: Readonly<Partial<Record<Period, readonly [first: number | null, last: number | null]>>> = {
  'last-7-days': [-6, 0],
  'last-30-days': [-29, 0],
  'last-90-days': [-89, 0],
  'last-365-days': [-364, 0],
  'next-7-days': [0, 6],
  'next-30-days': [0, 29],
  past: [null, -1],
  future: [1, null],
}

/** The days of a period, told from the person's day; null for what is no period or no date. */
export function spanOfPeriod(period: Period, today: string): DateSpan | null {
  const byPart = BY_PART[period]
  if (byPart) return spanOfPart(byPart[0], today, byPart[1])
  const byDays = BY_DAYS[period]
  if (!byDays || !isDate(today)) return null
  const [first, last] = byDays.map((days) => (days === null ? null : addDays(today, days)))
  return { first: first ?? null, last: last ?? null }
}
