import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStatementReader } from '../../../src/core/restore/foreign/sqlStatements'
import { readSqlInsert } from '../../../src/core/restore/foreign/sqlInsert'
import { dump } from '../../support/corpusTables'
import { seed } from '../../support/seed'
import { codesOf, deps, readFile } from './foreignParts'

test.each([
  ["INSERT INTO t VALUES(1,-2,'it''s',NULL,X'00fF')", [1, -2, "it's", null, Uint8Array.of(0, 255)]],
  ['INSERT INTO t VALUES(9007199254740993,-9223372036854775808)', ['9007199254740993', '-9223372036854775808']],
  ['INSERT INTO t VALUES(0.1,2.0,1e999,-1.0e-5,9223372036854775808)', [0.1, 2, Infinity, -0.00001, 9223372036854775808]],
  ["INSERT INTO t VALUES(replace(replace('a\\r\\nb','\\r',char(13)),'\\n',char(10)))", ['a\r\nb']],
  ["INSERT INTO t VALUES(unistr('a\\u000ab\\\\c\\+01f600'))", ['a\nb\\c😀']],
  ["INSERT INTO t VALUES(replace('$&','&',char(36)))", ['$$']],
] as const)('%s', (sql, values) => {
  expect(readSqlInsert(sql)).toMatchObject({ table: 't', fields: null, values })
})

test.each([
  'INSERT INTO t VALUES(random())', 'INSERT INTO t SELECT 1', 'INSERT INTO t VALUES(1),(2)', 'INSERT INTO t VALUES(1) RETURNING 1', 'INSERT INTO t VALUES(1+1)', "INSERT INTO t VALUES('a)",
  "INSERT INTO t VALUES(x'0')", 'INSERT INTO t DEFAULT VALUES', `INSERT INTO t VALUES(${'unistr('.repeat(50)}'a'${')'.repeat(50)})`, 'INSERT OR REPLACE INTO t VALUES(1)', 'INSERT INTO t VALUES((SELECT 1))',
])('%s is nothing that a dump holds', (sql) => {
  expect(readSqlInsert(sql)).toBeTypeOf('string')
})

test('names of fields are taken, quoted or not', () => {
  expect(readSqlInsert('INSERT INTO "my ""t"("a b",c) VALUES(1,2)')).toMatchObject({ table: 'my "t', fields: ['a b', 'c'] })
})

test('statements end where SQLite ends them, however the text is cut', () => {
  const statements = [
    "CREATE TABLE [a;b] (\"c;\", `d;`)", "INSERT INTO t VALUES('a;''b--c;/*')", 'CREATE VIEW v AS SELECT 1 -- not; here\n, 2 /* nor; here */',
    "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 'END;' END; UPDATE t SET a = 1; -- END;\nEND", 'COMMIT',
  ]
  const text = `-- first\n${statements.join(';\n/* ; */ ')};\n-- last ;`
  for (const size of [1, 2, 3, 7, 1000]) {
    const reader = createStatementReader()
    const found: string[] = []
    for (let at = 0; at < text.length; at += size) found.push(...reader.write(text.slice(at, at + size)))
    expect(found, `pieces of ${size}`).toEqual(statements)
    expect(reader.end()).toBe('')
  }
})

test('triggers do not run while a dump is read, whatever their order', async () => {
  const file = await readFile(dump('CREATE TABLE t(a);\nCREATE TABLE log(a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO log VALUES(new.a); END;\nINSERT INTO t VALUES(1);'))
  expect(file.records('log')).toEqual([])
  expect(file.inspection.triggers).toMatchObject([{ name: 'x', table: 't' }])
  expect(codesOf(file.findings)).toContain('triggers-asleep')
})

const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0
const VALUE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `'${text.replace(/[\0\p{Surrogate}]/gu, '?').replaceAll("'", "''")}'`),
  fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String), fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => { const text = String(value); return /[.e]/.test(text) ? text : `${text}.0` }),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => `X'${Buffer.from(bytes).toString('hex')}'`), fc.constantFrom('NULL', "''", "'a\nb'", "'a\r\nb'", "'\\n'", "';'", "'--'", "'unistr('"),
)

test.skipIf(!hasSqlite)('any database comes back from its dump as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dump-'))
  try {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(VALUE, VALUE, VALUE), { minLength: 1, maxLength: 30 }), async (rows) => {
      const path = join(folder, 'x.db')
      rmSync(path, { force: true })
      writeFileSync(join(folder, 'x.sql'), `CREATE TABLE "a b" (k INTEGER PRIMARY KEY, x, y TEXT, z REAL);\n${rows.map((row) => `INSERT INTO "a b"(x,y,z) VALUES(${row.join(',')});`).join('\n')}`)
      execFileSync('sqlite3', [path, `.read ${join(folder, 'x.sql')}`])
      const text = execFileSync('sqlite3', [path, '.dump'], { maxBuffer: 1e8 })
      const source = deps.engine.open(new Uint8Array(readFileSync(path)))
      const wanted = source.rows('SELECT quote(k), quote(x), quote(y), quote(z) FROM "a b"')
      source.close()
      expect((await readFile(new Uint8Array(text))).records('a b')).toEqual(wanted)
    }), { seed, numRuns: 40 })
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)
