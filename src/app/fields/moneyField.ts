import { fail } from '../../core/base/result'
import { currencyDigits } from '../format/currencyDigits'
import type { FieldType } from './fieldType'
import { formatPlainNumber, numberToEditText, readNumberText } from './numberText'
import { cellToPlainText, showAnyCell } from './showAnyCell'
import { cellToPlainNumber, integerToCell } from './wholeNumberField'

/** The currency's short sign in a language (`€`), or its code. */
export function currencySign(currency: string, locale: string): string {
  if (!/^[A-Za-z]{3}$/.test(currency)) return currency
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** Minor units to the amount as plain decimal text: `-1250` with 2 digits is `-12.50`. Null for numbers with an exponent. */
export function minorToAmount(minor: string, digits: number): string | null {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]*))?$/.exec(minor)
  if (!parts) return null
  const [, sign = '', whole = '', fraction = ''] = parts
  const padded = whole.padStart(digits + 1, '0')
  const left = padded.slice(0, padded.length - digits)
  const right = padded.slice(padded.length - digits) + fraction.replace(/0+$/, '')
  return sign + left + (right === '' ? '' : `.${right}`)
}

/** An amount of the book's money, stored as an integer of its smallest unit (cents). */
export const moneyField: FieldType = {
  align: 'end',
  show(cell, _field, context) {
    const digits = currencyDigits(context.currency)
    const minor = cellToPlainNumber(cell)
    const amount = minor === null ? null : minorToAmount(minor, digits)
    if (amount === null) return showAnyCell(cell, context)
    // the same number of decimals in every cell keeps the column on its decimal sign
    return formatPlainNumber(amount, context.locale, { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 6) })
  },
  toText(cell, _field, context) {
    const minor = cellToPlainNumber(cell)
    const amount = minor === null ? null : minorToAmount(minor, currencyDigits(context.currency))
    return amount === null ? cellToPlainText(cell) : numberToEditText(amount, context.locale)
  },
  parse(text, _field, context) {
    const digits = currencyDigits(context.currency)
    const bare = text.replaceAll(currencySign(context.currency, context.locale), '').replace(new RegExp(`\\b${context.currency}\\b`, 'i'), '')
    const plain = readNumberText(bare, context.locale)
    const parts = plain === null ? null : /^(-?)([0-9]+)(?:\.([0-9]+?)0*)?$/.exec(plain)
    if (!parts) {
      return fail({ code: 'notANumber', example: formatPlainNumber('1234.5', context.locale, { useGrouping: false, minimumFractionDigits: digits, maximumFractionDigits: digits }) })
    }
    const [, sign = '', whole = '', fraction = ''] = parts
    const kept = fraction === '0' ? '' : fraction
    if (kept.length > digits) return fail({ code: 'tooManyDecimals', digits, currency: context.currency })
    return integerToCell(BigInt(`${sign}${whole}${kept.padEnd(digits, '0')}`))
  },
}
