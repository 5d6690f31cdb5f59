import { cellToBound, type BoundValue, type Cell } from '../base/cell'
import { clampWhole } from '../base/clampWhole'
import type { Failure } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { fail, ok, type Result } from '../base/result'
import type { RecordKey, RecordRow } from './bookDescription'
import { keySql, type KeyedTable } from './keyedTable'
import { readCells } from './readCells'
import { sqlAnswer } from './sqlAnswer'
import type { SqlDatabase } from './sqlEngine'

/** SQL condition that a record has this key, with its values; null when the key does not fit the table. */
export function keyCondition(table: KeyedTable, key: RecordKey): { sql: string; params: BoundValue[] } | null {
  const parts = keySql(table)
  if (parts.length === 0 || parts.length !== key.length) return null
  const bound = key.map(cellToBound)
  const params: BoundValue[] = []
  const terms = parts.map((part, i) => {
    const one = bound[i]
    if (!one) return null
    params.push(one.value)
    return `${part} IS ${one.cast === 'none' ? '?' : `CAST(? AS ${one.cast})`}`
  })
  return terms.includes(null) ? null : { sql: terms.join(' AND '), params }
}

/** The cells of some fields of one record, whole; null when there is no such record. */
export function readFields(db: SqlDatabase, table: KeyedTable, key: RecordKey, fields: readonly string[]): Cell[] | null {
  const condition = keyCondition(table, key)
  if (!condition) return null
  const source = `FROM ${quoteIdentifier(table.name)} WHERE ${condition.sql}`
  return readCells(db, fields.map(quoteIdentifier), { rest: source, params: condition.params, blobLimit: null })[0] ?? null
}

/** One record with all its cells whole. A record of a view is looked up by its place. */
export function readRecord(db: SqlDatabase, table: KeyedTable, key: RecordKey): Result<RecordRow, Failure> {
  const fields = table.fields.map((field) => field.name)
  return sqlAnswer(() => {
    const [place] = key
    const cells =
      table.tableKey.type !== 'none'
        ? readFields(db, table, key, fields)
        : typeof place === 'number'
          ? readCells(db, fields.map(quoteIdentifier), { rest: `FROM ${quoteIdentifier(table.name)} LIMIT 1 OFFSET ${clampWhole(place, Number.MAX_SAFE_INTEGER)}`, params: [], blobLimit: null })[0]
          : null
    return cells ? ok({ key, cells }) : fail({ type: 'RecordNotFound', table: table.name })
  })
}
