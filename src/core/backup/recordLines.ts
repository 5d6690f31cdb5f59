import { bytesToBase64, bytesToText, concatBytes, textToBytes } from '../base/bytes'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { SqlDatabase, SqlRow } from '../book/sqlEngine'
import { realToCellText, rewriteTags } from './rewriteTags'
import type { FieldShape, TableShape } from './tableShape'

/** Some canonical lines of a table, each ended by a line feed. */
export interface LineBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly records: number
}

const BATCH_BYTES = 1_000_000
/** SQLite's limit is 1000 arguments. */
const FIELDS_PER_ARRAY = 500
const LINE_FEED = 10
const COMMA = Uint8Array.of(44)

/** The fields whose cells make a table's lines. */
export function lineFields(shape: TableShape, leaveOut: ReadonlySet<string>): FieldShape[] {
  return shape.fields.filter((field) => !field.generated && !leaveOut.has(field.name))
}

/** SQL for a value as JSON, apart from what `rewriteTags` puts right. Each comparison here is made for every value of the book. */
function cellSql(field: FieldShape): string {
  const c = quoteIdentifier(field.name)
  return `CASE typeof(${c}) WHEN 'blob' THEN json_object('b', hex(${c})) ELSE ${c} END`
}

/** SQL for a value as exact bytes, the first of them telling its type. */
function exactCellSql(field: FieldShape): string {
  const c = quoteIdentifier(field.name)
  return `CAST(CASE typeof(${c}) WHEN 'integer' THEN 'i' || ${c} WHEN 'real' THEN 'r' || json_quote(${c}) WHEN 'text' THEN 't' || ${c} ` +
    `WHEN 'blob' THEN 'b' || CAST(${c} AS TEXT) ELSE 'n' END AS BLOB)`
}

/** Where the records come from and in which order: by key in byte order, then by rowid. */
function fromSql(shape: TableShape): string {
  const order = shape.key.map((name) => `${quoteIdentifier(name)} COLLATE BINARY`)
  if (shape.rowidName) order.push(shape.rowidName)
  // without a name for the rowid, a plain scan is in rowid order; an index must not come between
  return `FROM ${quoteIdentifier(shape.name)}${order.length === 0 ? ' NOT INDEXED' : ` ORDER BY ${order.join(', ')}`}`
}

function* readRows(db: SqlDatabase, sql: string): Generator<SqlRow> {
  const statement = db.prepare(sql)
  try {
    for (let row = statement.next(); row; row = statement.next()) yield row
  } finally {
    statement.free()
  }
}

/** One row of the quick query: several JSON arrays, joined into one. */
function joinArrays(row: SqlRow): Uint8Array[] {
  return row.map((part, i) => {
    if (!(part instanceof Uint8Array)) throw new TypeError('a line is read as bytes')
    return concatBytes([i === 0 ? new Uint8Array() : COMMA, part.subarray(i === 0 ? 0 : 1, i === row.length - 1 ? part.length : -1)])
  })
}

function exactCell(value: SqlRow[number]): string {
  if (!(value instanceof Uint8Array)) throw new TypeError('a cell is read as bytes')
  const bytes = value.subarray(1)
  const tag = String.fromCharCode(value[0] ?? 0)
  if (tag === 'n') return 'null'
  if (tag === 'b') return `{"b":"${bytesToBase64(bytes)}"}`
  const text = bytesToText(bytes)
  if (text === null) return `{"x":"${bytesToBase64(bytes)}"}`
  if (tag === 't') return JSON.stringify(text)
  if (tag === 'r') return realToCellText(Number(text))
  return Number.isSafeInteger(Number(text)) ? text : `{"i":"${text}"}`
}

function* batches(rows: Iterable<Uint8Array>): Generator<LineBatch> {
  let buffer = new Uint8Array(BATCH_BYTES * 2)
  let size = 0
  let records = 0
  for (const line of rows) {
    if (size + line.length + 1 > buffer.length) {
      const larger = new Uint8Array(size + line.length + 1)
      larger.set(buffer.subarray(0, size))
      buffer = larger
    }
    buffer.set(line, size)
    size += line.length
    buffer[size++] = LINE_FEED
    records++
    if (size < BATCH_BYTES) continue
    yield { bytes: buffer.slice(0, size), records }
    size = 0
    records = 0
  }
  if (records > 0) yield { bytes: buffer.slice(0, size), records }
}

/** Any value exactly, one by one: for what the quick query cannot carry. Starts after `skip` records. */
function* exactLines(db: SqlDatabase, shape: TableShape, fields: readonly FieldShape[], skip: number): Generator<Uint8Array> {
  for (const row of readRows(db, `SELECT ${fields.map(exactCellSql).join(', ')} ${fromSql(shape)} LIMIT -1 OFFSET ${skip}`)) {
    yield textToBytes(`[${row.map(exactCell).join(',')}]`)
  }
}

/** SQL for the fields as JSON, in as many arrays as SQLite's limit of arguments asks for. */
function arraysSql(fields: readonly FieldShape[]): string[] {
  const arrays: string[] = []
  for (let i = 0; i < fields.length; i += FIELDS_PER_ARRAY) arrays.push(`json_array(${fields.slice(i, i + FIELDS_PER_ARRAY).map(cellSql).join(', ')})`)
  return arrays
}

function* quickLines(db: SqlDatabase, shape: TableShape, fields: readonly FieldShape[]): Generator<Uint8Array> {
  const arrays = arraysSql(fields).map((sql) => `CAST(${sql} AS BLOB)`)
  for (const row of readRows(db, `SELECT ${arrays.join(', ')} ${fromSql(shape)}`)) {
    const first = row[0]
    yield row.length === 1 && first instanceof Uint8Array ? first : concatBytes(joinArrays(row))
  }
}

/** The same from a database whose text is UTF-16, which SQLite turns into UTF-8 only where it gives text. */
function* utf16Lines(db: SqlDatabase, shape: TableShape, fields: readonly FieldShape[]): Generator<Uint8Array> {
  for (const row of readRows(db, `SELECT ${arraysSql(fields).join(', ')} ${fromSql(shape)}`)) {
    yield concatBytes(joinArrays(row.map((part) => textToBytes(String(part)))))
  }
}

/**
 * The records of a table as canonical lines (see `docs/backup-format.md`), in canonical order, about a megabyte at a
 * time. Nearly all the work is done by SQLite; only from text that is not well-formed UTF-8 on does a slower way take over.
 * From a UTF-16 database the lines are right, but their order is not canonical. The database must not change meanwhile. Throws `SqlError` where the file is damaged.
 */
export function* readRecordLines(db: SqlDatabase, shape: TableShape, leaveOut: ReadonlySet<string>): Generator<LineBatch> {
  const fields = lineFields(shape, leaveOut)
  if (fields.length === 0) {
    const [row] = db.rows(`SELECT count(*) FROM ${quoteIdentifier(shape.name)}`)
    yield* batches(Array.from({ length: Number(row?.[0] ?? 0) }, () => textToBytes('[]')))
    return
  }
  const [encoding] = db.rows('PRAGMA encoding')
  const lines = encoding?.[0] === 'UTF-8' ? quickLines : utf16Lines
  let done = 0
  for (const batch of batches(lines(db, shape, fields))) {
    if (bytesToText(batch.bytes) === null) {
      yield* batches(exactLines(db, shape, fields, done))
      return
    }
    yield { bytes: rewriteTags(batch.bytes), records: batch.records }
    done += batch.records
  }
}
