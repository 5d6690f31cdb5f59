import { isDate } from '../../../core/book/calendar'
import { spanOfPart, startOfPart, type DateSpan } from '../../../core/book/query/dateSpans'
import type { DatePart } from '../../../core/book/query/rowFilter'

/**
 * The first days of all parts from the first of `days` to the last, those without records among them; a `span` that was
 * asked for is filled from its beginning, and up to `today` at most. Where that would be more than `limit` (a date in the
 * year 203, days of ten years), just the days that there are. `days` ascend and are first days of their part.
 */
export function fillTimeline(days: readonly string[], part: DatePart, span: DateSpan | null, today: string, limit: number): readonly string[] {
  const dates = days.filter(isDate)
  const [first] = dates
  const last = dates.at(-1)
  if (first === undefined || last === undefined) return []
  const begin = span?.first ? startOfPart(part, span.first) : first
  const ends = [span?.last, isDate(today) ? today : null].filter((day) => typeof day === 'string').sort()
  const end = span && ends[0] ? startOfPart(part, ends[0]) : last
  const from = begin < first ? begin : first
  const to = end > last ? end : last
  const filled: string[] = []
  for (let day: string | null | undefined = from; day && day <= to; day = nextPart(part, day)) {
    filled.push(day)
    if (filled.length > limit) return dates
  }
  return filled
}

/** The first day of the next part; null at the end of the calendar. */
function nextPart(part: DatePart, day: string): string | null {
  const next = spanOfPart(part, day, 1)?.first ?? null
  return next !== null && next > day ? next : null
}
