import { toPlainDigits } from './numberText'

const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/

/** Whether a text is a day that exists, written `2026-11-21`. */
export function isIsoDate(text: string): boolean {
  const parts = ISO_DATE.exec(text)
  if (!parts) return false
  const [, year, month, day] = parts.map(Number)
  const date = new Date(0)
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day)
  return date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month && date.getUTCDate() === day
}

/** The civil calendar everywhere: what is shown is what can be typed, and what a date control shows. */
export const CIVIL = { calendar: 'gregory', timeZone: 'UTC' } as const

type Part = 'day' | 'month' | 'year'

/** What a language writes dates with. */
export interface DateWords {
  readonly order: readonly Part[]
  /** Lower-case names to 1–12, in full and short, alone and beside a day. */
  readonly months: ReadonlyMap<string, number>
  /** Names of week days and eras, and the words between the parts: they say nothing that the rest does not. */
  readonly ignored: ReadonlySet<string>
}

const wordsByLocale = new Map<string, DateWords>()
const WORD = /[\p{L}\p{M}]+(?:[.'’][\p{L}\p{M}]+)*/gu

/** The words in a text, in small letters. */
export const wordsOf = (text: string, locale: string) => [...text.toLocaleLowerCase(locale).matchAll(WORD)].map(([word]) => word)

/** What a language writes dates with; gathered once. */
export function dateWords(locale: string): DateWords {
  const known = wordsByLocale.get(locale)
  if (known) return known
  const months = new Map<string, number>()
  const ignored = new Set<string>()
  const styles: Intl.DateTimeFormatOptions[] = [
    { month: 'long' }, { month: 'short' }, { day: 'numeric', month: 'long' }, { day: 'numeric', month: 'short' },
    { weekday: 'short', day: 'numeric' }, { dateStyle: 'medium' }, { dateStyle: 'full', timeStyle: 'short' }, { dateStyle: 'medium', timeStyle: 'short' },
  ]
  for (const style of styles) {
    const format = new Intl.DateTimeFormat(locale, { ...style, ...CIVIL })
    for (let month = 0; month < 12; month++) {
      for (const { type, value } of format.formatToParts(Date.UTC(2026, month, 1 + month * 2))) {
        const name = wordsOf(value, locale).join(' ')
        if (name === '') continue
        if (type === 'month') months.set(name, month + 1)
        else if (type !== 'dayPeriod') for (const word of wordsOf(value, locale)) ignored.add(word)
      }
    }
  }
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'short', ...CIVIL }).formatToParts(0).map(({ type }) => type)
  const words = { order: parts.filter((type) => type === 'day' || type === 'month' || type === 'year'), months, ignored }
  wordsByLocale.set(locale, words)
  return words
}

/** The month that some words name, by a whole name or an unmistakable beginning of three letters or more; null when none, or when a word means nothing. */
export function monthIn(words: readonly string[], { months, ignored }: DateWords): number | null | 'none' {
  let found: number | 'none' = 'none'
  for (const word of words) {
    const exact = months.get(word)
    const begun = word.length < 3 ? [] : [...new Set([...months].filter(([name]) => name.startsWith(word)).map(([, month]) => month))]
    const month = exact ?? (begun.length === 1 ? begun[0] : undefined)
    if (month !== undefined && found === 'none') found = month
    else if (month === undefined && !ignored.has(word)) return null
  }
  return found
}

/**
 * A day as people of `locale` type it (`21/11/2026`, `21.11.26`, `21 Nov 2026`, `2026-11-21`), as `2026-11-21`; null when
 * it is none. Without a year it is one of the year of `today` (`YYYY-MM-DD`), where that is given.
 */
export function readDateText(text: string, locale: string, today?: string): string | null {
  const plain = toPlainDigits(text, locale).replace(/[\u200e\u200f\u061c]/g, '').trim()
  if (isIsoDate(plain)) return plain
  const known = dateWords(locale)
  // what is neither digit nor word can only separate; a colon or brackets say something else
  if (/[^\p{L}\p{M}\p{P}0-9\s]|[:;?!()]/u.test(plain)) return null
  const month = monthIn(wordsOf(plain, locale), known)
  const numbers = plain.match(/[0-9]+/g) ?? []
  if (month === null || numbers.some((digits) => digits.length > 4)) return null
  const yearAt = numbers.findIndex((digits) => digits.length === 4)
  const wanted = known.order.filter((part) => part !== 'month' || month === 'none')
  const size = wanted.length
  const noYear = numbers.length === size - 1 && yearAt < 0 && today !== undefined
  if (numbers.length !== size && !noYear) return null
  let order: readonly Part[] = noYear ? wanted.filter((part) => part !== 'year') : wanted
  // a year of four digits tells its place by itself
  if (yearAt === 0 && order[0] !== 'year') order = ['year', ...(size === 3 ? (['month', 'day'] as const) : (['day'] as const))]
  else if (yearAt === size - 1 && order[0] === 'year') order = size === 3 ? ['day', 'month', 'year'] : ['day', 'year']
  const part = (type: Part) => numbers[order.indexOf(type)] ?? ''
  const year = noYear ? today.slice(0, 4) : part('year')
  if (year.length !== 4 && year.length !== 2) return null
  const digits = [year.length === 2 ? `20${year}` : year, month === 'none' ? part('month') : String(month), part('day')]
  const iso = digits.map((one) => one.padStart(2, '0')).join('-')
  return isIsoDate(iso) ? iso : null
}

/** A day (`2026-11-21`) in the digits and the order of the language, as one would type it. */
export function dateToTypedText(iso: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', ...CIVIL })
  return format.format(new Date(`${iso}T00:00:00Z`))
}
