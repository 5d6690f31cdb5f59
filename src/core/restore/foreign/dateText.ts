const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/
const DATE_TIME = /^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/

/** Whether the text is a day of the calendar, as ISO 8601 writes it. */
export function isDate(text: string): boolean {
  if (text.length !== 10) return false
  const parts = DATE.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1
}

/** Whether the text is a day with a time, as ISO 8601 and SQLite write it. */
export function isDateTime(text: string): boolean {
  return text.length > 15 && isDate(DATE_TIME.exec(text)?.[1] ?? '')
}
