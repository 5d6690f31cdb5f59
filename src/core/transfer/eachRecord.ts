import type { Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { ok, type Result } from '../base/result'
import type { FieldDescription } from '../book/bookDescription'
import { findField, findTable, type BookShape, type KeyedTable } from '../book/keyedTable'
import { orderSql } from '../book/query/orderSql'
import { whereSql, type SearchedBook } from '../book/query/searchSql'
import { readRowJson, rowJsonSql } from '../book/rowJson'
import type { SqlDatabase } from '../book/sqlEngine'
import type { ExportQuery } from './exportQuery'

/** The records of a query, open to be read. */
export interface OpenRecords {
  readonly table: KeyedTable
  readonly fields: readonly FieldDescription[]
  readonly count: number
  /** Each record once, its cells in the order of `fields`. Throws `SqlError` where a view cannot be read. */
  read(): Generator<Cell[]>
}

/** Finds the records of a query, in a book of that currency; fields that are not there any more are passed over. Fails with `TableNotFound` and `FieldNotFound` (a sort). Throws `SqlError` for a broken view. */
export function openRecords(db: SqlDatabase, shape: BookShape, query: ExportQuery, currency: SearchedBook['currency']): Result<OpenRecords, Failure> {
  const found = findTable(shape, query.table)
  if (!found.ok) return found
  const table = found.value
  const fields = query.fields.flatMap((name) => {
    const field = findField(table, name)
    return field.ok ? [field.value] : []
  })
  const order = orderSql(table, query.sort)
  if (!order.ok) return order
  const where = whereSql(db, table, query, { tables: shape.tables, currency })
  const from = `FROM ${quoteIdentifier(table.name)} ${where.sql}`
  const count = Number(db.rows(`SELECT count(*) ${from}`, where.params)[0]?.[0] ?? 0)
  const columns = fields.map(({ name }) => quoteIdentifier(name))
  const select = (exact: boolean) => {
    const statement = db.prepare(`SELECT ${rowJsonSql(columns, { exact, blobLimit: null })} ${from} ${order.value}`)
    statement.bind(where.params)
    return statement
  }
  function* read(): Generator<Cell[]> {
    let exact = false
    let statement = select(exact)
    try {
      for (let done = 0, row = statement.next(); row; row = statement.next()) {
        const cells = readRowJson(row)
        if (cells) {
          done++
          yield cells
          continue
        }
        // text that is not well-formed UTF-8: from this record on everything is read the slow way
        exact = true
        statement.free()
        statement = select(exact)
        for (let i = 0; i < done; i++) statement.next()
      }
    } finally {
      statement.free()
    }
  }
  return ok({ table, fields, count, read })
}
