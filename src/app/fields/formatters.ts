const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs a hundred times what using it does, and a grid shows thousands of cells: each is made once. */
function once<T>(made: Map<string, T>, locale: string, options: object, make: () => T): T {
  const id = `${locale} ${JSON.stringify(options)}`
  const known = made.get(id)
  if (known) return known
  const one = make()
  made.set(id, one)
  return one
}

/** The formatter for numbers of a language; the same one each time. */
export const numberFormat = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  once(numbers, locale, options, () => new Intl.NumberFormat(locale, options))

/** The formatter for dates of a language; the same one each time. */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  once(dates, locale, options, () => new Intl.DateTimeFormat(locale, options))
