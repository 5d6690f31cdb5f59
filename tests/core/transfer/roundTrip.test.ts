import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../../src/core/base/cell'
import type { FileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import { ok } from '../../../src/core/base/result'
import { describeBook } from '../../../src/core/book/describeBook'
import { readLines } from '../../../src/core/book/broughtTable'
import { insertRecord } from '../../../src/core/book/edits/writeRecords'
import type { SqlDatabase } from '../../../src/core/book/sqlEngine'
import { openTables } from '../../../src/core/restore/foreign/openTables'
import { openRecords, type OpenRecords } from '../../../src/core/transfer/eachRecord'
import { recordsToCsv } from '../../../src/core/transfer/exportCsv'
import { recordsToJson } from '../../../src/core/transfer/exportJson'
import { cellToLiteral } from '../../../src/core/transfer/exportSql'
import { recordsToWorkbook } from '../../../src/core/transfer/exportWorkbook'
import { matchColumns } from '../../../src/core/transfer/matchColumns'
import { readPreview } from '../../../src/core/transfer/readPreview'
import { trialImport } from '../../../src/core/transfer/trialImport'
import { streamCompression } from '../../../src/platform/browser/streamCompression'
import { createAgeEncryption } from '../../../src/platform/age/ageEncryption'
import { readTarArchive } from '../../../src/platform/tar/tarArchive'
import { openEngine } from '../../support/engines'
import { seed } from '../../support/seed'
import { good, identity } from '../../support/sessions'

const engine = await openEngine()
const deps = { compression: streamCompression, encryption: createAgeEncryption({ workFactor: 4 }), readArchive: readTarArchive }
const FIELDS = ['key', 'title', 'body', 'count', 'ratio', 'price', 'day', 'moment', 'done', 'grade', 'scan'] as const
const TABLE = `CREATE TABLE things (key INTEGER PRIMARY KEY, title TEXT, body LONGTEXT, count INTEGER, ratio REAL, price MONEY_INTEGER, day DATE, moment DATETIME,
  done BOOLEAN, grade TEXT CHECK (grade IN ('low', 'high')), scan BLOB)`

const sourceOf = (bytes: Uint8Array, name: string): FileSource => ({ name, size: bytes.length, read: async (from, to) => ok(new Uint8Array(bytes.slice(from, to))) })
const nullable = <T extends Cell>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const two = (value: number) => String(value).padStart(2, '0')
const day = fc.tuple(fc.integer({ min: 1901, max: 2199 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([year, month, date]) => `${year}-${two(month)}-${two(date)}`)
const moment = fc.tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([date, hour, minute]) => `${date} ${two(hour)}:${two(minute)}:00`)
const whole = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }).map((value) => ({ i: String(value) })))
const real = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).filter((value) => !Object.is(value, -0)).map((value) => (Number.isInteger(value) ? { r: `${value}.0` } : value))
/** A field cannot tell an empty text from none in a file of texts, and texts of blanks are kept. */
const text = (of: fc.Arbitrary<string>) => of.filter((value) => value !== '' && value.isWellFormed() && !value.includes('\0'))
const plainText = text(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('=1+1', "'=x", "''@", '-5', '"', ' a ', 'a,b', 'x;y', "it's", '007', 'true', '2026-01-01')))

const record = (texts: fc.Arbitrary<string>, numbers: fc.Arbitrary<Cell> = whole) =>
  fc.tuple(
    nullable(texts), nullable(texts), nullable(numbers), nullable(real), nullable(fc.integer()), nullable(day), nullable(moment), nullable(fc.constantFrom(0, 1)),
    nullable(fc.constantFrom('low', 'high')), nullable(fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => ({ b: Buffer.from(bytes).toString('base64') }))),
  )

function fill(db: SqlDatabase, records: readonly (readonly Cell[])[]) {
  db.run(TABLE)
  const { shape, table } = shapeOf(db)
  for (const [i, cells] of records.entries()) insertRecord(db, table, [...FIELDS], [i + 1, ...cells])
  return shape
}

function shapeOf(db: SqlDatabase) {
  const shape = describeBook(db, identity)
  return { shape, table: shape.tables[0]! }
}

/** What a written file gives when it is imported into an empty table of the same fields. */
async function importedFrom(file: Uint8Array, name: string): Promise<Cell[][]> {
  const opened = good(await openTables(deps, sourceOf(file, name), unwatchedWork))
  const preview = good(await readPreview(opened, { decimal: '.', dates: 'day-first' }, unwatchedWork))
  const db = engine.open(null)
  try {
    db.run(TABLE)
    const { table } = shapeOf(db)
    const columns = preview.tables[0]!
    const request = { index: columns.index, table: 'things', isNew: false, forms: { decimal: '.', dates: 'day-first' } as const, targets: matchColumns(columns.columns, table), key: [], duplicates: 'add' as const, copies: 'skip' as const, mended: [] }
    const trial = good(await trialImport(db, identity, opened, columns, request, unwatchedWork))
    expect(trial.check.refused).toEqual([])
    const brought = good(trial.brought())
    if (!brought) throw new Error('few enough to be lines')
    const places = FIELDS.map((field) => brought.fields.indexOf(field))
    return [...readLines(brought.lines)].map(({ cells }) => places.map((place) => cells[place] ?? null))
  } finally {
    db.close()
  }
}

async function exported(records: readonly (readonly Cell[])[], write: (open: OpenRecords) => Promise<Uint8Array>): Promise<Uint8Array> {
  const db = engine.open(null)
  try {
    const shape = fill(db, records)
    return await write(good(openRecords(db, shape, { table: 'things', sort: [], search: '', fields: FIELDS }, identity.currency)))
  } finally {
    db.close()
  }
}

const numbered = (records: readonly (readonly Cell[])[]) => records.map((cells, i) => [i + 1, ...cells])
const joined = (pieces: Iterable<Uint8Array>) => new Uint8Array(Buffer.concat([...pieces]))

test('a table that is written as CSV and taken in again is the same', async () => {
  await fc.assert(fc.asyncProperty(fc.array(record(plainText), { minLength: 1, maxLength: 12 }), async (records) => {
    const file = await exported(records, async (open) => joined(recordsToCsv(open, 'EUR')))
    expect(await importedFrom(file, 'things.csv')).toEqual(numbered(records))
  }), { numRuns: 60, seed })
})

test('a table that is written as JSON and taken in again is the same', async () => {
  // an apostrophe that looks as if it kept a spreadsheet from running a text is taken off, whatever the file
  const texts = plainText.filter((value) => !/^'+[=+\-@\t\r]/.test(value))
  await fc.assert(fc.asyncProperty(fc.array(record(texts), { minLength: 1, maxLength: 12 }), async (records) => {
    const file = await exported(records, async (open) => joined(recordsToJson(open, 'EUR')))
    expect(await importedFrom(file, 'things.json')).toEqual(numbered(records))
  }), { numRuns: 60, seed })
})

test('a table that is written as a workbook and taken in again is the same', async () => {
  // doubles have no more than 15 sure digits
  const texts = text(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom('_x0041_', 'a\rb', '\u0001', '\u007f', '\u0090', '\ufdd0', '\ufffd', '\ufffe', '\u{3fffe}', '\u{10fffe}\u0001', '__proto__'))).filter((value) => !/^'+[=+\-@]/.test(value) && value.trim() !== '')
  await fc.assert(fc.asyncProperty(fc.array(record(texts, fc.integer()), { minLength: 1, maxLength: 6 }), async (records) => {
    const file = await exported(records, async (open) => new Uint8Array(await good(await recordsToWorkbook(open, 'EUR')).file.arrayBuffer()))
    expect(await importedFrom(file, 'things.xlsx')).toEqual(numbered(records))
  }), { numRuns: 25, seed })
})

test('a workbook with the names that every object has can be read', async () => {
  const names = Object.getOwnPropertyNames(Object.prototype)
  const records = names.map((name) => [name, 'plain', ...Array<Cell>(8).fill(null)])
  const file = await exported(records, async (open) => new Uint8Array(await good(await recordsToWorkbook(open, 'EUR')).file.arrayBuffer()))
  expect(await importedFrom(file, 'things.xlsx')).toEqual(numbered(records))
})

test('every cell is told exactly by its literal', () => {
  const db = engine.open(null)
  fc.assert(fc.property(fc.oneof(plainText, whole, real, fc.constant('a\0b'), fc.constant({ r: 'Infinity' }), fc.uint8Array().map((bytes) => ({ b: Buffer.from(bytes).toString('base64') }))), (cell: Cell) => {
    const [row] = db.rows(`SELECT quote(${cellToLiteral(cell)}), typeof(${cellToLiteral(cell)})`)
    const type = typeof cell === 'string' ? 'text' : typeof cell === 'number' ? (Number.isInteger(cell) ? 'integer' : 'real') : 'i' in cell! ? 'integer' : 'r' in cell! ? 'real' : 'blob'
    expect(row?.[1]).toBe(type)
  }), { numRuns: 200, seed })
  db.close()
})
