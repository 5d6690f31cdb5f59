import type { Failure, FailureOf } from '../base/failure'
import { clampWhole } from '../base/clampWhole'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { fail, ok, type Result } from '../base/result'
import type { RecordRow, RowQuery, RowWindow } from './bookDescription'
import { findField, keySql, type KeyedTable } from './keyedTable'
import { ignoresCase } from './query/filterSql'
import { whereSql } from './query/searchSql'
import { readCells } from './readCells'
import { WINDOW_BLOB_BYTES } from './rowJson'
import { createTotals, type Totals } from './rowTotals'
import { SqlError, type SqlDatabase } from './sqlEngine'

export { createTotals } from './rowTotals'
export { keyCondition, readFields, readRecord } from './readRecord'

/** No window is larger than this. */
const MAX_WINDOW = 10_000

function orderSql(table: KeyedTable, sort: RowQuery['sort']): Result<string, FailureOf<'FieldNotFound'>> {
  const terms: string[] = []
  for (const { field: name, descending } of sort) {
    const found = findField(table, name)
    if (!found.ok) return found
    const { kind } = found.value
    terms.push(`${quoteIdentifier(found.value.name)}${ignoresCase(kind) ? ' COLLATE NOCASE' : ''} ${descending ? 'DESC' : 'ASC'} NULLS LAST`)
  }
  terms.push(...keySql(table))
  return ok(terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`)
}

/**
 * A window of records in the order asked for: NULLs last, text without regard to case, ties by key. Blobs above
 * 1 KB come as `{b: ''}`; `readRecord` gives them whole. A record of a view is keyed by its place.
 * The first window sorted by key reads no more than that window. `totals` spares counting again what has not changed;
 * `table.records` is taken as the total of all records when it is known. Fails with `SqlFailed` for a broken view.
 */
export function readRows(db: SqlDatabase, table: KeyedTable, query: RowQuery, totals: Totals = createTotals()): Result<RowWindow, Failure> {
  const order = orderSql(table, query.sort)
  if (!order.ok) return order
  const from = clampWhole(query.from, Number.MAX_SAFE_INTEGER)
  const count = clampWhole(query.count, MAX_WINDOW)
  const condition = whereSql(table, query)
  const source = `FROM ${quoteIdentifier(table.name)} ${condition.sql}`
  const key = keySql(table)
  const expressions = [...key, ...table.fields.map((field) => quoteIdentifier(field.name))]
  try {
    const cells = readCells(db, expressions, { rest: `${source} ${order.value} LIMIT ${count} OFFSET ${from}`, params: condition.params, blobLimit: WINDOW_BLOB_BYTES })
    const rows = cells.map((row, i): RecordRow => ({ key: key.length === 0 ? [from + i] : row.slice(0, key.length), cells: row.slice(key.length) }))
    const total =
      condition.sql === '' && table.records !== null
        ? table.records
        : totals.of(table.name, JSON.stringify(condition), () => Number(db.rows(`SELECT count(*) ${source}`, condition.params)[0]?.[0] ?? 0))
    return ok({ rows, total })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  }
}
