import type { Cell } from '../../base/cell'
import type { Failure, FailureOf } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import { searchSql } from '../../book/query/searchSql'
import { readRowJson, rowJsonSql, WINDOW_BLOB_BYTES } from '../../book/rowJson'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { BoundValue } from '../../base/cell'
import type { ComparedTable } from './comparedTable'
import type { DifferenceIndex } from './compareBooks'
import type { DifferenceQuery, DifferenceWindow, RecordDifference, RecordDifferenceKind } from './difference'
import { findAgain, KINDS } from './findDifferences'
import { keyColumns } from './newestRecord'

/** No window is larger than this. */
const MAX_WINDOW = 10_000

const kindOf = new Map(Object.entries(KINDS).map(([kind, number]) => [number, kind as RecordDifferenceKind]))
const lower = (name: string) => name.toLowerCase()

/** The compared table of that name, in any case. */
export function findCompared(index: DifferenceIndex, name: string): Result<ComparedTable, FailureOf<'TableNotFound'>> {
  const table = index.tables.find((one) => lower(one.name) === lower(name))
  return table ? ok(table) : fail({ type: 'TableNotFound', table: name })
}

/** What stands after FROM to read an index (or a table with its columns) with the records of both sides. */
export function joinedSides({ here, there, index }: ComparedTable, from = index): string {
  const a = here ? ` LEFT JOIN ${here.source} a ON ${findAgain('a', here)}` : ''
  const b = there ? ` LEFT JOIN ${there.source} b ON ${findAgain('b', there)}` : ''
  return `${from} x${a}${b}`
}

/** The values of a record on one side, in the order of the table's fields. */
function sideValues(table: ComparedTable, alias: 'a' | 'b'): string[] {
  const side = alias === 'a' ? table.here : table.there
  return table.fields.map((field) => {
    const column = side?.column(field)
    return !column || (alias === 'b' && table.leftOut.has(lower(field))) ? 'NULL' : `${alias}.${column}`
  })
}

interface Condition {
  readonly sql: string
  readonly params: readonly BoundValue[]
  /** Asks for nothing but the kind. */
  readonly isPlain: boolean
}

function conditionOf(table: ComparedTable, query: Omit<DifferenceQuery, 'from' | 'count'>): Result<Condition, Failure> {
  const kinds = query.kinds.map((kind) => KINDS[kind])
  const terms = [`x.kind IN (${kinds.join(', ')})`]
  if (query.field !== null) {
    const wanted = lower(query.field)
    if (!table.fields.some((field) => lower(field) === wanted)) return fail({ type: 'FieldNotFound', table: table.name, field: query.field })
    const compared = table.compared.find((field) => lower(field.name) === wanted)
    terms.push(`x.kind = ${KINDS.changed}`, compared?.differs ?? '0')
  }
  const searched = searchSql([...sideValues(table, 'a'), ...sideValues(table, 'b')].filter((sql) => sql !== 'NULL'), query.search)
  return ok({ sql: [...terms, `(${searched.sql})`].join(' AND '), params: searched.params, isPlain: query.field === null && query.search === '' })
}

/** Columns of a difference as `toDifference` reads them. */
function selected(table: ComparedTable, exact: boolean, blobLimit: number | null): string {
  const keyed = ['a', 'b'].map((alias) => {
    const side = alias === 'a' ? table.here : table.there
    return side ? keyColumns(table, side).map((column) => `${alias}.${column}`) : []
  })
  const differs = table.compared.map((field) => `CASE WHEN ${field.differs} THEN 1 ELSE 0 END`)
  return `x.n, x.kind, ${rowJsonSql([...keyed.flat(), ...sideValues(table, 'a'), ...sideValues(table, 'b'), ...differs], { exact, blobLimit })}`
}

function toDifference(table: ComparedTable, kind: RecordDifferenceKind, cells: readonly Cell[]): RecordDifference {
  let at = 0
  const take = (count: number) => cells.slice(at, (at += count))
  const keyHere = take(table.here ? keyColumns(table, table.here).length : 0)
  const keyInFile = take(table.there ? keyColumns(table, table.there).length : 0)
  const here = take(table.fields.length)
  const inFile = take(table.fields.length)
  const places = new Map(table.fields.map((field, i) => [lower(field), i]))
  const changed = kind === 'changed' ? table.compared.flatMap((field, i) => (cells[at + i] === 1 ? (places.get(lower(field.name)) ?? []) : [])) : []
  return {
    kind,
    key: kind === 'only-in-file' ? keyInFile : keyHere,
    here: kind === 'only-in-file' ? null : here,
    inFile: kind === 'only-here' ? null : inFile,
    changedFields: changed.sort((a, b) => a - b),
  }
}

function readSome(db: SqlDatabase, table: ComparedTable, condition: Condition, rest: string, blobLimit: number | null): { n: number; difference: RecordDifference }[] {
  // records that are passed over are joined to nothing unless the condition asks for their values
  const from = condition.isPlain ? joinedSides(table, `(SELECT * FROM ${table.index} x WHERE ${condition.sql} ${rest})`) : joinedSides(table)
  const where = condition.isPlain ? 'ORDER BY x.n' : `WHERE ${condition.sql} ${rest}`
  for (const exact of [false, true]) {
    const rows = db.rows(`SELECT ${selected(table, exact, blobLimit)} FROM ${from} ${where}`, condition.params)
    const read = rows.map(([n, kind, ...json]) => ({ n: Number(n), kind: kindOf.get(Number(kind)), cells: readRowJson(json) }))
    if (read.some(({ cells }) => cells === null)) continue
    return read.flatMap(({ n, kind, cells }) => (kind && cells ? [{ n, difference: toDifference(table, kind, cells) }] : []))
  }
  throw new TypeError('hexadecimal digits are always well-formed')
}

const wholeNumber = (value: number, max: number) => (Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), 0), max) : 0)

/**
 * A window of differing records: by key those that are here (alone or changed), then those that only the file has.
 * Blobs above 1 KB come as `{b: ''}`. Fails with `TableNotFound` or `FieldNotFound`.
 */
export function readDifferences(index: DifferenceIndex, query: DifferenceQuery): Result<DifferenceWindow, Failure> {
  const found = findCompared(index, query.table)
  if (!found.ok) return found
  const table = found.value
  const condition = conditionOf(table, query)
  if (!condition.ok) return condition
  const { db } = index.pair
  const limit = `ORDER BY x.n LIMIT ${wholeNumber(query.count, MAX_WINDOW)} OFFSET ${wholeNumber(query.from, Number.MAX_SAFE_INTEGER)}`
  const rows = readSome(db, table, condition.value, limit, WINDOW_BLOB_BYTES).map(({ difference }) => difference)
  const from = condition.value.isPlain ? `${table.index} x` : joinedSides(table)
  const total = Number(db.rows(`SELECT count(*) FROM ${from} WHERE ${condition.value.sql}`, condition.value.params)[0]?.[0] ?? 0)
  return ok({ rows, total })
}

/** All differing records of a query with their whole values, some at a time. */
export function* readAllDifferences(index: DifferenceIndex, table: ComparedTable, query: Omit<DifferenceQuery, 'from' | 'count'>): Generator<RecordDifference[], Result<undefined, Failure>> {
  const condition = conditionOf(table, query)
  if (!condition.ok) return condition
  for (let after = 0; ; ) {
    const rows = readSome(index.pair.db, table, { ...condition.value, sql: `x.n > ${after} AND ${condition.value.sql}` }, 'ORDER BY x.n LIMIT 500', null)
    const last = rows.at(-1)
    if (!last) return ok()
    after = last.n
    yield rows.map(({ difference }) => difference)
  }
}
