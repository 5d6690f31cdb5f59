import type { ForeignValue } from './foreignSource'

const DAY = 86_400_000
/** Day 0 of a workbook's calendar, as the reader counts: only times of day lie on it. */
const DAY_ZERO = Date.UTC(1899, 11, 30)
/** Workbooks have a 29 February 1900, so the days before it are one off: https://learn.microsoft.com/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year */
const FIRST_TRUE_DAY = Date.UTC(1900, 2, 1)

/** A date or time of a workbook: a moment, a time of day as text, or null for one that no calendar has. */
export function excelDateToValue(date: Date): ForeignValue {
  const read = date.getTime()
  if (!Number.isFinite(read)) return null
  // days are doubles: a whole second can come out a thousandth short
  const whole = (read + 1) % 1000 === 0 ? read + 1 : read
  const time = whole >= DAY_ZERO + DAY && whole < FIRST_TRUE_DAY - DAY ? whole + DAY : whole
  const text = new Date(time).toISOString()
  if (text.length !== 24) return null
  const clock = text.slice(11, 23).replace(/\.000$/, '')
  return time >= DAY_ZERO && time < DAY_ZERO + DAY ? clock : { moment: `${text.slice(0, 10)} ${clock}` }
}
