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
/** SQLite walks over what is left out of a window: this many records take no time worth mentioning. */
export const NEAR = 10_000

/** Which records a query asks for, whatever was asked. */
export const windowOf = (query: Pick<RowQuery, 'from' | 'count'>) => ({
  from: clampWhole(query.from, Number.MAX_SAFE_INTEGER),
  count: clampWhole(query.count, MAX_WINDOW),
})

/** Whether a query asks for all records of a table in the order of their keys. */
export function isPlainQuery({ search, sort, filter }: RowQuery): boolean {
  return search === '' && sort.length === 0 && (!filter || filter.conditions.length + (filter.also?.length ?? 0) === 0)
}

/** Some records with their keys; `rest` of the statement from WHERE on. */
export function readKeyedRows(db: SqlDatabase, table: KeyedTable, rest: string, params: readonly BoundValue[]): RecordRow[] {
  const key = keySql(table)
  const expressions = [...key, ...table.fields.map((field) => quoteIdentifier(field.name))]
  const cells: Cell[][] = readCells(db, expressions, { rest: `FROM ${quoteIdentifier(table.name)} ${rest}`, params, blobLimit: WINDOW_BLOB_BYTES, whole: key.length })
  return cells.map((row) => ({ key: row.slice(0, key.length), cells: row.slice(key.length) }))
}

/** A window near the first records of a table in the order of their keys; null elsewhere, and where there are no keys. */
export function readFirstRows(db: SqlDatabase, table: KeyedTable, query: Pick<RowQuery, 'from' | 'count'>): RecordRow[] | null {
  const { from, count } = windowOf(query)
  const key = keySql(table)
  return from > NEAR || key.length === 0 ? null : readKeyedRows(db, table, `ORDER BY ${key.join(', ')} LIMIT ${count} OFFSET ${from}`, [])
}
