import { isDate } from '../../../core/book/calendar'
import { spanOfPart } from '../../../core/book/query/dateSpans'
import type { DatePart } from '../../../core/book/query/rowFilter'
import { CIVIL } from '../../fields/dateText'

/** How a quarter is called: “Q4 2026”. Intl has no word for it. */
export type QuarterText = (quarter: string, year: string) => string

const FULL: Readonly<Record<Exclude<DatePart, 'quarter'>, Intl.DateTimeFormatOptions>> = {
  day: { dateStyle: 'medium' }, week: { dateStyle: 'medium' }, month: { month: 'long', year: 'numeric' }, year: { year: 'numeric' },
}
const SHORT: typeof FULL = {
  day: { day: 'numeric', month: 'short' }, week: { day: 'numeric', month: 'short' }, month: { month: 'short', year: '2-digit' }, year: { year: 'numeric' },
}

/** The part of a date that begins on a day, as people say it (“November 2026”, “9–15 Nov 2026”) or as short as an axis wants it (“Nov 26”). */
export function partText(part: DatePart, first: string, locale: string, quarterText: QuarterText, isShort = false): string {
  if (!isDate(first)) return first
  const day = new Date(`${first}T00:00:00Z`)
  const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, ...CIVIL })
  if (part === 'quarter') return quarterText(String(Math.floor(day.getUTCMonth() / 3) + 1), write({ year: isShort ? '2-digit' : 'numeric' }).format(day))
  const format = write((isShort ? SHORT : FULL)[part])
  const last = part === 'week' && !isShort ? spanOfPart('week', first)?.last : null
  return last ? format.formatRange(day, new Date(`${last}T00:00:00Z`)) : format.format(day)
}
