import { base64ToBytes } from './bytes'

/**
 * One SQLite value in the only form in which values travel: to the screen, into a JSON backup, into a digest
 * and from book to book. What JSON can say exactly is said plainly, the rest is tagged:
 *
 * | SQLite                                        | cell                            |
 * |-----------------------------------------------|---------------------------------|
 * | NULL                                          | `null`                          |
 * | INTEGER within ±(2^53-1)                      | number (integral)               |
 * | INTEGER beyond                                | `{i: "9007199254740993"}`       |
 * | REAL                                          | number that is no safe integer  |
 * | REAL with an integral value, or infinite      | `{r: "2.0"}`, `{r: "Infinity"}` |
 * | TEXT, well-formed UTF-8                       | string                          |
 * | TEXT, anything else                           | `{x: "<base64>"}`               |
 * | BLOB                                          | `{b: "<base64>"}`               |
 */
export type Cell = null | number | string | { readonly i: string } | { readonly r: string } | { readonly b: string } | { readonly x: string }

/** The values that a record is bound or read with, before or after SQL casts; see `sqlValue`. */
export type BoundValue = null | number | string | Uint8Array

/** How a bound value must be cast in SQL so that the database stores exactly what the cell says. */
export type SqlCast = 'none' | 'INTEGER' | 'REAL' | 'TEXT'

const INTEGER = /^-?(0|[1-9][0-9]{0,18})$/
const REAL = /^-?(Infinity|[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?)$/
const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/**
 * The value to bind for a cell and the cast that its SQL parameter needs: sql.js binds integers beyond 32 bits as
 * reals or text and integral reals as integers, so those are cast. Null when `value` is not a well-formed cell
 * (hostile JSON gets here).
 */
export function cellToBound(value: unknown): { value: BoundValue; cast: SqlCast } | null {
  if (value === null || typeof value === 'string') return { value, cast: 'none' }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null
    if (!Number.isSafeInteger(value)) return { value, cast: 'REAL' }
    // sql.js binds whole numbers beyond 32 bits as reals
    return { value: value === 0 ? 0 : value, cast: value === (value | 0) ? 'none' : 'INTEGER' }
  }
  if (typeof value !== 'object' || Array.isArray(value)) return null
  const keys = Object.keys(value)
  const tag = keys[0]
  if (keys.length !== 1 || tag === undefined) return null
  const text = (value as Record<string, unknown>)[tag]
  if (typeof text !== 'string') return null
  if (tag === 'i') {
    if (!INTEGER.test(text)) return null
    const integer = BigInt(text)
    return integer < INT64_MIN || integer > INT64_MAX ? null : { value: text, cast: 'INTEGER' }
  }
  if (tag === 'r') {
    if (!REAL.test(text)) return null
    // read here and not by SQLite, whose own reading of long decimals is not exact to the last bit
    return { value: Number(text), cast: 'REAL' }
  }
  if (tag !== 'b' && tag !== 'x') return null
  const bytes = base64ToBytes(text)
  return bytes && { value: bytes, cast: tag === 'x' ? 'TEXT' : 'none' }
}

/** Whether two cells are the same SQLite value. */
export function equalCells(a: Cell, b: Cell): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
}
