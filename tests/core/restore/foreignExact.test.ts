import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import initSqlJs, { type Database } from 'sql.js'
import { describe, expect, test } from 'vitest'
import { memoryFileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import { inspectFile } from '../../../src/core/restore/inspectFile'
import { prepareContents } from '../../../src/core/restore/prepareContents'
import { deps } from './foreignParts'

// Each sample becomes a book whose records are those of the source, which is read here in ways of its own: by
// JSON.parse, by a walk through the archive's blocks, by the library itself. Nothing of the app reads the source.

const SQL = await initSqlJs()
const sample = (name: string) => readFileSync(`tests/fixtures/foreign/${name}`)

/** The sample as the database file of a new book. */
async function bookOf(name: string): Promise<Database> {
  const inspected = await inspectFile(deps, memoryFileSource(name, new Uint8Array(sample(name))), unwatchedWork)
  const request = { live: null, name: 'Adopted', currency: 'EUR', wake: false, at: { utc: 0, offsetMinutes: 0, zone: 'UTC' } }
  const prepared = await prepareContents({ ...deps, randomBytes: (count) => new Uint8Array(count) }, inspected, request, unwatchedWork)
  inspected.close()
  if (!prepared.ok) throw new Error(JSON.stringify([prepared.failure, inspected.inspection.findings]))
  return new SQL.Database(prepared.value.bytes)
}

const rowsOf = (db: Database, sql: string) => db.exec(sql)[0]?.values ?? []
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"

/** Every value of every table, as SQLite writes it, with its type. */
function everything(db: Database): Record<string, unknown[][]> {
  const tables = rowsOf(db, TABLES).map(([name]) => String(name))
  return Object.fromEntries(tables.map((table) => {
    const fields = rowsOf(db, `SELECT name FROM pragma_table_info('${table.replaceAll("'", "''")}')`).map(([name]) => String(name))
    const values = fields.map((field) => `typeof(${quoted(field)}), quote(${quoted(field)})`).join(', ')
    return [table, [fields, ...rowsOf(db, `SELECT ${values} FROM ${quoted(table)}`)]]
  }))
}

/** A database file of a program that left it in WAL mode, without the flag that makes SQLite look for the log. */
function openPlain(bytes: Buffer): Database {
  const copy = Buffer.from(bytes)
  copy.set([1, 1], 18)
  return new SQL.Database(copy)
}

/** The bytes of the first member of an archive whose name ends so (POSIX.1-1988: blocks of 512, sizes in octal). */
function memberOf(archive: Buffer, ending: string): Buffer {
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const name = archive.toString('latin1', at, archive.indexOf(0, at))
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 135), 8)
    if (name.endsWith(ending)) return archive.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  throw new Error(`no member ${ending}`)
}

function expectSame(book: Database, source: Database, counts: Record<string, number>) {
  expect(everything(book)).toEqual(everything(source))
  for (const [table, count] of Object.entries(counts)) expect(rowsOf(book, `SELECT count(*) FROM ${quoted(table)}`)).toEqual([[count]])
  book.close()
  source.close()
}

test('the society accounts', async () => {
  const name = 'gharmitra_backup_20260113_154951.db'
  expectSame(await bookOf(name), openPlain(sample(name)), { transactions: 1500 })
})

test('the offline business app, its sync columns as they were', async () => {
  const name = 'manual_20250922_150000_inventory_update.db'
  const book = await bookOf(name)
  expect(rowsOf(book, 'SELECT count(*), sum(remote_id IS NULL), sum(synced_to_remote) FROM inventory_items')).toEqual([[800, 400, 400]])
  const sync = 'SELECT id, quote(remote_id), quote(synced_to_remote) FROM inventory_items ORDER BY id'
  expect(rowsOf(book, sync)).toEqual(rowsOf(openPlain(sample(name)), sync))
  expectSame(book, openPlain(sample(name)), { inventory_items: 800 })
})

test('the podcast archive', async () => {
  const name = 'backup_2025-05-14_03-00-00_UTC_local_rows-420.tar.gz'
  const source = openPlain(memberOf(gunzipSync(sample(name)), '.db'))
  const total = rowsOf(source, TABLES).reduce((sum, [table]) => sum + Number(rowsOf(source, `SELECT count(*) FROM ${quoted(String(table))}`)[0]?.[0]), 0)
  expect(total).toBeGreaterThanOrEqual(420)
  expectSame(await bookOf(name), source, {})
})

type JsonRecord = Record<string, unknown>

/** What a value of a JSON document must be in a field of the declared type. */
function expected(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null
  if (type === 'MONEY_INTEGER') return Math.round(Number(value) * 100)
  if (typeof value === 'boolean') return value ? 1 : 0
  return value
}

function expectRecords(book: Database, table: string, records: readonly JsonRecord[]) {
  const info = rowsOf(book, `SELECT name, type FROM pragma_table_info('${table}')`).map(([name, type]) => ({ name: String(name), type: String(type) }))
  const found = rowsOf(book, `SELECT ${info.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(table)} ORDER BY rowid`)
  expect(found.length, table).toBe(records.length)
  if (records.length > 0) expect(new Set(records.flatMap((record) => Object.keys(record))), table).toEqual(new Set(info.map(({ name }) => name)))
  const read = found.map((row) => Object.fromEntries(info.map(({ name, type }, i) => [name, type === 'JSON_TEXT' && row[i] !== null ? (JSON.parse(String(row[i])) as unknown) : row[i]])))
  expect(read, table).toEqual(records.map((record) => Object.fromEntries(info.map(({ name, type }) => [name, expected(record[name], type)]))))
}

describe.each([
  ['budget_backup_20240101_120000.json', 'data', { users: 6, expenses: 120 }],
  ['ff2api_backup_20240102_170000.json', null, { brokerage_configurations: 6, upload_history: 100, processing_errors: 0 }],
] as const)('%s', (name, under, counts) => {
  const document = JSON.parse(sample(name).toString('utf8')) as JsonRecord
  const tables = (under === null ? document : document[under]) as JsonRecord

  test('every table, every record, every value', async () => {
    const book = await bookOf(name)
    const lists = Object.entries(tables).filter((entry): entry is [string, JsonRecord[]] => Array.isArray(entry[1]))
    expect(rowsOf(book, TABLES).map(([table]) => table)).toEqual(lists.map(([table]) => table).sort())
    for (const [table, records] of lists) expectRecords(book, table, records)
    for (const [table, count] of Object.entries(counts)) expect(rowsOf(book, `SELECT count(*) FROM ${quoted(table)}`)).toEqual([[count]])
    book.close()
  })
})

test('what is nested stands as readable text, names in their order', async () => {
  const book = await bookOf('ff2api_backup_20240102_170000.json')
  const [[credentials] = []] = rowsOf(book, 'SELECT api_credentials FROM brokerage_configurations LIMIT 1')
  expect(credentials).toBe('{"base_url": "https://api.example.org", "api_key": "gAAAAAB-not-a-real-key"}')
  book.close()
})

test('the dump of SQLite: every value as the program that wrote it had it', async () => {
  const book = await bookOf('dump_of_sqlite_3_40.sql')
  expect(rowsOf(book, 'SELECT id, quote(a), quote(r), quote(b), quote(n), typeof(n) FROM t')).toEqual([
    [1, "'one''s; line\ntwo'", '0.1', "X'00FF'", '9223372036854775807', 'integer'],
    [2, "'-- no /* comment'", '1.0e+300', 'NULL', '-9223372036854775808', 'integer'],
    [3, "''", '-0.5', "X''", '2.0', 'real'],
    [4, "'x'", '9.0e+999', 'NULL', 'NULL', 'null'],
    [5, "'\ry\n'", '-9.0e+999', 'NULL', 'NULL', 'null'],
  ])
  expect(rowsOf(book, 'SELECT x, y FROM "my ""table"')).toEqual([['k', 1], ['ü', 1]])
  expect(rowsOf(book, "SELECT seq FROM sqlite_sequence WHERE name = 't'")).toEqual([[5]])
  expect(rowsOf(book, "SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger', 'index') AND sql IS NOT NULL ORDER BY name")).toEqual([['i']])
  book.close()
})

test('the workbook of another program: sheets, dates, formulas, texts', async () => {
  const book = await bookOf('expenses.xlsx')
  expect(rowsOf(book, 'SELECT * FROM "Expenses"')).toEqual([
    [1, '2024-02-29', 12.5, '2024-02-29 18:30:05', 'Lunch', '12:30:00', 1, 2],
    [2, '1999-12-31', 0.1, '2024-03-01 00:00:00', '  spaced  ', '00:00:01', 0, 4],
    [3, '2025-01-01', 1 / 3, '2024-03-01 23:59:59', '=cmd|x & <b> "q" é☕\nline2', '23:59:59', 1, 6],
    [4, null, null, null, null, null, null, null],
  ])
  expect(rowsOf(book, TABLES)).toEqual([['Expenses'], ['Merged'], ['No header']])
  book.close()
})
