import { isDate } from '../../../core/book/calendar'
import type { DatePart } from '../../../core/book/query/rowFilter'
import { CIVIL } from '../../fields/dateText'

/** The few words about parts of dates that Intl does not have. */
export interface PartWords {
  week(day: string): string
  quarter(quarter: string, year: string): string
}

const FULL: Readonly<Record<Exclude<DatePart, 'quarter'>, Intl.DateTimeFormatOptions>> = {
  day: { dateStyle: 'medium' }, week: { dateStyle: 'medium' }, month: { month: 'long', year: 'numeric' }, year: { year: 'numeric' },
}
const SHORT: typeof FULL = {
  day: { day: 'numeric', month: 'short' }, week: { day: 'numeric', month: 'short' }, month: { month: 'short', year: '2-digit' }, year: { year: 'numeric' },
}

/** The part of a date that begins on a day, as people say it (“November 2026”) or as short as an axis wants it (“Nov 26”). */
export function partText(part: DatePart, first: string, locale: string, words: PartWords, isShort = false): string {
  if (!isDate(first)) return first
  const day = new Date(`${first}T00:00:00Z`)
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...CIVIL }).format(day)
  if (part === 'quarter') return words.quarter(String(Math.floor(day.getUTCMonth() / 3) + 1), format({ year: isShort ? '2-digit' : 'numeric' }))
  const text = format((isShort ? SHORT : FULL)[part])
  return part === 'week' && !isShort ? words.week(text) : text
}
