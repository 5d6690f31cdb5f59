/** Whether a text is a real calendar date, `YYYY-MM-DD` (proleptic Gregorian, years 0001 to 9999). */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number)
  if (!year || !month || !day || month > 12) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day <= (lengths[month - 1] ?? 0)
}

/** A moment of a day (`18:04`, seconds optional) in the one form in which moments are written here: as SQLite writes them, so that all of a field sort as texts. */
export const momentOf = (day: string, time: string): string => `${day} ${time.length === 5 ? `${time}:00` : time}`

const DATE_TIME = /^(.{10})[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/

/** Whether a text is a date and a time of day (`2026-11-21T18:04`, seconds and offset optional), ISO 8601 or as SQLite writes it. */
export function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text)
  return match !== null && isDate(match[1] ?? '')
}
