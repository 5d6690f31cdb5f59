import { bytesToBase64, bytesToText, hexToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { SqlRow } from './sqlEngine'

/** SQLite takes at most 1000 arguments for a function. */
const ARRAY_LENGTH = 500

/** Blobs above this many bytes come empty in a window. */
export const WINDOW_BLOB_BYTES = 1024

/**
 * SQL that gives a value as JSON, nearly a cell (https://sqlite.org/json1.html): blobs come as hex, reals as numbers
 * under their tag. `exact` gives text as hex too, for text that is not well-formed UTF-8.
 */
function cellSql(c: string, exact: boolean, blobLimit: number | null): string {
  const blob = blobLimit === null ? `hex(${c})` : `CASE WHEN length(${c}) > ${blobLimit} THEN '' ELSE hex(${c}) END`
  return (
    `CASE typeof(${c}) WHEN 'integer' THEN CASE WHEN ${c} BETWEEN -9007199254740991 AND 9007199254740991 THEN ${c} ` +
    `ELSE json_object('i', CAST(${c} AS TEXT)) END WHEN 'real' THEN json_object('r', ${c}) WHEN 'blob' THEN json_object('b', ${blob}) ` +
    `${exact ? `WHEN 'text' THEN json_object('x', hex(${c})) ` : ''}ELSE ${c} END`
  )
}

/**
 * SQL of a result row that `readRowJson` reads: the values as JSON arrays, in bytes so that bad UTF-8 shows. The first
 * `whole` of them, such as a key, come without regard to the limit.
 */
export function rowJsonSql(expressions: readonly string[], options: { exact: boolean; blobLimit: number | null; whole?: number }): string {
  const arrays: string[] = []
  for (let i = 0; i < expressions.length; i += ARRAY_LENGTH) {
    const cells = expressions.slice(i, i + ARRAY_LENGTH).map((c, at) => cellSql(c, options.exact, i + at < (options.whole ?? 0) ? null : options.blobLimit))
    arrays.push(`CAST(json_array(${cells.join(', ')}) AS BLOB)`)
  }
  return arrays.length === 0 ? `CAST('[]' AS BLOB)` : arrays.join(', ')
}

/** Many rows at once as one JSON array in bytes, for `readRowsJson`; null where a row is too long for that. */
export function rowsJsonSql(expressions: readonly string[], options: { exact: boolean; blobLimit: number | null }): string | null {
  if (expressions.length > ARRAY_LENGTH) return null
  return `CAST(json_group_array(json_array(${expressions.map((c) => cellSql(c, options.exact, options.blobLimit)).join(', ')})) AS BLOB)`
}

/** A real as a cell: tagged when a reader could take it for an integer. */
function realToCell(value: number): Cell {
  if (value === 0) return { r: '0.0' }
  if (Number.isFinite(value) && !Number.isInteger(value)) return value
  const text = String(value)
  return { r: /^-?[0-9]+$/.test(text) ? `${text}.0` : text }
}

function textToCell(hex: string): Cell {
  const bytes = hexToBytes(hex)
  if (!bytes) throw new TypeError('hex() gives digits')
  return bytesToText(bytes) ?? { x: bytesToBase64(bytes) }
}

function jsonToCell(value: unknown): Cell {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  const tagged = value as { i?: string; r?: number; b?: string; x?: string }
  if (tagged.i !== undefined) return { i: tagged.i }
  if (tagged.r !== undefined) return realToCell(tagged.r)
  if (tagged.x !== undefined) return textToCell(tagged.x)
  const bytes = hexToBytes(tagged.b ?? '')
  if (!bytes) throw new TypeError('hex() gives digits')
  return { b: bytesToBase64(bytes) }
}

/** The cells of a row of `rowJsonSql`; null when a text in it is not well-formed UTF-8: read it again with `exact`. */
export function readRowJson(row: SqlRow): Cell[] | null {
  const cells: Cell[] = []
  for (const part of row) {
    const text = part instanceof Uint8Array ? bytesToText(part) : null
    if (text === null) return null
    for (const value of JSON.parse(text) as unknown[]) cells.push(jsonToCell(value))
  }
  return cells
}

/** The cells of the rows of `rowsJsonSql`; null when a text in them is not well-formed UTF-8: read them again with `exact`. */
export function readRowsJson(row: SqlRow): Cell[][] | null {
  const [part] = row
  const text = part instanceof Uint8Array ? bytesToText(part) : null
  return text === null ? null : (JSON.parse(text) as unknown[][]).map((values) => values.map(jsonToCell))
}
