import { cellToBound, type BoundValue, type Cell } from '../base/cell'
import type { Failure, FailureOf } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { fail, ok, type Result } from '../base/result'
import type { RecordKey, RecordRow, RowQuery, RowWindow } from './bookDescription'
import { countRecords } from './describeBook'
import { findField, keySql, type KeyedTable } from './keyedTable'
import { readRowJson, rowJsonSql, WINDOW_BLOB_BYTES } from './rowJson'
import { SqlError, type SqlDatabase } from './sqlEngine'

/** How many records a search found, remembered by the caller until the book changes; see `createTotals`. */
export interface Totals {
  /** The number for a table and search, counted by `count` when it is not known. */
  of(table: string, search: string, count: () => number): number
  forget(): void
}

/** Remembers the last few totals. */
export function createTotals(): Totals {
  const known = new Map<string, number>()
  return {
    of(table, search, count) {
      const key = JSON.stringify([table, search])
      const total = known.get(key) ?? count()
      if (known.size > 20) known.clear()
      known.set(key, total)
      return total
    },
    forget: () => known.clear(),
  }
}

/** No window is larger than this. */
const MAX_WINDOW = 10_000
/** SQLite refuses longer LIKE patterns. */
const MAX_LIKE = 5_000

/** LIKE knows upper and lower case of ASCII only: other letters are looked for in both. */
function searchForms(search: string): string[] {
  const isAscii = [...search].every((char) => char < '\u0080')
  return isAscii ? [search] : [...new Set([search, search.toLowerCase(), search.toUpperCase()])]
}

/** SQL condition that a text occurs in one of some expressions, with its parameters from ?1 on; `1` for an empty text. */
export function searchSql(expressions: readonly string[], search: string): { sql: string; params: BoundValue[] } {
  if (search === '') return { sql: '1', params: [] }
  const forms = searchForms(search)
  const like = search.length <= MAX_LIKE
  const patterns = like ? forms.map((form) => `%${form.replace(/[\\%_]/g, '\\$&')}%`) : forms
  const terms = expressions.flatMap((expression) =>
    patterns.map((_, i) => (like ? `${expression} LIKE ?${i + 1} ESCAPE '\\'` : `instr(${expression}, ?${i + 1}) > 0`)),
  )
  return terms.length === 0 ? { sql: '0', params: [] } : { sql: orTree(terms), params: patterns }
}

function searchCondition(table: KeyedTable, search: string): { sql: string; params: BoundValue[] } {
  if (search === '') return { sql: '', params: [] }
  const { sql, params } = searchSql(table.fields.filter((field) => field.kind !== 'file').map((field) => quoteIdentifier(field.name)), search)
  return { sql: `WHERE ${sql}`, params }
}

/** Terms joined by OR as a balanced tree: SQLite limits how deep an expression is nested. */
export function orTree(terms: readonly string[]): string {
  if (terms.length <= 2) return terms.join(' OR ')
  const half = terms.length >> 1
  return `(${orTree(terms.slice(0, half))}) OR (${orTree(terms.slice(half))})`
}

function orderSql(table: KeyedTable, sort: RowQuery['sort']): Result<string, FailureOf<'FieldNotFound'>> {
  const terms: string[] = []
  for (const { field: name, descending } of sort) {
    const found = findField(table, name)
    if (!found.ok) return found
    const { kind } = found.value
    const collate = kind === 'text' || kind === 'long-text' || kind === 'choice' ? ' COLLATE NOCASE' : ''
    terms.push(`${quoteIdentifier(found.value.name)}${collate} ${descending ? 'DESC' : 'ASC'} NULLS LAST`)
  }
  terms.push(...keySql(table))
  return ok(terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`)
}

const wholeNumber = (value: number, max: number) => (Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), 0), max) : 0)

/** Reads rows of a query; a second time exactly when some text is not well-formed UTF-8. */
function readCells(db: SqlDatabase, expressions: readonly string[], blobLimit: number | null, rest: string, params: readonly BoundValue[]): Cell[][] {
  for (const exact of [false, true]) {
    const rows = db.rows(`SELECT ${rowJsonSql(expressions, { exact, blobLimit })} ${rest}`, params).map(readRowJson)
    if (rows.every((row) => row !== null)) return rows
  }
  throw new TypeError('hexadecimal digits are always well-formed')
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
  const from = wholeNumber(query.from, Number.MAX_SAFE_INTEGER)
  const count = wholeNumber(query.count, MAX_WINDOW)
  const condition = searchCondition(table, query.search)
  const source = `FROM ${quoteIdentifier(table.name)} ${condition.sql}`
  const key = keySql(table)
  const expressions = [...key, ...table.fields.map((field) => quoteIdentifier(field.name))]
  try {
    const cells = readCells(db, expressions, WINDOW_BLOB_BYTES, `${source} ${order.value} LIMIT ${count} OFFSET ${from}`, condition.params)
    const rows = cells.map((row, i): RecordRow => ({ key: key.length === 0 ? [from + i] : row.slice(0, key.length), cells: row.slice(key.length) }))
    const total =
      query.search === '' && table.records !== null
        ? table.records
        : totals.of(table.name, query.search, () =>
            query.search === '' ? countRecords(db, table.name) : Number(db.rows(`SELECT count(*) ${source}`, condition.params)[0]?.[0] ?? 0),
          )
    return ok({ rows, total })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  }
}

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
  return readCells(db, fields.map(quoteIdentifier), null, source, condition.params)[0] ?? null
}

/** One record with all its cells whole. A record of a view is looked up by its place. */
export function readRecord(db: SqlDatabase, table: KeyedTable, key: RecordKey): Result<RecordRow, Failure> {
  const fields = table.fields.map((field) => field.name)
  try {
    const [place] = key
    const cells =
      table.tableKey.type !== 'none'
        ? readFields(db, table, key, fields)
        : typeof place === 'number'
          ? readCells(db, fields.map(quoteIdentifier), null, `FROM ${quoteIdentifier(table.name)} LIMIT 1 OFFSET ${wholeNumber(place, Number.MAX_SAFE_INTEGER)}`, [])[0]
          : null
    return cells ? ok({ key, cells }) : fail({ type: 'RecordNotFound', table: table.name })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  }
}
