import * as papa from 'papaparse'
import { expect, test } from 'vitest'
import { unwatchedWork } from '../../../src/core/base/progress'
import { ok } from '../../../src/core/base/result'
import type { FileContents } from '../../../src/core/restore/fileContents'
import { csvSource } from '../../../src/core/restore/foreign/csvSource'
import { inspectDump } from '../../../src/core/restore/foreign/inspectDump'
import { checkSheetXml } from '../../../src/core/restore/foreign/sheetXml'
import { codesOf, deps, readFile } from './foreignParts'

/** Long before the time in which reading that grows with the square of the file would end. */
const QUICK = 10_000

/** A text in pieces of a kilobyte, as it may come out of a gzip file. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new Uint8Array(Buffer.from(text))
  for (let at = 0; at < bytes.length; at += 1024) yield await Promise.resolve(bytes.subarray(at, at + 1024))
}

const contentsOf = (text: string): FileContents => ({
  head: new Uint8Array(Buffer.from(text.slice(0, 1000))),
  size: text.length,
  packedSize: text.length,
  read: () => ok({ chunks: pieces(text), outcome: () => ok() }),
})

const dumpOf = (body: string) => `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\n${body}\nCOMMIT;\n`
const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('')

test('records with ever new names are refused at once', { timeout: QUICK }, async () => {
  const file = await readFile(`{"t":[${Array.from({ length: 60_000 }, (_, i) => `{"k${i}":1}`).join(',')}]}`)
  expect(file.inspection.verdict).toBe('not-a-backup')
  expect(file.findings[0]?.detail).toContain('more than 2000 fields')
})

test('a quote that never ends takes no longer than the file is long', { timeout: QUICK }, async () => {
  const source = csvSource({
    papa, layout: { delimiter: ',', newline: '\n', mixed: false }, encoding: 'utf-8', name: 't', size: 0,
    open: () => pieces(`a,b\n1,2\n3,"${lines(800_000)}`),
  })
  const pass = await source.read({ table() {}, record() {} }, unwatchedWork)
  expect(pass).toMatchObject({ kind: 'damaged', finding: { code: 'truncated' } })
})

test('rows that come in pieces are all there, whatever ends the file', async () => {
  for (const end of ['\n', '']) {
    const rows: string[] = []
    const long = lines(2000)
    const source = csvSource({
      papa, layout: { delimiter: ',', newline: '\n', mixed: false }, encoding: 'utf-8', name: 't', size: 0,
      open: () => pieces(`a,b\n1,"${long}"\n2,"${long}"\n3\n4,5${end}`),
    })
    expect(await source.read({ table() {}, record: (_, record) => rows.push(String(record[0])) }, unwatchedWork)).toMatchObject({ kind: 'whole' })
    expect(rows).toEqual(['1', '2', '3', '4'])
  }
})

test('a dump with one long statement takes no longer than it is long', { timeout: QUICK }, async () => {
  const text = 'x'.repeat(12_000_000)
  const outcome = await inspectDump(deps.engine, contentsOf(dumpOf(`INSERT INTO t VALUES('${text}');`)), false, unwatchedWork)
  expect(outcome.verdict).toBe('foreign-sqlite')
  expect(outcome.db?.rows('SELECT length(a) FROM t')).toEqual([[text.length]])
  outcome.db?.close()
})

test('a trigger of many semicolons behind many comments is told at once', { timeout: QUICK }, async () => {
  const file = await readFile(dumpOf(`${'-- a comment\n'.repeat(30_000)}CREATE TRIGGER x AFTER INSERT ON t BEGIN ${';'.repeat(30_000)} END;`), 'd.sql')
  expect(codesOf(file.findings)).toContain('corrupt')
})

test('sheets of near matches are looked through at once', { timeout: QUICK }, () => {
  const cell = '<row r="1"><c r="A1" t="e"><f>1</f> <v> </v> </c><c r="B1"><f t="shared"/></c><c r="C1" t="n"><f>1</f><v>1</v></c></row>'
  const known = { formulas: 3, unvalued: 2, errors: 1, merged: 0 }
  expect(checkSheetXml(cell)).toEqual(known)
  expect(checkSheetXml(`${cell}<row r="2"><c r="A2" y="${'<c '.repeat(150_000)}"/></row>`)).toMatchObject(known)
  expect(checkSheetXml(`${cell}<row r="2"><c r="A2"><f>1</f>${' '.repeat(150_000)}x</c></row>`)).toMatchObject({ unvalued: 2 })
  expect(checkSheetXml(`${cell}<row r="2"><c r="A2">${'<f '.repeat(150_000)}x</c></row>`)).toMatchObject({ unvalued: 2 })
})

test('numbers become decimals only where a double gives every digit back', async () => {
  const number = async (text: string) => (await readFile(`{"t":[{"a":${text}},{"a":1.5}]}`)).fields('t')
  for (const exact of ['2.5', '1e300', '0.1', '5e-324', '-0.0', '1.7976931348623157e308']) expect(await number(exact), exact).toEqual(['a REAL'])
  // fewer digits than usual near zero; an exponent as no program writes it
  for (const more of ['1.23456789e-320', '12345678901234567890E0000001', '1e999', '1e-400']) expect(await number(more), more).toEqual(['a TEXT'])
})

test('a dump in which a record would push out another is damaged, whatever its tables say', async () => {
  for (const conflict of ['REPLACE', 'IGNORE']) {
    const file = await readFile(dumpOf(`CREATE TABLE u(a UNIQUE ON CONFLICT ${conflict}, b);INSERT INTO u VALUES(1,'a');INSERT INTO u VALUES(1,'b');`), 'd.sql')
    expect(file.inspection.verdict, conflict).toBe('damaged')
  }
})

test('a dump whose beginning went bad is never taken for a table', async () => {
  const dump = dumpOf(`${Array.from({ length: 8 }, (_, i) => `INSERT INTO t VALUES(${i});`).join('\n')}`)
  for (const bytes of [dump.replace('PRAGMA', 'RAGMA'), dump.replace('PRAGMA', '"'), dump.slice(9), dump.replace('BEGIN', 'B,GIN')]) {
    for (const encoding of ['utf8', 'latin1'] as const) {
      const file = await readFile(new Uint8Array(Buffer.from(bytes.replace('VALUES(7)', "VALUES('ü')"), encoding)), 'd.sql')
      expect(file.inspection.tables, bytes.slice(0, 20)).toEqual([])
      expect(file.inspection.verdict).toBe('not-a-backup')
    }
  }
})

test('the dump of a backup brings the records, and not what the backup said of itself', async () => {
  const manifest = "CREATE TABLE _nightsafe_manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL);INSERT INTO _nightsafe_manifest VALUES('manifest','{}');"
  const file = await readFile(dumpOf(`INSERT INTO t VALUES(1);${manifest}`), 'd.sql')
  expect(file.inspection.verdict).toBe('foreign-sqlite')
  expect(file.records('t')).toEqual([['1']])
  expect(codesOf(file.findings)).toEqual(['reserved-name'])
  const outcome = await inspectDump(deps.engine, contentsOf(dumpOf(manifest)), false, unwatchedWork)
  expect(outcome.db?.rows('SELECT name FROM sqlite_schema')).toEqual([['t']])
  outcome.db?.close()
  for (const more of ['CREATE VIEW "_Nightsafe_manifest" AS SELECT 1;', 'CREATE INDEX i ON _nightsafe_manifest(name);']) {
    expect((await readFile(dumpOf(more), 'd.sql')).inspection.verdict, more).toBe('not-a-backup')
  }
})
