import { expect, test } from 'vitest'
import { bytesToText, textToBytes } from '../../../src/core/base/bytes'
import { quoteIdentifier } from '../../../src/core/base/quoteIdentifier'
import { unwatchedWork } from '../../../src/core/base/progress'
import { digestContent } from '../../../src/core/backup/contentDigest'
import { readRecordLines } from '../../../src/core/backup/recordLines'
import { realToCellText } from '../../../src/core/backup/rewriteTags'
import { readTableShapes } from '../../../src/core/backup/tableShape'
import type { SqlDatabase } from '../../../src/core/book/sqlEngine'
import { openEngine } from '../../support/engines'
import { createRandom } from '../../support/random'

const engine = await openEngine()

function openWith(sql: string): SqlDatabase {
  const db = engine.open(null)
  db.run(sql)
  return db
}

function linesOf(db: SqlDatabase): string[] {
  return readTableShapes(db).flatMap((shape) => [...readRecordLines(db, shape, new Set())].flatMap((batch) => (bytesToText(batch.bytes) ?? '?').split('\n').slice(0, -1)))
}

test.each([
  ['NULL', 'null'], ['0', '0'], ['-7', '-7'], ['9007199254740991', '9007199254740991'], ['9007199254740992', '{"i":"9007199254740992"}'],
  ['-9223372036854775808', '{"i":"-9223372036854775808"}'], ['2.0', '{"r":"2.0"}'], ['-0.0', '{"r":"0.0"}'], ['0.1', '0.1'], ['1.5e-7', '1.5e-7'],
  ['1e15', '{"r":"1000000000000000.0"}'], ['1e21', '{"r":"1e+21"}'], ['1e300', '{"r":"1e+300"}'], ['9e999', '{"r":"Infinity"}'], ['-9e999', '{"r":"-Infinity"}'],
  ['0.60927801944151305', '0.609278019441513'], ["x''", '{"b":""}'], ["x'00'", '{"b":"AA=="}'], ["x'0001'", '{"b":"AAE="}'], ["x'000102ff'", '{"b":"AAEC/w=="}'],
  ["''", '""'], ["'a\"b\\'", '"a\\"b\\\\"'], ["'{\"b\":\"00\"}'", '"{\\"b\\":\\"00\\"}"'], ["'{\"r\":1}'", '"{\\"r\\":1}"'], ["char(0,10,31,127,8232)", '"\\u0000\\n\\u001f\u007f\u2028"'],
  ["'é😀'", '"é😀"'], ["CAST(x'ff' AS TEXT)", '{"x":"/w=="}'], ["CAST(x'eda080' AS TEXT)", '{"x":"7aCA"}'], ["CAST(x'efbbbf41' AS TEXT)", '"\ufeffA"'],
])('%s is written %s, both ways', (sql, cell) => {
  const db = openWith(`CREATE TABLE t (v); INSERT INTO t VALUES (${sql})`)
  expect(linesOf(db)).toEqual([`[${cell}]`])
  // text that is not UTF-8 in the same batch sends it the slow way
  db.run("INSERT INTO t VALUES (CAST(x'ff' AS TEXT))")
  expect(linesOf(db)).toEqual([`[${cell}]`, '[{"x":"/w=="}]'])
})

test('records stand in the order of their keys, bytewise, whatever order they came in', () => {
  const db = openWith(`CREATE TABLE a (k TEXT COLLATE NOCASE PRIMARY KEY); INSERT INTO a VALUES ('b'), ('B2'), (NULL), ('a'), (NULL), ('é'), ('Z');
    CREATE TABLE b (x, y, PRIMARY KEY (y DESC, x)) WITHOUT ROWID; INSERT INTO b VALUES (1, 'b'), (2, 'a'), (1, 'a');
    CREATE TABLE c (v); INSERT INTO c (rowid, v) VALUES (5, 'later'), (2, 'sooner');
    CREATE TABLE d (rowid, oid, _rowid_, v, UNIQUE (v, oid, rowid, _rowid_)); INSERT INTO d VALUES (9, 9, 9, 'z'), (1, 1, 1, 'a');
    CREATE TABLE e (id INTEGER PRIMARY KEY, v); INSERT INTO e VALUES (3, 'c'), (-1, 'a')`)
  expect(linesOf(db)).toEqual([
    '[null]', '[null]', '["B2"]', '["Z"]', '["a"]', '["b"]', '["é"]', '[1,"a"]', '[2,"a"]', '[1,"b"]', '["sooner"]', '["later"]', '[9,9,9,"z"]', '[1,1,1,"a"]', '[-1,"a"]', '[3,"c"]',
  ])
})

test('generated fields are left out, and the widest tables fit', () => {
  const names = Array.from({ length: 1500 }, (_, i) => `c${i}`)
  const db = openWith(`CREATE TABLE g (a, b AS (a * 2), c AS (a + 1) STORED); INSERT INTO g VALUES (4);
    CREATE TABLE w (${names.join(', ')}); INSERT INTO w VALUES (${names.map((_, i) => i).join(', ')})`)
  expect(linesOf(db)).toEqual(['[4]', `[${names.map((_, i) => i).join(',')}]`])
  db.run(`UPDATE w SET c7 = CAST(x'ff' AS TEXT)`)
  expect(linesOf(db)[1]).toBe(`[${names.map((_, i) => (i === 7 ? '{"x":"/w=="}' : i)).join(',')}]`)
})

test('a UTF-16 database gives the same lines', () => {
  const sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 'é😀'), (2, 2.5), (3, x'00ff'), (4, char(0)), (5, 9007199254740993)"
  expect(linesOf(openWith(`PRAGMA encoding = 'UTF-16le'; ${sql}`))).toEqual(linesOf(openWith(sql)))
})

test('many batches, the slow way taking over in the middle', () => {
  const db = openWith(`CREATE TABLE t (id INTEGER PRIMARY KEY, v);
    WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000) INSERT INTO t SELECT n, printf('%.*c', 500, 'x') FROM c`)
  const before = linesOf(db)
  expect(before).toHaveLength(5000)
  db.run("UPDATE t SET v = CAST(x'ff' AS TEXT) WHERE id = 3000")
  const after = linesOf(db)
  expect(after[2999]).toBe('[3000,{"x":"/w=="}]')
  expect(after.filter((line, i) => line !== before[i])).toHaveLength(1)
})

test('every double is written as JavaScript writes it and reads back the same', () => {
  const random = createRandom('doubles')
  const db = openWith('CREATE TABLE t (v)')
  const insert = db.prepare('INSERT INTO t VALUES (CAST(? AS REAL))')
  const view = new DataView(new ArrayBuffer(8))
  const doubles: number[] = [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 4.35, 0.1 + 0.2, 2 ** 53 + 2]
  for (let i = 0; i < 20_000; i++) {
    view.setBigUint64(0, BigInt(random.int(0, 2 ** 32 - 1)) * 4294967296n + BigInt(random.int(0, 2 ** 32 - 1)))
    const value = i % 2 ? view.getFloat64(0) : Math.round(random.next() * 1e9) / 10 ** random.int(0, 12)
    if (Number.isFinite(value)) doubles.push(value)
  }
  db.run('BEGIN')
  for (const value of doubles) insert.run([value])
  db.run('COMMIT')
  expect(linesOf(db)).toEqual(doubles.map((value) => `[${realToCellText(value)}]`))
  for (const value of doubles) {
    const cell = JSON.parse(realToCellText(value)) as number | { r: string }
    expect(typeof cell === 'number' ? cell : Number(cell.r)).toBe(value === 0 ? 0 : value)
  }
})

test('the digest is that of the documented bytes', async () => {
  const db = openWith(`CREATE TABLE "b ""q""" (id INTEGER PRIMARY KEY, v); INSERT INTO "b ""q""" VALUES (1, 'x'), (2, 2.0); CREATE TABLE A (n); CREATE VIEW v AS SELECT 1`)
  const digest = async (text: string) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', textToBytes(text)))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const a = await digest('{"table":"A","fields":["n"]}\n')
  const b = await digest('{"table":"b \\"q\\"","fields":["id","v"]}\n[1,"x"]\n[2,{"r":"2.0"}]\n')
  const contentDigest = await digest(`["A",0,"${a}"]\n["b \\"q\\"",2,"${b}"]\n`)
  const tables = [{ name: 'A', records: 0, digest: a }, { name: 'b "q"', records: 2, digest: b }]
  expect(await digestContent(db, [], unwatchedWork)).toEqual({ ok: true, value: { contentDigest, tables } })
  expect(quoteIdentifier('b "q"')).toBe('"b ""q"""')
})

test('reading in key order needs no sorting where an index gives it', () => {
  const db = openWith('CREATE TABLE t (id INTEGER PRIMARY KEY, v); CREATE TABLE k (k TEXT PRIMARY KEY, v)')
  const plan = (sql: string) => db.rows(`EXPLAIN QUERY PLAN ${sql}`).map((row) => String(row[3])).join()
  expect(plan('SELECT * FROM t ORDER BY rowid')).not.toContain('TEMP')
  expect(plan('SELECT * FROM k ORDER BY k COLLATE BINARY, rowid')).not.toContain('TEMP')
})
