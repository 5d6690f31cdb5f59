import { base64ToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { FieldDescription } from '../book/bookDescription'
import { isDate, isDateTime, momentOf } from '../book/calendar'
import { mendText } from '../restore/foreign/fieldProfile'
import { isDate as isIsoDate } from '../restore/foreign/dateText'
import type { ForeignValue } from '../restore/foreign/foreignSource'
import { isExactReal } from '../restore/foreign/numberText'
import { isoMoment, numberDigits, type WrittenForms } from './writtenForms'

/** What values are read as. */
export interface ReadAs {
  readonly kind: FieldDescription['kind']
  readonly choices: readonly string[]
  /** A reference to a key that is a whole number. */
  readonly toWholeReference: boolean
}

const YES = new Set(['yes', 'y', 'true', 't', '1', 'x', '✓', '✔', 'ja', 'j', 'oui', 'sí', 'si', 'sim', 'wahr', 'vrai', 'on'])
const NO = new Set(['no', 'n', 'false', 'f', '0', 'nein', 'non', 'não', 'falsch', 'faux', 'off'])

/** The apostrophe that keeps a spreadsheet from running a text belongs to the file, not to the text. */
const unescaped = (text: string) => text.replace(/^'(?='*[=+\-@\t\r\0])/, '')

/** A value of a file as the text it is written with. */
export function valueToText(value: Exclude<ForeignValue, null>): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if ('number' in value) return value.number
  return 'json' in value ? value.json : value.moment.replace(/ 00:00:00$/, '')
}

/** Whether there is nothing in a place of a file: no value, or a text of blanks. */
export const isNothing = (value: ForeignValue | undefined): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

function digitsOf(value: Exclude<ForeignValue, null>, forms: WrittenForms): string | null {
  if (typeof value === 'boolean' || (typeof value === 'object' && !('number' in value))) return null
  return typeof value === 'string' ? numberDigits(value, forms) : numberDigits(value.number, { decimal: '.' })
}

/** Plain digits without an exponent; null when there would be too many of them. */
function withoutExponent(digits: string): string | null {
  const [mantissa = '', exponent] = digits.split(/[eE]/)
  if (exponent === undefined) return digits
  const move = Number(exponent)
  if (Math.abs(move) > 40) return null
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.')
  const all = whole + fraction
  const point = whole.length + move
  const padded = point <= 0 ? all.padStart(all.length - point + 1, '0') : all.padEnd(point, '0')
  const at = Math.max(point, 1)
  return `${sign}${padded.slice(0, at)}${padded.length > at ? `.${padded.slice(at)}` : ''}`
}

/** Digits times ten to the `places` where that is a whole number of 64 bits. */
function wholeCell(digits: string | null, places: number): Cell | undefined {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec((digits && withoutExponent(digits)) ?? '')
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(places))) return undefined
  const big = BigInt(sign + whole + fraction.slice(0, places).padEnd(places, '0'))
  if (BigInt.asIntN(64, big) !== big) return undefined
  const value = Number(big)
  return Number.isSafeInteger(value) ? value + 0 : { i: String(big) }
}

function realCell(digits: string | null): Cell | undefined {
  if (digits === null) return undefined
  const value = Number(digits)
  if (!Number.isFinite(value)) return undefined
  if (!Number.isInteger(value)) return value
  return Number.isSafeInteger(value) || isExactReal(digits) ? { r: /^-?[0-9]+$/.test(String(value)) ? `${value}.0` : String(value) } : undefined
}

function readMoment(value: Exclude<ForeignValue, null>, forms: WrittenForms): string | null {
  if (typeof value === 'string') return isoMoment(value, forms)
  return typeof value === 'object' && 'moment' in value ? value.moment.replace(/ 00:00:00$/, '').replace(/:00$/, '').replace(' ', 'T') : null
}

function dateCell(moment: string | null): Cell | undefined {
  if (moment === null) return undefined
  if (isDate(moment)) return moment
  // a time of day other than midnight would be lost
  return isDateTime(moment) && /^T00:00(:00(\.0+)?)?$/.test(moment.slice(10)) ? moment.slice(0, 10) : undefined
}

function dateTimeCell(value: Exclude<ForeignValue, null>, forms: WrittenForms): Cell | undefined {
  // what is a moment already stays as it is written
  if (typeof value === 'string' && isDateTime(value)) return value
  const moment = readMoment(value, forms)
  if (moment === null) return undefined
  if (isDate(moment)) return momentOf(moment, '00:00')
  if (!isDateTime(moment)) return undefined
  // with a zone it is told as it is written
  return /^.{10}T.{5}(:.{2}(\.\d+)?)?$/.test(moment) ? momentOf(moment.slice(0, 10), moment.slice(11)) : moment
}

function yesNoCell(value: Exclude<ForeignValue, null>): Cell | undefined {
  const text = valueToText(value).trim().toLowerCase()
  return YES.has(text) ? 1 : NO.has(text) ? 0 : undefined
}

function choiceCell(text: string, choices: readonly string[]): Cell | undefined {
  if (choices.includes(text)) return text
  const wanted = text.trim().toLowerCase()
  const alike = choices.filter((choice) => choice.trim().toLowerCase() === wanted)
  return alike.length === 1 ? alike[0] : undefined
}

/**
 * A value of a file as a field of a kind holds it: NULL where there is nothing, undefined where it cannot be told
 * without loss. Money is in the smallest units, with `digits` after the point in the file.
 */
export function readValue(value: ForeignValue | undefined, { kind, choices, toWholeReference }: ReadAs, forms: WrittenForms, digits: number): Cell | undefined {
  if (value === undefined || value === null || value === '') return null
  const isText = kind === 'text' || kind === 'long-text' || kind === 'choice'
  if (!isText && isNothing(value)) return null
  switch (kind) {
    case 'text':
    case 'long-text':
      return mendText(unescaped(valueToText(value)))
    case 'choice':
      return isNothing(value) ? null : choiceCell(unescaped(valueToText(value)), choices)
    case 'whole-number':
      return wholeCell(digitsOf(value, forms), 0)
    case 'decimal':
      return realCell(digitsOf(value, forms))
    case 'money':
      return wholeCell(digitsOf(value, forms), digits)
    case 'yes-no':
      return yesNoCell(value)
    case 'date':
      if (typeof value === 'string' && isIsoDate(value) && value >= '0001') return value
      return dateCell(readMoment(value, forms))
    case 'date-time':
      return dateTimeCell(value, forms)
    case 'reference':
      return toWholeReference ? wholeCell(digitsOf(value, { ...forms, decimal: '.' }), 0) : mendText(unescaped(valueToText(value)))
    case 'file': {
      const bytes = typeof value === 'string' ? base64ToBytes(value) : null
      return bytes ? { b: value as string } : undefined
    }
  }
}
