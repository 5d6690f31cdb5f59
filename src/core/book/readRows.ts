import type { Failure } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { ok, type Result } from '../base/result'
import type { RecordRow, RowQuery, RowWindow } from './bookDescription'
import { countRecords } from './describeBook'
import type { KeyedTable } from './keyedTable'
import { orderSql } from './query/orderSql'
import { readOrder, type RecordOrder } from './query/recordOrder'
import { readPlainRows } from './query/readPlainRows'
import { createRowMemory, type RowMemory } from './query/rowMemory'
import { whereSql, type SearchedBook, type Where } from './query/searchSql'
import { isWithin } from './query/searchText'
import { readCells } from './readCells'
import { isPlainQuery, readKeyedRows, windowOf } from './readFirstRows'
import { WINDOW_BLOB_BYTES } from './rowJson'
import { sqlAnswer } from './sqlAnswer'
import type { SqlDatabase } from './sqlEngine'

export { createRowMemory } from './query/rowMemory'

/** The first records of a sorted table are found without sorting all of it: so many at once. */
const HEAD = 1_000
/** Tables up to this size are sorted whole at once. */
const SMALL = 20_000

/** A query with the SQL that it comes to. */
interface Question {
  readonly db: SqlDatabase
  readonly table: KeyedTable
  readonly query: RowQuery
  readonly where: Where
  readonly order: string
  readonly memory: RowMemory
}

const keyOf = (row: RecordRow) => Number(row.key[0])

/** The records with these rowids, in this order. */
function readByKeys({ db, table }: Question, key: string, keys: RecordOrder): RecordRow[] {
  if (keys.length === 0) return []
  const rows = new Map(readKeyedRows(db, table, `WHERE ${key} IN (SELECT value FROM json_each(?))`, [`[${keys.join(',')}]`]).map((row) => [keyOf(row), row]))
  return [...keys].map((one) => rows.get(one)).filter((row) => row !== undefined)
}

/** Those that a longer search finds among what a shorter one found: no need to look through the others again. */
function searchOn({ db, table, query, where, order, memory }: Question, key: string): RecordOrder | null {
  if (query.search === '') return null
  const base = JSON.stringify([table.name, where.filter, order])
  const before = memory.search(base)
  const records = table.records ?? Number.POSITIVE_INFINITY
  let found: RecordOrder | null = null
  if (before && isWithin(where.search, before.search) && before.order.length < records / 8) {
    const among = `${where.sql} AND ${key} IN (SELECT value FROM json_each(?))`
    const left = readOrder(db, table.name, key, among, [...where.params, `[${before.order.join(',')}]`])
    const keys = left && new Set(left)
    found = keys && before.order.filter((one) => keys.has(one))
  }
  found ??= readOrder(db, table.name, key, `${where.sql} ${order}`, where.params)
  if (found) memory.rememberSearch(base, { search: where.search, order: found })
  return found
}

/** The fields that the order of a query depends on; null = all of them. */
function fieldsBehind(table: KeyedTable, { sort, search, filter }: RowQuery): string[] | null {
  const conditions = [...(filter?.conditions ?? []), ...(filter?.also ?? [])]
  const named = [...sort, ...conditions].flatMap((one) => ('other' in one ? [one.field, one.other] : [one.field]))
  const isCalculated = (name: string) => table.fields.some((field) => field.generated && field.name.toLowerCase() === name.toLowerCase())
  // a calculated field depends on who knows which others; ties are told by the key
  return search !== '' || named.some(isCalculated) ? null : [...named, ...table.fields.filter(({ key }) => key).map(({ name }) => name)]
}

/** A window out of the remembered order of the rowids that a query gives; null where rowids are too large to be kept. */
function readOrdered(question: Question, key: string): RowWindow | null {
  const { db, table, query, where, order, memory } = question
  const { from, count } = windowOf(query)
  const name = JSON.stringify([table.name, where.sql, where.params, order])
  let known = memory.order(name)
  const isEnough = known && (known.isWhole || from + count <= known.order.length)
  if (!isEnough) {
    const isHead = where.sql === '' && table.records !== null && table.records > SMALL && from + count <= HEAD
    const keys = isHead ? readOrder(db, table.name, key, `${order} LIMIT ${HEAD}`, []) : (searchOn(question, key) ?? readOrder(db, table.name, key, `${where.sql} ${order}`, where.params))
    if (!keys) return null
    known = { order: keys, isWhole: !isHead, behind: [{ table: table.name, fields: fieldsBehind(table, query) }, ...where.elsewhere] }
    memory.remember(name, known)
  }
  if (!known) return null
  const total = known.isWhole ? known.order.length : (table.records ?? known.order.length)
  return { rows: readByKeys(question, key, known.order.subarray(from, from + count)), total }
}

/** A window out of the statement itself, which sorts and searches anew each time: tables without rowids, and views. */
function readDirectly({ db, table, query, where, order, memory }: Question): RowWindow {
  const { from, count } = windowOf(query)
  const rest = `${where.sql} ${order} LIMIT ${count} OFFSET ${from}`
  const source = quoteIdentifier(table.name)
  const total = where.sql === '' && table.records !== null ? table.records : memory.total(JSON.stringify([table.name, where.sql, where.params]), () =>
    where.sql === '' ? countRecords(db, table.name) : Number(db.rows(`SELECT count(*) FROM ${source} ${where.sql}`, where.params)[0]?.[0] ?? 0),
  )
  if (table.tableKey.type !== 'none') return { rows: readKeyedRows(db, table, rest, where.params), total }
  const names = table.fields.map((field) => quoteIdentifier(field.name))
  const isPlain = isPlainQuery(query)
  // the place of a record is that among all of them, by which it can be read again
  const numbered = isPlain ? source : `(SELECT row_number() OVER () - 1 AS "_nightsafe_place", * FROM ${source})`
  const cells = readCells(db, isPlain ? names : [...names, '"_nightsafe_place"'], { rest: `FROM ${numbered} ${rest}`, params: where.params, blobLimit: WINDOW_BLOB_BYTES })
  return { rows: cells.map((row, i) => ({ key: [isPlain ? from + i : (row[names.length] ?? 0)], cells: row.slice(0, names.length) })), total }
}

/**
 * A window of records that pass a query, in its order: NULLs last, text without regard to case, ties by key. Blobs
 * above 1 KB come as `{b: ''}`; `readRecord` gives them whole. A record of a view is keyed by its place among all.
 * `memory` spares counting, searching and sorting again while the book is not changed; `table.records` is taken as the
 * number of all records when it is known. Fails with `FieldNotFound` for an unknown field to sort by, with `SqlFailed`
 * for a broken view; conditions on unknown fields are passed over.
 */
export function readRows(db: SqlDatabase, table: KeyedTable, query: RowQuery, book: SearchedBook, memory: RowMemory = createRowMemory()): Result<RowWindow, Failure> {
  const order = orderSql(table, query.sort)
  if (!order.ok) return order
  const { tableKey } = table
  return sqlAnswer(() => {
    const where = whereSql(db, table, query, book, memory)
    const question = { db, table, query, where, order: order.value, memory }
    if (where.sql === '' && query.sort.length === 0 && table.records !== null) {
      const rows = readPlainRows(db, table, query)
      if (rows) return ok({ rows, total: table.records })
    }
    return ok((tableKey.type === 'rowid' ? readOrdered(question, tableKey.sql) : null) ?? readDirectly(question))
  })
}
