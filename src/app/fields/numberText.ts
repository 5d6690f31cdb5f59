import { numberFormat } from './formatters'

/** The signs that a language writes numbers with. */
interface NumberSigns {
  readonly group: string
  readonly decimal: string
  /** A language's own digits to 0–9. */
  readonly digits: ReadonlyMap<string, string>
}

const signsByLocale = new Map<string, NumberSigns>()

function numberSigns(locale: string): NumberSigns {
  const known = signsByLocale.get(locale)
  if (known) return known
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.5)
  const plain = new Intl.NumberFormat(locale, { useGrouping: false })
  const signs: NumberSigns = {
    group: parts.find((part) => part.type === 'group')?.value ?? ',',
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    digits: new Map(Array.from({ length: 10 }, (_, digit) => [plain.format(digit), String(digit)])),
  }
  signsByLocale.set(locale, signs)
  return signs
}

/** A text with the language's own digits as 0–9. */
export function toPlainDigits(text: string, locale: string): string {
  const { digits } = numberSigns(locale)
  return [...text].map((char) => digits.get(char) ?? char).join('')
}

const SPACES = /[\s\u00a0\u202f\u2009'’]/gu
// that languages written from right to left put around signs
const MARKS = /[\u200e\u200f\u061c]/gu
const MINUS = /[\u2212\u2012\u2013]/gu
// India groups by two before the last three, everyone else by three
const GROUPED = /^[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}$/

/**
 * Reads a number as people of `locale` type it, into `-1234.5` with an optional exponent; null when it is none.
 * A separator in a place where it can mean neither thousands nor decimals is refused rather than guessed at:
 * `1,50` must not become 150 in English, nor 1.50 by luck. Brackets mean a negative amount.
 */
export function readNumberText(text: string, locale: string): string | null {
  const signs = numberSigns(locale)
  let rest = toPlainDigits(text.replace(SPACES, '').replace(MINUS, '-').replace(MARKS, ''), locale)
  let negative = false
  const bracketed = /^\((.*)\)$/.exec(rest)
  if (bracketed) {
    negative = true
    rest = bracketed[1] ?? ''
  } else if (rest.startsWith('-') || rest.startsWith('+')) {
    negative = rest.startsWith('-')
    rest = rest.slice(1)
  }
  const [, mantissa = '', exponent = ''] = /^(.*?)([eE][+-]?[0-9]{1,3})?$/.exec(rest) ?? []
  // where the language's thousands are no point, a point can only be a decimal one (keypads type it)
  const decimal = signs.decimal !== '.' && signs.group !== '.' && !mantissa.includes(signs.decimal) ? '.' : signs.decimal
  const pieces = mantissa.split(decimal)
  if (pieces.length > 2) return null
  let [whole = ''] = pieces
  const [, fraction = ''] = pieces
  if (whole.includes(signs.group)) {
    whole = whole.replaceAll(signs.group, ',')
    if (!GROUPED.test(whole)) return null
    whole = whole.replaceAll(',', '')
  }
  if (!/^[0-9]*$/.test(whole) || !/^[0-9]*$/.test(fraction) || whole + fraction === '') return null
  const digits = whole.replace(/^0+(?=[0-9])/, '') || '0'
  return `${negative ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}${exponent}`
}

/** A plain number (`-1234.5`, `1e+21`) with the language's decimal sign and without thousands, as an editor shows it. */
export function numberToEditText(plain: string, locale: string): string {
  return plain.replace('.', numberSigns(locale).decimal)
}

/** A plain decimal number in the language's own writing, exact whatever its length. */
export function formatPlainNumber(plain: string, locale: string, options: Intl.NumberFormatOptions): string {
  // Intl.NumberFormat reads decimal text exactly, https://tc39.es/ecma402/#sec-tointlmathematicalvalue
  return numberFormat(locale, options).format(plain as `${number}`)
}
