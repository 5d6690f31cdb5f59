import type { BoundValue } from '../../base/cell'
import { mendText, type PlannedType } from './fieldProfile'
import type { ForeignValue } from './foreignSource'

/** A whole number as it can be bound: plainly while it is short, else by its digits. */
function integerOf(digits: string): BoundValue {
  return digits.length < 10 ? Number(digits) || 0 : digits
}

/** An amount with up to two decimals as its whole number of minor units, digit by digit: `-12.5` gives -1250. */
export function amountToMinorUnits(text: string): BoundValue {
  const point = text.indexOf('.')
  if (point === -1) return integerOf(`${text}00`)
  return integerOf(text.slice(0, point) + text.slice(point + 1).padEnd(2, '0'))
}

/** The text of a value that goes into a field of texts. */
function textOf(value: Exclude<ForeignValue, null>): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if ('number' in value) return value.number
  return 'json' in value ? value.json : value.moment.replace(/ 00:00:00$/, '')
}

function flagOf(value: Exclude<ForeignValue, null>): string {
  return /^(true|yes|1)$/i.test(textOf(value)) ? '1' : '0'
}

/**
 * What to bind for a value in a field of the type that was planned for it. In a file of texts (`textual`) an empty text
 * is no value, except among texts.
 */
export function foreignToBound(value: ForeignValue | undefined, type: PlannedType, textual: boolean): BoundValue {
  if (value === undefined || value === null) return null
  if (textual && value === '' && type !== 'TEXT' && type !== 'LONGTEXT') return null
  switch (type) {
    case 'BOOLEAN': return flagOf(value)
    case 'MONEY_INTEGER': return amountToMinorUnits(textOf(value))
    // the platform rounds to the nearest double; SQLite's own reading of digits may be one unit off
    case 'REAL': return Number(textOf(value))
    case 'DATETIME': return typeof value === 'object' && 'moment' in value ? value.moment : textOf(value)
    case 'INTEGER': return integerOf(textOf(value))
    default: return mendText(textOf(value))
  }
}
