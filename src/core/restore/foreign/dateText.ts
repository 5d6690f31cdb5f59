const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const TIME = /^[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/

/** The number that two digits are; NaN for anything else. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** Whether the first ten characters are a day of the calendar. Plain arithmetic, since whole columns are asked. */
function beginsWithDate(text: string): boolean {
  if (text.charAt(4) !== '-' || text.charAt(7) !== '-') return false
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0
  return !Number.isNaN(year) && day >= 1 && day <= (DAYS[month - 1] ?? 0) + leap
}

/** Whether the text is a day of the calendar, as ISO 8601 writes it. */
export function isDate(text: string): boolean {
  return text.length === 10 && beginsWithDate(text)
}

/** Whether the text is a day with a time, as ISO 8601 and SQLite write it. */
export function isDateTime(text: string): boolean {
  return text.length > 15 && beginsWithDate(text) && TIME.test(text.slice(10))
}
