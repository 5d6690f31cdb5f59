import type { BoundValue, Cell } from '../base/cell'
import { clampWhole } from '../base/clampWhole'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { RecordRow, RowQuery } from './bookDescription'
import { keySql, type KeyedTable } from './keyedTable'
import { readCells } from './readCells'
import { WINDOW_BLOB_BYTES } from './rowJson'
import type { SqlDatabase } from './sqlEngine'

/** No window is larger than this. */
const MAX_WINDOW = 10_000
/** SQLite walks over what is left out of a window; more than this many records take their time. */
const NEAR = 10_000

/** Which records a query asks for, whatever was asked. */
export const windowOf = (query: Pick<RowQuery, 'from' | 'count'>) => ({
  from: clampWhole(query.from, Number.MAX_SAFE_INTEGER),
  count: clampWhole(query.count, MAX_WINDOW),
})

/** Whether a query asks for all records of a table in the order of their keys. */
export function isPlainQuery({ search, sort, filter }: RowQuery): boolean {
  return search === '' && sort.length === 0 && (!filter || filter.conditions.length === 0)
}

/** Some records with their keys; `rest` of the statement from WHERE on. */
export function readKeyedRows(db: SqlDatabase, table: KeyedTable, rest: string, params: readonly BoundValue[]): RecordRow[] {
  const key = keySql(table)
  const expressions = [...key, ...table.fields.map((field) => quoteIdentifier(field.name))]
  const cells: Cell[][] = readCells(db, expressions, { rest: `FROM ${quoteIdentifier(table.name)} ${rest}`, params, blobLimit: WINDOW_BLOB_BYTES })
  return cells.map((row) => ({ key: row.slice(0, key.length), cells: row.slice(key.length) }))
}

/**
 * A window of all records of a table in the order of their keys, where it can be had without walking over many others:
 * near either end, or anywhere while no number is missing between the first rowid and the last. Null otherwise, and
 * for what has no keys. `table.records` must be known.
 */
export function readPlainRows(db: SqlDatabase, table: KeyedTable, query: Pick<RowQuery, 'from' | 'count'>): RecordRow[] | null {
  const { tableKey, records } = table
  if (tableKey.type === 'none' || records === null) return null
  const { from, count: asked } = windowOf(query)
  const count = Math.min(asked, Math.max(records - from, 0))
  const key = keySql(table)
  if (from <= NEAR) return readKeyedRows(db, table, `ORDER BY ${key.join(', ')} LIMIT ${count} OFFSET ${from}`, [])
  const after = Math.max(records - from - count, 0)
  if (after <= NEAR) {
    const backwards = key.map((part) => `${part} DESC`).join(', ')
    return readKeyedRows(db, table, `ORDER BY ${backwards} LIMIT ${count} OFFSET ${after}`, []).reverse()
  }
  if (tableKey.type !== 'rowid') return null
  const [first, last] = db.rows(`SELECT (SELECT min(${tableKey.sql}) FROM ${quoteIdentifier(table.name)}), (SELECT max(${tableKey.sql}) FROM ${quoteIdentifier(table.name)})`)[0] ?? []
  if (typeof first !== 'number' || typeof last !== 'number' || last - first + 1 !== records || !Number.isSafeInteger(last) || !Number.isSafeInteger(first)) return null
  return readKeyedRows(db, table, `WHERE ${tableKey.sql} >= ${first + from} ORDER BY ${tableKey.sql} LIMIT ${count}`, [])
}
