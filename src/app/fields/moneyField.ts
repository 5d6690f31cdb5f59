import { fail } from '../../core/base/result'
import type { FieldDescription } from '../../core/book/bookDescription'
import { currencyDigits } from '../../core/book/currencyDigits'
import type { FieldContext, FieldType } from './fieldType'
import { numberFormat } from './formatters'
import { formatPlainNumber, numberToEditText, readNumberText } from './numberText'
import { cellToPlainText, showAnyCell } from './showAnyCell'
import { cellToPlainNumber, integerToCell } from './wholeNumberField'

/** The currency's short sign in a language (`€`), or its code. */
export function currencySign(currency: string, locale: string): string {
  if (!/^[A-Za-z]{3}$/.test(currency)) return currency
  const parts = numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0)
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

/** ISO 4217 code of a field's amounts: its own, or the book's. */
export const currencyOf = (field: FieldDescription, context: FieldContext) => field.currency ?? context.currency

/** An amount of the book's money or the field's own, stored as an integer of its smallest unit (cents). */
export const moneyField: FieldType = {
  align: 'end',
  show(cell, field, context) {
    const digits = currencyDigits(currencyOf(field, context))
    const minor = cellToPlainNumber(cell)
    const amount = minor === null ? null : minorToAmount(minor, digits)
    if (amount === null) return showAnyCell(cell, context)
    // the same number of decimals in every cell keeps the column on its decimal sign
    return formatPlainNumber(amount, context.locale, { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 6) })
  },
  toText(cell, field, context) {
    const minor = cellToPlainNumber(cell)
    const amount = minor === null ? null : minorToAmount(minor, currencyDigits(currencyOf(field, context)))
    return amount === null ? cellToPlainText(cell) : numberToEditText(amount, context.locale)
  },
  parse(text, field, context) {
    const currency = currencyOf(field, context)
    const digits = currencyDigits(currency)
    const bare = text.replaceAll(currencySign(currency, context.locale), '').replace(new RegExp(`\\b${currency}\\b`, 'i'), '')
    const plain = readNumberText(bare, context.locale)
    const parts = plain === null ? null : /^(-?)([0-9]+)(?:\.([0-9]+?)0*)?$/.exec(plain)
    if (!parts) {
      return fail({ code: 'notANumber', example: formatPlainNumber('1234.5', context.locale, { useGrouping: false, minimumFractionDigits: digits, maximumFractionDigits: digits }) })
    }
    const [, sign = '', whole = '', fraction = ''] = parts
    const kept = fraction === '0' ? '' : fraction
    if (kept.length > digits) return fail({ code: 'tooManyDecimals', digits, currency })
    return integerToCell(BigInt(`${sign}${whole}${kept.padEnd(digits, '0')}`))
  },
}
