import { expect, test } from 'vitest'
import type { Cell } from '../../../src/core/base/cell'
import { cellToBound } from '../../../src/core/base/cell'
import { findTable } from '../../../src/core/book/keyedTable'
import { createRowMemory, readRows } from '../../../src/core/book/readRows'
import { openEngine } from '../../support/engines'
import { bad, good } from '../../support/sessions'
import { openEditing } from './editing'

const engine = await openEngine()

const EXACT: Cell[] = [
  null, 0, 1, -1, 9007199254740991, -9007199254740991, { i: '9007199254740992' }, { i: '9223372036854775807' }, { i: '-9223372036854775808' },
  { r: '0.0' }, { r: '2.0' }, 0.1, 5e-324, { r: '1.7976931348623157e+308' }, { r: 'Infinity' }, { r: '-Infinity' },
  '', 'plain', 'Ünïcødé 🧾', 'a\u0000b', '"quotes" \\ and \n lines', '{"b":"FF"}', { x: 'Qf9C' }, { x: '/w==' }, { b: '' }, { b: 'AAEC' },
]

test('every kind of value comes back exactly', () => {
  const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
  for (const cell of EXACT) {
    const bound = cellToBound(cell)
    if (!bound) throw new Error('no cell')
    book.db.rows(`INSERT INTO t (v) VALUES (${bound.cast === 'none' ? '?' : `CAST(? AS ${bound.cast})`})`, [bound.value])
  }
  expect(book.cells('t').map(([, v]) => v)).toEqual(EXACT)
  expect(EXACT.map((_, i) => good(book.record('t', [i + 1])).cells[1])).toEqual(EXACT)
})

test('big blobs come whole in a record, empty in a window', () => {
  const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, f BLOB); INSERT INTO t VALUES (1, zeroblob(1024)), (2, zeroblob(1025))')
  expect(book.cells('t').map(([, f]) => f)).toEqual([{ b: `${'A'.repeat(1366)}==` }, { b: '' }])
  expect(good(book.record('t', [2])).cells[1]).toEqual({ b: `${'A'.repeat(1367)}=` })
})

test('sorted by fields with NULLs last, text without regard to case, ties by key', () => {
  const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, n INT); INSERT INTO t VALUES (1,'b',1),(2,NULL,2),(3,'A',3),(4,'a',NULL),(5,'B',5)")
  const ids = (sort: { field: string; descending: boolean }[]) => book.cells('t', { sort }).map(([id]) => id)
  expect(ids([{ field: 's', descending: false }])).toEqual([3, 4, 1, 5, 2])
  expect(ids([{ field: 'S', descending: true }])).toEqual([1, 5, 3, 4, 2])
  expect(ids([{ field: 'n', descending: true }])).toEqual([5, 3, 2, 1, 4])
  expect(ids([])).toEqual([1, 2, 3, 4, 5])
  expect(ids([{ field: 's', descending: false }, { field: 'n', descending: true }])).toEqual([3, 4, 5, 1, 2])
})

test('ties are by key also where an index gives the order', () => {
  const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, n INT); CREATE INDEX i ON t (n); INSERT INTO t VALUES (1, 5), (2, 5), (3, 5), (4, 6)')
  expect(book.cells('t', { sort: [{ field: 'n', descending: true }] }).map(([id]) => id)).toEqual([4, 1, 2, 3])
})

test('an unknown field to sort by is a failure', () => {
  const book = openEditing(engine, 'CREATE TABLE t (a)')
  expect(bad(readRows(book.db, book.table('t'), { table: 't', from: 0, count: 1, sort: [{ field: 'b"', descending: false }], search: '' }, book.around()))).toEqual({ type: 'FieldNotFound', table: 't', field: 'b"' })
})

test('a search finds text anywhere, in any case, taking % and _ as they are', () => {
  const book = openEditing(engine, `CREATE TABLE t (a TEXT, n INT, f BLOB); INSERT INTO t VALUES ('100% sure', 1, x'41'), ('100 sure', 12, NULL), ('ÄRGER', 3, NULL), ('a_b\\c', 4, NULL), ('axb', 5, NULL)`)
  const found = (search: string) => book.cells('t', { search }).map(([a]) => a)
  expect(found('SURE')).toEqual(['100% sure', '100 sure'])
  expect(found('100%')).toEqual(['100% sure'])
  expect(found('a_b\\')).toEqual(['a_b\\c'])
  expect(found('ärger')).toEqual(['ÄRGER'])
  expect(found('12')).toEqual(['100 sure'])
  expect(found('x'.repeat(60_000))).toEqual([])
  expect(book.rows('t', { search: 'sure', count: 1 })).toMatchObject({ total: 2, rows: [{ cells: ['100% sure', 1, { b: 'QQ==' }] }] })
})

test('windows are clamped and tell the whole number', () => {
  const book = openEditing(engine, 'CREATE TABLE t (a); INSERT INTO t VALUES (1),(2),(3)')
  expect(book.rows('t', { from: 1, count: 1 })).toEqual({ rows: [{ key: [2], cells: [2] }], total: 3 })
  expect(book.rows('t', { from: -5, count: Number.NaN })).toEqual({ rows: [], total: 3 })
  expect(book.rows('t', { from: 99, count: 5 })).toEqual({ rows: [], total: 3 })
})

test('keys: rowids beyond 53 bits, composite keys, places in views', () => {
  const book = openEditing(
    engine,
    `CREATE TABLE big (a); INSERT INTO big (_rowid_, a) VALUES (9007199254740993, 'x');
     CREATE TABLE pair (x TEXT, y REAL, v, PRIMARY KEY (y, x)) WITHOUT ROWID; INSERT INTO pair VALUES ('a', 2, 'v');
     CREATE VIEW looks AS SELECT v FROM pair; CREATE VIEW broken AS SELECT absent FROM pair`,
  )
  expect(book.rows('big').rows[0]?.key).toEqual([{ i: '9007199254740993' }])
  expect(good(book.record('big', [{ i: '9007199254740993' }])).cells).toEqual(['x'])
  expect(book.rows('pair').rows[0]?.key).toEqual([{ r: '2.0' }, 'a'])
  expect(good(book.record('pair', [{ r: '2.0' }, 'a'])).cells).toEqual(['a', { r: '2.0' }, 'v'])
  expect(book.rows('looks').rows).toEqual([{ key: [0], cells: ['v'] }])
  expect(good(book.record('looks', [0])).cells).toEqual(['v'])
  expect(bad(book.record('pair', ['a']))).toEqual({ type: 'RecordNotFound', table: 'pair' })
  expect(bad(book.record('big', [1]))).toEqual({ type: 'RecordNotFound', table: 'big' })
  const broken = good(findTable(book.shape(), 'broken'))
  expect(bad(readRows(book.db, broken, { table: 'broken', from: 0, count: 1, sort: [], search: '' }, book.around())).type).toBe('SqlFailed')
})

test('large keys come whole, so that each names its own record', () => {
  const book = openEditing(
    engine,
    `CREATE TABLE blobs (k BLOB PRIMARY KEY, v TEXT) WITHOUT ROWID; INSERT INTO blobs VALUES (x'', 'empty'), (zeroblob(2000), 'zeros'), (replace(hex(zeroblob(700)), '00', 'key'), 'text'), (CAST(replace(hex(zeroblob(700)), '00', 'key') AS BLOB), 'bytes')`,
  )
  const rows = book.rows('blobs').rows
  expect(new Set(rows.map(({ key }) => JSON.stringify(key))).size).toBe(4)
  for (const row of rows) expect(good(book.record('blobs', row.key)).cells[1]).toBe(row.cells[1])
  expect(rows.map(({ cells }) => cells[0]).filter((cell) => typeof cell === 'object')).toEqual([{ b: '' }, { b: '' }, { b: '' }])
})

test('2,000 fields can be read and searched', () => {
  const names = Array.from({ length: 1990 }, (_, i) => `f${i}`)
  const book = openEditing(engine, `CREATE TABLE wide (${names.join(', ')}); INSERT INTO wide (f0, f1989) VALUES ('first', 'last')`)
  const [row] = book.cells('wide', { search: 'LAST' })
  expect([row?.length, row?.[0], row?.[1989]]).toEqual([1990, 'first', 'last'])
})

test('the first window of a large table does not read the table', () => {
  const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) INSERT INTO t SELECT i, 'record ' || i FROM n")
  const table = book.table('t')
  const around = book.around()
  const time = () => {
    const started = performance.now()
    expect(good(readRows(book.db, table, { table: 't', from: 0, count: 100, sort: [], search: '' }, around)).rows).toHaveLength(100)
    return performance.now() - started
  }
  expect(Math.min(time(), time(), time(), time(), time())).toBeLessThan(10)
})

test('totals are counted once until they are forgotten', () => {
  const memory = createRowMemory()
  let counted = 0
  const count = () => ++counted
  expect([memory.total('a', count), memory.total('a', count), memory.total('b', count)]).toEqual([1, 1, 2])
  memory.forget()
  expect(memory.total('a', count)).toBe(3)
})
