import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { RecordRow, RowQuery } from '../bookDescription'
import { keySql, type KeyedTable } from '../keyedTable'
import { NEAR, readFirstRows, readKeyedRows, windowOf } from '../readFirstRows'
import type { SqlDatabase } from '../sqlEngine'

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
  if (from <= NEAR) return readFirstRows(db, table, query)
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
