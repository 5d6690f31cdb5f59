import { dateWords, monthIn, readDateText, wordsOf } from './dateText'
import { readDateTimeText } from './dateTimeText'
import { toPlainDigits } from './numberText'

/** A year that stands for any. */
const ANY = '____'
/** Any year in which every day is one. */
const LEAP = '2024'

/** `Nov 2026`, `11/2026`, `Nov`: a month of a year, or of any. */
function readMonth(text: string, locale: string): string | null {
  const named = monthIn(wordsOf(text, locale), dateWords(locale))
  const numbers = text.match(/[0-9]+/g) ?? []
  const years = numbers.filter((digits) => digits.length === 4)
  if (named === null || years.length > 1 || /[^\p{L}\p{M}\p{P}0-9\s]|[:;?!()]/u.test(text)) return null
  const others = numbers.filter((digits) => digits.length !== 4)
  const [year = ANY] = years
  if (named !== 'none') return others.length === 0 ? `${year}-${String(named).padStart(2, '0')}-__` : null
  const [month = '', more] = others
  return year !== ANY && more === undefined && /^(0?[1-9]|1[0-2])$/.test(month) && /^[0-9]+\/[0-9]+$/.test(text) ? `${year}-${month.padStart(2, '0')}-__` : null
}

/**
 * What a text means as a day, a month or a moment, as people of `locale` type it: as it is stored (`2026-11-21`,
 * `2026-11-21T18:04`), with `_` for each sign that the text does not say: `21 Nov` is `____-11-21`, `Nov 2026` is
 * `2026-11-__`. Null when it means none; digits with a point or a comma alone (`12.10`) are an amount.
 */
export function readDayPattern(text: string, locale: string): string | null {
  const plain = toPlainDigits(text, locale).trim()
  const whole = readDateText(plain, locale)
  if (whole !== null) return whole
  // two numbers and nothing that makes a day of them
  if (!/[\p{L}/:]/u.test(plain) && !/^[0-9]{1,2}\.[0-9]{1,2}\.$/.test(plain)) return null
  const day = readDateText(plain, locale, `${LEAP}-01-01`)
  if (day !== null) return `${ANY}${day.slice(LEAP.length)}`
  const month = readMonth(plain, locale)
  if (month !== null) return month
  // a blank may stand where the T does
  return readDateTimeText(plain, locale, `${ANY}-__-__`)?.replace('T', '_') ?? null
}
