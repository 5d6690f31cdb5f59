import { expect, test } from 'vitest'
import type { Edit, RowQuery } from '../../../../src/core/book/bookDescription'
import { createBookEditor } from '../../../../src/core/book/createBookEditor'
import { createBookSession } from '../../../../src/core/book/createBookSession'
import type { KeyedTable } from '../../../../src/core/book/keyedTable'
import { createRowMemory, readRows } from '../../../../src/core/book/readRows'
import type { SqlDatabase } from '../../../../src/core/book/sqlEngine'
import { createMemoryDevice } from '../../../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../../../src/platform/memory/memoryShelf'
import { randomBytes } from '../../../../src/platform/browser/randomBytes'
import { openEngine } from '../../../support/engines'
import { createRandom } from '../../../support/random'
import { BOOK_ID, good, identity, instant } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()

/** More than are sorted at once, and than are walked over. */
const LARGE = 24_000

/** No table here refers to another. */
const AROUND = { tables: [], currency: 'EUR' }

const FILLED = `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${LARGE})
  INSERT INTO t SELECT i, CASE i % 7 WHEN 0 THEN NULL ELSE (i * 7919) % 1009 END, CASE i % 11 WHEN 0 THEN NULL ELSE char(65 + i % 26 + (i % 2) * 32) || (i * 31 % 977) END, i % 3 FROM c;`

const query = (rest: Partial<RowQuery> = {}): RowQuery => ({ table: 't', from: 0, count: 100, sort: [], search: '', ...rest })

/** The keys of all records that pass, sorted at once by one statement. */
function allKeys(db: SqlDatabase, where: string, order: string, key = 'id'): unknown[] {
  return db.rows(`SELECT ${key} FROM t ${where} ORDER BY ${order}`).map(([one]) => one)
}

const SORTS: [Partial<RowQuery>, where: string, order: string][] = [
  [{}, '', 'id'],
  [{ sort: [{ field: 'n', descending: false }] }, '', 'n NULLS LAST, id'],
  [{ sort: [{ field: 'n', descending: true }, { field: 's', descending: false }] }, '', 'n DESC NULLS LAST, s COLLATE NOCASE NULLS LAST, id'],
  [{ sort: [{ field: 's', descending: false }, { field: 'must', descending: true }] }, '', 's COLLATE NOCASE NULLS LAST, must DESC, id'],
  [{ search: '9' }, "WHERE id LIKE '%9%' OR n LIKE '%9%' OR s LIKE '%9%' OR must LIKE '%9%'", 'id'],
  [{ search: 'b', sort: [{ field: 'n', descending: true }] }, "WHERE s LIKE '%b%'", 'n DESC NULLS LAST, id'],
  [{ filter: { match: 'all', conditions: [{ test: 'less', field: 'n', value: 300 }] }, sort: [{ field: 's', descending: true }] }, 'WHERE n < 300', 's COLLATE NOCASE DESC NULLS LAST, id'],
  [{ search: 'b', filter: { match: 'any', conditions: [{ test: 'is', field: 'must', value: 1 }, { test: 'empty', field: 'n' }] } }, "WHERE s LIKE '%b%' AND (must = 1 OR n IS NULL)", 'id'],
]

function checkWindows(db: SqlDatabase, table: KeyedTable, asked: Partial<RowQuery>, expected: readonly unknown[], offsets: readonly number[], memory = createRowMemory()) {
  for (const from of offsets) {
    const count = 1 + (from % 137)
    const window = good(readRows(db, table, query({ ...asked, from, count }), AROUND, memory))
    expect(window.total).toBe(expected.length)
    expect(window.rows.map(({ key }) => key[0])).toEqual(expected.slice(from, from + count))
  }
}

test('every window is the slice of what sorting all of it gives, whatever is remembered', { timeout: 120_000 }, () => {
  const random = createRandom('windows')
  for (const holes of [false, true]) {
    const book = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, s TEXT, must INT NOT NULL); ${FILLED} ${holes ? 'DELETE FROM t WHERE id % 13 = 4; INSERT INTO t VALUES (-7, 1, NULL, 1), (5000000000, 2, NULL, 2)' : ''}`)
    const table = book.table('t')
    for (const [asked, where, order] of SORTS) {
      const expected = allKeys(book.db, where, order)
      const offsets = [0, 5, 900, 999, 1001, 11_999, 10_500, ...Array.from({ length: 12 }, () => random.int(0, expected.length + 50)), expected.length - 1, expected.length, 10 ** 9]
      checkWindows(book.db, table, asked, expected, offsets)
      // nothing remembered, or the whole remembered from a deep window on
      checkWindows(book.db, table, asked, expected, [random.int(0, expected.length)])
      checkWindows(book.db, table, asked, expected, [expected.length - 3, 0, 998])
    }
  }
})

test('small tables, tables without a rowid, keys beyond 53 bits and views give the same slices', () => {
  const random = createRandom('small windows')
  const rows = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 400) INSERT INTO t SELECT 'k' || (i * 7 % 400), i % 9, char(97 + i % 5), i FROM c"
  const shapes = [
    ['CREATE TABLE t (id TEXT PRIMARY KEY, n INT, s TEXT, must INT)', 'must', 'must'],
    ['CREATE TABLE t (id TEXT, n INT, s TEXT, must INT, PRIMARY KEY (id)) WITHOUT ROWID', 'id', 'id'],
  ] as const
  for (const [schema, key, ties] of shapes) {
    const book = openEditing(engine, `${schema}; ${rows}`)
    for (const [asked, where, order] of [[{}, '', ties], [{ sort: [{ field: 's', descending: true }] }, '', `s DESC, ${ties}`], [{ search: 'B' }, "WHERE s = 'b'", ties]] as const) {
      checkWindows(book.db, book.table('t'), asked, allKeys(book.db, where, order, key), [0, 1, 399, 400, random.int(0, 399), random.int(0, 399)])
    }
  }
  const far = openEditing(engine, `CREATE TABLE t (a TEXT); INSERT INTO t (_rowid_, a) VALUES (9007199254740993, 'x'), (9007199254740995, 'w'), (1, 'y')`)
  expect(far.rows('t', { sort: [{ field: 'a', descending: false }] }).rows.map(({ key }) => key[0])).toEqual([{ i: '9007199254740995' }, { i: '9007199254740993' }, 1])
})

test('a record of a view is read again by its key, however the window was sorted', () => {
  const book = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 30), (2, 10), (3, 20), (4, 40); CREATE VIEW v AS SELECT n, 'no ' || n AS name FROM t`)
  const asked = [{}, { sort: [{ field: 'n', descending: true }] }, { search: '0', sort: [{ field: 'name', descending: false }] }, { filter: { match: 'all' as const, conditions: [{ test: 'greater' as const, field: 'n', value: 15 }] } }]
  for (const one of asked) {
    const { rows, total } = book.rows('v', one)
    expect(rows).toHaveLength(total)
    for (const row of rows) expect(good(book.record('v', row.key))).toEqual(row)
  }
  expect(book.cells('v', asked[1]).map(([n]) => n)).toEqual([40, 30, 20, 10])
  expect(book.cells('v', asked[3]).map(([n]) => n)).toEqual([30, 20, 40])
})

test('a longer search among what a shorter one found finds the same', () => {
  const book = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 3000) INSERT INTO t SELECT i, CASE i % 9 WHEN 0 THEN 'Größe ' ELSE 'x' END || i FROM c`)
  const memory = createRowMemory()
  for (const search of ['g', 'gr', 'grö', 'GRÖß', 'größe 1', 'größe 12', 'größe 1', '12', '123', 'größe', '']) {
    for (const descending of [false, true]) {
      const asked = query({ search, sort: descending ? [{ field: 's', descending }] : [], count: 5000 })
      expect(good(readRows(book.db, book.table('t'), asked, book.around(), memory))).toEqual(good(readRows(book.db, book.table('t'), asked, book.around())))
    }
  }
})

test('fields named like the words of the statements are nothing special', () => {
  const names = ['k', 'n', 'g0', 't0', 'key', 'value', 'id', 'rowid', 'json', '_nightsafe_key', 'c?1']
  const book = openEditing(engine, `CREATE TABLE t (${names.map((name) => `"${name}"`).join(', ')}); INSERT INTO t VALUES (${names.map((_, i) => 20 - i).join(', ')}), (${names.map((_, i) => i).join(', ')}), (${names.map((_, i) => 10 + (i % 3)).join(', ')})`)
  for (const [place, field] of names.entries()) {
    const cells = book.cells('t', { sort: [{ field, descending: false }], filter: { match: 'all', conditions: [{ test: 'at-least', field, value: 0 }] } })
    const values = cells.map((row) => Number(row[place]))
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(values).toHaveLength(3)
  }
})

test('after an edit, its undo and an edit of another window nothing remembered is stale', { timeout: 120_000 }, async () => {
  const device = createMemoryDevice()
  const deps = () => ({ engine, storage: createMemoryShelf(device, { hasLog: true }).storageOf(BOOK_ID), randomBytes })
  const file = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, s TEXT, must INT NOT NULL); ${FILLED}`).db.bytes()
  const at = instant()
  const session = good(await createBookSession(deps(), { identity, bytes: file, at }))
  const editor = createBookEditor(session)
  const isRight = async () => {
    for (const [asked, where, order] of SORTS) {
      const expected = session.read((db) => allKeys(db, where, order))
      for (const from of [0, 12_000, expected.length - 40]) {
        const window = good(await editor.rows(query({ ...asked, from })))
        expect(window.total).toBe(expected.length)
        expect(window.rows.map(({ key }) => key[0])).toEqual(expected.slice(from, from + 100))
      }
    }
  }
  const edits: Edit[] = [
    { type: 'changeRecord', table: 't', key: [12_345], values: { n: -1, s: 'aab' } },
    { type: 'deleteRecords', table: 't', keys: [[3], [12_000]] },
    { type: 'addRecord', table: 't', values: { n: 500, s: 'bbb', must: 1 } },
  ]
  await isRight()
  for (const edit of edits) {
    good(await editor.edit(edit, at))
    await isRight()
  }
  for (const _ of edits) {
    good(await editor.undo(at))
    await isRight()
  }
  expect((await editor.edit({ type: 'addRecord', table: 't', values: {} }, at)).ok).toBe(false)
  await isRight()
  good(await session.write(at, (db) => {
    db.run('DELETE FROM t WHERE id < 500')
    return { ok: true, value: undefined }
  }))
  await isRight()
})
