import { describe, expect, test } from 'vitest'
import { bytesToText, concatBytes } from '../../../../src/core/base/bytes'
import { watchedWork } from '../../../../src/core/base/progress'
import { compareBooks, COMPARE_ALL } from '../../../../src/core/restore/difference/compareBooks'
import { differencesToCsv } from '../../../../src/core/restore/difference/differenceCsv'
import { readDifferences } from '../../../../src/core/restore/difference/readDifferences'
import { openEngine } from '../../../support/engines'
import { bytesOf, compared, rowsOf, tableOf } from './books'

const engine = await openEngine()
const MEMBERS = 'CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT NOT NULL, joined DATE, fee MONEY_INTEGER);'
const HERE = `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', '2026-01-01', 1250), (2, 'Ben', '2026-02-01', 5), (3, 'Cleo', '2026-03-01', NULL)`
const IN_FILE = `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', '2026-01-01', 1250), (2, 'Benno', '2026-02-01', 6), (4, 'Dan', '2026-04-01', 7)`

describe('by key', () => {
  test('tells what is only here, only in the file and changed', async () => {
    const index = await compared(engine, HERE, IN_FILE)
    expect(tableOf(index, 'members')).toEqual({
      name: 'members', side: 'both', matchedBy: 'key', fields: ['id', 'name', 'joined', 'fee'],
      here: 3, inFile: 3, onlyHere: 1, onlyInFile: 1, changed: 1,
      newestHere: { key: [3], moment: '2026-03-01' }, newestInFile: { key: [4], moment: '2026-04-01' }, shape: [],
    })
    expect(rowsOf(index, 'Members')).toEqual([
      { kind: 'changed', key: [2], here: [2, 'Ben', '2026-02-01', 5], inFile: [2, 'Benno', '2026-02-01', 6], changedFields: [1, 3] },
      { kind: 'only-here', key: [3], here: [3, 'Cleo', '2026-03-01', null], inFile: null, changedFields: [] },
      { kind: 'only-in-file', key: [4], here: null, inFile: [4, 'Dan', '2026-04-01', 7], changedFields: [] },
    ])
    index.pair.close()
  })

  test('gives windows by kind, field and search of either side', async () => {
    const index = await compared(engine, HERE, IN_FILE)
    expect(rowsOf(index, 'members', { kinds: ['only-in-file'] }).map(({ key }) => key)).toEqual([[4]])
    expect(rowsOf(index, 'members', { field: 'joined' })).toEqual([])
    expect(rowsOf(index, 'members', { field: 'FEE' }).map(({ key }) => key)).toEqual([[2]])
    expect(rowsOf(index, 'members', { search: 'NNO' }).map(({ key }) => key)).toEqual([[2]])
    expect(rowsOf(index, 'members', { search: 'cle' }).map(({ key }) => key)).toEqual([[3]])
    const window = readDifferences(index, { table: 'members', kinds: ['only-here', 'changed', 'only-in-file'], field: null, search: '', from: 1, count: 1 })
    expect(window.ok && [window.value.total, window.value.rows.map(({ key }) => key)]).toEqual([3, [[3]]])
    expect(readDifferences(index, { table: 'members', kinds: ['changed'], field: 'nope', search: '', from: 0, count: 1 })).toMatchObject({ failure: { type: 'FieldNotFound' } })
    expect(readDifferences(index, { table: 'nope', kinds: ['changed'], field: null, search: '', from: 0, count: 1 })).toMatchObject({ failure: { type: 'TableNotFound' } })
    index.pair.close()
  })

  test('holds values apart that SQLite calls equal, and 64-bit integers', async () => {
    const table = 'CREATE TABLE t (id INTEGER PRIMARY KEY, v, n TEXT COLLATE NOCASE);'
    const index = await compared(
      engine,
      `${table} INSERT INTO t VALUES (1, 1, 'a'), (2, '1', 'a'), (3, 9007199254740993, 'a'), (4, x'00', 'a'), (5, NULL, 'a'), (6, 1.5, 'same'), (7, 1, 'a'), (9223372036854775807, 1, NULL)`,
      `${table} INSERT INTO t VALUES (1, 1.0, 'a'), (2, 1, 'a'), (3, 9007199254740992, 'a'), (4, CAST(x'00' AS TEXT), 'a'), (5, '', 'a'), (6, 1.5, 'same'), (7, 1, 'A'), (9223372036854775806, 1, NULL)`,
    )
    const changed = rowsOf(index, 't', { kinds: ['changed'] })
    expect(changed.map(({ key, changedFields }) => [key[0], changedFields])).toEqual([[1, [1]], [2, [1]], [3, [1]], [4, [1]], [5, [1]], [7, [2]]])
    expect(changed[2]?.here).toEqual([3, { i: '9007199254740993' }, 'a'])
    expect(rowsOf(index, 't', { kinds: ['only-here', 'only-in-file'] }).map(({ key }) => key)).toEqual([[{ i: '9223372036854775807' }], [{ i: '9223372036854775806' }]])
    index.pair.close()
  })

  test('tells large blobs apart that a window does not show', async () => {
    const table = 'CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB);'
    const index = await compared(engine, `${table} INSERT INTO t VALUES (1, CAST(zeroblob(5000) || x'01' AS BLOB))`, `${table} INSERT INTO t VALUES (1, CAST(zeroblob(5000) || x'02' AS BLOB))`)
    expect(rowsOf(index, 't')).toEqual([{ kind: 'changed', key: [1], here: [1, { b: '' }], inFile: [1, { b: '' }], changedFields: [1] }])
    index.pair.close()
  })

  test('matches composite keys, keys without rowid and text keys by their own collation', async () => {
    const sql = (rows: string, words: string) => `CREATE TABLE parts (a TEXT, b INT, v, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO parts VALUES ${rows};
      CREATE TABLE words (w TEXT PRIMARY KEY COLLATE NOCASE, v); INSERT INTO words VALUES ${words}`
    const index = await compared(engine, sql("('x', 1, 1), ('x', 2, 1), ('y', 1, 1)", "('Apple', 1), ('pear', 2)"), sql("('x', 2, 1), ('x', 1, 2), ('z', 9, 1)", "('apple', 1), ('plum', 2)"))
    expect(rowsOf(index, 'parts').map(({ kind, key }) => [kind, key])).toEqual([['changed', [1, 'x']], ['only-here', [1, 'y']], ['only-in-file', [9, 'z']]])
    expect(rowsOf(index, 'words')).toEqual([
      { kind: 'changed', key: ['Apple'], here: ['Apple', 1], inFile: ['apple', 1], changedFields: [0] },
      { kind: 'only-here', key: ['pear'], here: ['pear', 2], inFile: null, changedFields: [] },
      { kind: 'only-in-file', key: ['plum'], here: null, inFile: ['plum', 2], changedFields: [] },
    ])
    index.pair.close()
  })

  test('does not match by key where keys are empty or of another sort', async () => {
    const empty = 'CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES (NULL, 1), (NULL, 2);'
    const index = await compared(engine, `${empty} CREATE TABLE u (k TEXT PRIMARY KEY)`, `${empty} CREATE TABLE u (k INTEGER PRIMARY KEY)`)
    expect(index.summary.tables.map(({ name, matchedBy, onlyHere, onlyInFile }) => [name, matchedBy, onlyHere, onlyInFile])).toEqual([['t', 'content', 0, 0], ['u', 'content', 0, 0]])
    expect(tableOf(index, 'u').shape).toEqual([{ field: 'k', here: 'TEXT PRIMARY KEY', inFile: 'INTEGER PRIMARY KEY' }])
    index.pair.close()
  })
})

describe('by content', () => {
  test('counts equal records as often as they occur', async () => {
    const index = await compared(engine, "CREATE TABLE n (t TEXT); INSERT INTO n VALUES ('a'), ('b'), ('b'), ('c')", "CREATE TABLE n (t TEXT); INSERT INTO n VALUES ('b'), ('a'), ('a'), ('b'), ('b')")
    expect(tableOf(index, 'n')).toMatchObject({ matchedBy: 'content', here: 4, inFile: 5, onlyHere: 1, onlyInFile: 2, changed: 0 })
    expect(rowsOf(index, 'n').map(({ kind, here, inFile }) => [kind, here ?? inFile])).toEqual([['only-here', ['c']], ['only-in-file', ['a']], ['only-in-file', ['b']]])
    index.pair.close()
  })

  test('reads tables whose fields hide the rowid', async () => {
    const sql = (row: string) => `CREATE TABLE h (rowid TEXT, _rowid_ TEXT, oid TEXT); INSERT INTO h VALUES ('a', 'b', 'c'), ${row}`
    const index = await compared(engine, sql("('1', '2', '3')"), sql("('1', '2', '4')"))
    expect(rowsOf(index, 'h').map(({ kind, here, inFile }) => [kind, here ?? inFile])).toEqual([['only-here', ['1', '2', '3']], ['only-in-file', ['1', '2', '4']]])
    index.pair.close()
  })

  test('carries text that is not well-formed', async () => {
    const index = await compared(engine, "CREATE TABLE n (t)", "CREATE TABLE n (t); INSERT INTO n VALUES (CAST(x'ff' AS TEXT))")
    expect(rowsOf(index, 'n')).toEqual([{ kind: 'only-in-file', key: [1], here: null, inFile: [{ x: '/w==' }], changedFields: [] }])
    index.pair.close()
  })
})

describe('the shape', () => {
  test('compares the common fields and tells the others', async () => {
    const index = await compared(
      engine,
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO t VALUES (1, 'a', 'b')",
      "CREATE TABLE T (id INTEGER PRIMARY KEY, c TEXT, A TEXT); INSERT INTO T VALUES (1, 'c', 'a')",
    )
    expect(tableOf(index, 't')).toMatchObject({ fields: ['id', 'a', 'b', 'c'], changed: 0, shape: [{ field: 'b', here: 'TEXT', inFile: null }, { field: 'c', here: null, inFile: 'TEXT' }] })
    index.pair.close()
  })

  test('lists tables of one side, and views, triggers and indexes; nothing of the file runs', async () => {
    const index = await compared(
      engine,
      'CREATE TABLE a (x); CREATE TABLE m (x); CREATE INDEX i ON m (x); CREATE VIEW v AS SELECT 1',
      "CREATE TABLE b (y PRIMARY KEY); INSERT INTO b VALUES ('k'); CREATE TABLE m (x); CREATE VIEW v AS SELECT 2; CREATE TRIGGER t AFTER INSERT ON m BEGIN DELETE FROM m; END; CREATE VIEW broken AS SELECT * FROM nowhere",
    )
    expect(index.summary.tables.map(({ name, side, onlyInFile }) => [name, side, onlyInFile])).toEqual([['a', 'only-here', 0], ['m', 'both', 0], ['b', 'only-in-file', 1]])
    expect(rowsOf(index, 'b')).toEqual([{ kind: 'only-in-file', key: ['k'], here: null, inFile: ['k'], changedFields: [] }])
    expect(index.summary.objects).toEqual([
      { type: 'index', name: 'i', side: 'only-here' }, { type: 'view', name: 'v', side: 'both' },
      { type: 'trigger', name: 't', side: 'only-in-file' }, { type: 'view', name: 'broken', side: 'only-in-file' },
    ])
    index.pair.close()
  })

  test('does not count fields that the file was written without', async () => {
    const sql = (secret: string) => `CREATE TABLE t (id INTEGER PRIMARY KEY, password TEXT); INSERT INTO t VALUES (1, ${secret})`
    const index = await compared(engine, sql("'x'"), sql('NULL'), { leftOut: [{ table: 't', field: 'password' }] })
    expect(tableOf(index, 't')).toMatchObject({ changed: 0 })
    index.pair.close()
  })
})

test('stops when it is cancelled', async () => {
  const pair = engine.openPair(bytesOf(engine, HERE), bytesOf(engine, IN_FILE))
  const outcome = await compareBooks(pair, COMPARE_ALL, watchedWork(() => undefined, () => true, () => Promise.resolve()))
  expect(outcome).toEqual({ ok: false, failure: { type: 'Cancelled' } })
  pair.close()
})

test('writes CSV with both sides next to each other and formulas defused', async () => {
  const index = await compared(engine, HERE, `${IN_FILE}; UPDATE members SET name = '=cmd()' WHERE id = 4`)
  const csv = differencesToCsv(index, { table: 'members', kinds: ['changed', 'only-in-file'], field: null, search: '' }, 2)
  if (!csv.ok) throw new Error(csv.failure.type)
  expect(bytesToText(concatBytes([...csv.value]))).toBe(
    '\ufeffdifference,id (here),id (file),name (here),name (file),joined (here),joined (file),fee (here),fee (file)\r\n' +
      "changed,2,2,Ben,Benno,2026-02-01,2026-02-01,0.05,0.06\r\nonly in the file,,4,,'=cmd(),,2026-04-01,,0.07\r\n",
  )
  index.pair.close()
})
