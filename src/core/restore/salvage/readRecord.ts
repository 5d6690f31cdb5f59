import type { BoundValue, SqlCast } from '../../base/cell'
import type { TextEncoding } from './damagedPages'
import type { Blank } from './readCell'
import { readVarint, toWhole, varintLength, type Whole } from './varint'

/** A record as it is bound: its values and the casts that keep them exactly what they were. */
export interface RawRecord {
  readonly values: BoundValue[]
  readonly casts: SqlCast[]
}

const WIDTHS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

/** Bytes that a value of this serial type takes; null for the types that no file has. https://sqlite.org/fileformat2.html#record_format */
function serialWidth(type: Whole): number | null {
  if (typeof type !== 'number' || type < 0 || type === 10 || type === 11) return null
  return type < 12 ? (WIDTHS[type] ?? 0) : Math.floor((type - 12) / 2)
}

/** The way to bind a whole number so that all its digits stay. */
export function bindWhole(whole: Whole): { value: BoundValue; cast: SqlCast } {
  if (typeof whole === 'bigint') return { value: String(whole), cast: 'INTEGER' }
  return { value: whole, cast: whole === (whole | 0) ? 'none' : 'INTEGER' }
}

function readInteger(bytes: Uint8Array, at: number, width: number): Whole {
  if (width <= 6) {
    let value = (bytes[at] ?? 0) << 24 >> 24
    for (let i = 1; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0)
    return value
  }
  return toWhole(new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigInt64(0))
}

const decoders = { 'utf-16le': new TextDecoder('utf-16le', { ignoreBOM: true }), 'utf-16be': new TextDecoder('utf-16be', { ignoreBOM: true }) }

/** Whether what lies in a blank sector can only be what a torn write left: blobs alone may be blank. */
function isTorn(blanks: readonly Blank[], from: number, to: number): boolean {
  return blanks.some((blank) => blank.from < to && from < blank.to)
}

/** How long the record at `at` is by its own account of its values; null where that makes no sense. */
export function measureRecord(bytes: Uint8Array, at: number, end: number): number | null {
  const headerSize = readVarint(bytes, at)
  if (typeof headerSize !== 'number' || headerSize < 2 || at + headerSize > end) return null
  let length = headerSize
  let next = at + varintLength(bytes, at)
  while (next < at + headerSize) {
    const width = serialWidth(readVarint(bytes, next))
    if (width === null) return null
    length += width
    next += varintLength(bytes, next)
  }
  return next === at + headerSize && at + length <= end ? length : null
}

/**
 * Reads a record from its payload. Null where it is none: SQLite always writes a payload that ends exactly where its
 * last value does, so anything else was damaged.
 */
export function readRecord(payload: Uint8Array, encoding: TextEncoding, blanks: readonly Blank[] = []): RawRecord | null {
  const headerSize = readVarint(payload, 0)
  let at = varintLength(payload, 0)
  if (typeof headerSize !== 'number' || headerSize < 2 || headerSize > payload.length) return null
  const types: number[] = []
  let length = headerSize
  while (at < headerSize) {
    const type = readVarint(payload, at)
    const width = serialWidth(type)
    if (width === null) return null
    at += varintLength(payload, at)
    types.push(Number(type))
    length += width
  }
  if (at !== headerSize || length !== payload.length || isTorn(blanks, 0, headerSize)) return null
  const values: BoundValue[] = []
  const casts: SqlCast[] = []
  for (const type of types) {
    const width = serialWidth(type) ?? 0
    const isBlob = type >= 12 && type % 2 === 0
    if (!isBlob && width > 0 && blanks.length > 0 && isTorn(blanks, at, at + width)) return null
    let value: BoundValue = null
    let cast: SqlCast = 'none'
    if (type === 8 || type === 9) value = type - 8
    else if (type === 7) {
      const real = new DataView(payload.buffer, payload.byteOffset + at, 8).getFloat64(0)
      if (!Number.isNaN(real)) {
        value = real
        cast = 'REAL'
      }
    } else if (type >= 1 && type <= 6) ({ value, cast } = bindWhole(readInteger(payload, at, width)))
    else if (isBlob) value = payload.subarray(at, at + width)
    else if (type >= 13) {
      if (encoding === 'utf-8') {
        // its bytes, whatever they are: SQLite keeps them as they come
        value = payload.subarray(at, at + width)
        cast = 'TEXT'
      } else value = decoders[encoding].decode(payload.subarray(at, at + width))
    }
    values.push(value)
    casts.push(cast)
    at += width
  }
  return { values, casts }
}
