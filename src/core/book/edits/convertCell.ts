import type { Cell } from '../../base/cell'
import type { FieldDescription, FieldKind } from '../bookDescription'
import { isDate, isDateTime, momentOf } from '../calendar'
import { fitsKind } from './checkValue'

/** What values are converted from and to. */
export interface Conversion {
  readonly from: FieldKind
  readonly to: Pick<FieldDescription, 'kind' | 'choices'>
  /** Whether a reference points to whole numbers. */
  readonly toWholeReference: boolean
  /** What choices are called from now on, by what they were called. */
  readonly renamedChoices?: Readonly<Record<string, string>>
  /** Digits that the book's money has after the decimal point. */
  readonly digits: number
}

const YES = new Set(['1', 'yes', 'true'])
const NO = new Set(['0', 'no', 'false'])

/** A number as plain decimal digits, money in whole units; null when the cell is no number of that form. */
function decimalText(cell: Cell, from: FieldKind, digits: number): string | null {
  const text = typeof cell === 'number' || typeof cell === 'string' ? String(cell).trim() : cell && 'i' in cell ? cell.i : cell && 'r' in cell ? cell.r : ''
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return null
  if (from !== 'money' || typeof cell === 'string') return text
  const [, sign = '', whole = ''] = match
  const padded = whole.padStart(digits + 1, '0')
  return `${sign}${padded.slice(0, padded.length - digits)}${digits === 0 ? '' : `.${padded.slice(-digits)}`}`
}

/** A decimal text times ten to the `digits`, if that is a whole number. */
function wholeOf(decimal: string | null, digits: number): Cell | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal ?? '')
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(digits))) return undefined
  const big = BigInt(sign + whole + fraction.slice(0, digits).padEnd(digits, '0'))
  if (BigInt.asIntN(64, big) !== big) return undefined
  const value = Number(big)
  return Number.isSafeInteger(value) ? value : { i: String(big) }
}

function toText(cell: Cell, from: FieldKind, digits: number): Cell | undefined {
  if (typeof cell === 'string') return cell
  if (from === 'money') return decimalText(cell, from, digits) ?? undefined
  if (typeof cell === 'number') return String(cell)
  if (cell && 'i' in cell) return cell.i
  if (cell && 'r' in cell) return String(Number(cell.r))
  return cell && 'x' in cell ? cell : undefined
}

function toYesNo(cell: Cell): Cell | undefined {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim().toLowerCase() : ''
  return YES.has(text) ? 1 : NO.has(text) ? 0 : undefined
}

function toDate(cell: Cell): Cell | undefined {
  if (typeof cell !== 'string') return undefined
  const text = cell.trim()
  // a time of day other than midnight would be lost
  return isDate(text) ? text : isDateTime(text) && /^[T ]00:00(:00(\.0+)?)?$/.test(text.slice(10)) ? text.slice(0, 10) : undefined
}

function toDateTime(cell: Cell): Cell | undefined {
  if (typeof cell !== 'string') return undefined
  const text = cell.trim()
  return isDate(text) ? momentOf(text, '00:00') : isDateTime(text) ? text : undefined
}

function toDecimal(cell: Cell, from: FieldKind, digits: number): Cell | undefined {
  if (from !== 'money' && typeof cell !== 'string') return fitsKind(cell, { kind: 'decimal', choices: [] }) ? cell : undefined
  const text = decimalText(cell, from, digits)
  if (text === null) return undefined
  const value = Number(text)
  return Number.isInteger(value) ? { r: `${value}.0` } : value
}

/** A value as a field of another kind holds it, nothing lost; undefined when it cannot be. */
export function convertCell(cell: Cell, { from, to, toWholeReference, digits, renamedChoices }: Conversion): Cell | undefined {
  if (cell === null) return null
  switch (to.kind) {
    case 'text':
    case 'long-text':
      return toText(cell, from, digits)
    case 'choice': {
      const former = toText(cell, from, digits)
      const text = typeof former === 'string' && renamedChoices && Object.hasOwn(renamedChoices, former) ? renamedChoices[former] : former
      return typeof text === 'string' && to.choices.includes(text) ? text : undefined
    }
    case 'whole-number':
      return wholeOf(decimalText(cell, from, digits), 0)
    case 'decimal':
      return toDecimal(cell, from, digits)
    case 'money':
      return wholeOf(decimalText(cell, from, digits), digits)
    case 'yes-no':
      return toYesNo(cell)
    case 'date':
      return toDate(cell)
    case 'date-time':
      return toDateTime(cell)
    case 'reference':
      return toWholeReference ? wholeOf(decimalText(cell, from, digits), 0) : toText(cell, from, digits)
    case 'file':
      return fitsKind(cell, { kind: 'file', choices: [] }) ? cell : undefined
  }
}
