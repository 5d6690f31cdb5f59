import type { BoundValue } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SqlDatabase } from '../sqlEngine'

/** The rowids of records in some order: four bytes each where that is enough. */
export type RecordOrder = Int32Array | Float64Array

const COMMA = 44
const MINUS = 45
const ZERO = 48

/** Whole numbers with commas between them, in ASCII; null when one of them is beyond 53 bits. */
export function parseNumbers(text: Uint8Array): RecordOrder | null {
  if (text.length === 0) return new Int32Array(0)
  let count = 1
  for (const byte of text) if (byte === COMMA) count++
  const numbers = new Float64Array(count)
  let place = 0
  let value = 0
  let sign = 1
  let isSmall = true
  const store = () => {
    if (!Number.isSafeInteger(value)) return false
    if (value > 0x7fffffff) isSmall = false
    numbers[place++] = sign * value
    value = 0
    sign = 1
    return true
  }
  for (const byte of text) {
    if (byte === COMMA) {
      if (!store()) return null
    } else if (byte === MINUS) sign = -1
    else value = value * 10 + byte - ZERO
  }
  if (!store()) return null
  return isSmall ? Int32Array.from(numbers) : numbers
}

/**
 * Rowids of a table's records, in one text, which is by far the quickest way out of SQLite. `rest` is what stands after
 * the table's name; null when one of them is beyond 53 bits.
 */
export function readOrder(db: SqlDatabase, table: string, key: string, rest: string, params: readonly BoundValue[]): RecordOrder | null {
  const [row] = db.rows(`WITH "_nightsafe_order"(k) AS (SELECT ${key} FROM ${quoteIdentifier(table)} ${rest}) SELECT CAST(group_concat(k) AS BLOB) FROM "_nightsafe_order"`, params)
  const text = row?.[0]
  return text instanceof Uint8Array ? parseNumbers(text) : new Int32Array(0)
}
