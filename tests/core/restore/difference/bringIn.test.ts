import { describe, expect, test } from 'vitest'
import type { BringInSelection } from '../../../../src/core/restore/difference/difference'
import { checkBringIn } from '../../../../src/core/restore/difference/checkBringIn'
import { planBringIn } from '../../../../src/core/restore/difference/planBringIn'
import { openEngine } from '../../../support/engines'
import { good, identity } from '../../../support/sessions'
import { openEditing } from '../../book/editing'
import { bytesOf, compared } from './books'

const engine = await openEngine()
const all = (...tables: string[]): BringInSelection => ({ tables: tables.map((table) => ({ table, keys: 'all' })) })

/** A live book and the plan that brings a selection of another one into it. */
async function planned(here: string, inFile: string, selection: BringInSelection, leftOut: { table: string; field: string }[] = []) {
  const book = openEditing(engine, here)
  const index = await compared(engine, here, bytesOf(engine, inFile), { leftOut })
  const { tables } = good(planBringIn(index, selection))
  const check = checkBringIn(index, selection, identity)
  index.pair.close()
  return { book, check, bring: () => book.edit({ type: 'bringIn', tables }) }
}

const MEMBERS = 'CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, note, password TEXT);'
const PAID = `${MEMBERS} CREATE TABLE paid (nr INTEGER PRIMARY KEY, member INTEGER NOT NULL REFERENCES members (id), amount MONEY_INTEGER);`

describe('records matched by key', () => {
  test('are added and changed, once, and taken back as one', async () => {
    const { book, check, bring } = await planned(
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 1, 'x'), (2, 'Ben', 2, 'y')`,
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 1.0, NULL), (3, 'Cleo', 9007199254740993, NULL), (4, 'Dan', x'00ff', NULL)`,
      all('members'),
      [{ table: 'members', field: 'password' }],
    )
    expect(check).toEqual({ ok: true, value: { added: 2, changed: 1, newTables: [], brokenCount: 0, broken: [] } })
    const before = book.dump()
    const first = good(bring())
    expect(first).toMatchObject({ added: 2, records: 3, effect: { counts: [{ table: 'members', by: 2 }] } })
    expect(book.cells('members')).toEqual([
      [1, 'Ada', { r: '1.0' }, 'x'],
      [2, 'Ben', 2, 'y'],
      [3, 'Cleo', { i: '9007199254740993' }, null],
      [4, 'Dan', { b: 'AP8=' }, null],
    ])
    const after = book.dump()
    expect(good(bring())).toMatchObject({ added: 0, records: 0, inverse: null })
    const back = good(book.takeBack(first.inverse))
    expect(book.dump()).toBe(before)
    const again = good(book.takeBack(back.inverse))
    expect(book.dump()).toBe(after)
    good(book.takeBack(again.inverse))
    expect(book.dump()).toBe(before)
  })

  test('are not brought where a trigger of the book keeps them out', async () => {
    const trigger = "CREATE TRIGGER closed BEFORE INSERT ON members BEGIN SELECT RAISE(IGNORE) WHERE new.name = 'Eve'; END;"
    const { book, check, bring } = await planned(`${MEMBERS} ${trigger}`, `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 1, 'x'), (2, 'Eve', 1, 'x')`, all('members'))
    const before = book.dump()
    const refused = { ok: false, failure: { type: 'ConstraintBroken', table: 'members', detail: expect.stringContaining('trigger') } }
    expect(check).toMatchObject(refused)
    expect(bring()).toMatchObject(refused)
    expect(book.edit({ type: 'addRecord', table: 'members', values: { name: 'Eve' } })).toMatchObject(refused)
    expect(book.dump()).toBe(before)
  })

  test('may be chosen one by one', async () => {
    const { book, bring } = await planned(
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 1, 'x')`,
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 2, 'x'), (3, 'Cleo', 1, 'z'), (4, 'Dan', 1, 'z')`,
      { tables: [{ table: 'members', keys: [[4], [77]] }] },
    )
    expect(good(bring())).toMatchObject({ added: 1, records: 1 })
    expect(book.cells('members').map(([id]) => id)).toEqual([1, 4])
  })

  test('may pass a unique value on from one to the next', async () => {
    const { book, bring } = await planned(
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 1, 'x'), (2, 'Ben', 1, 'x'), (3, 'Cleo', 1, 'x')`,
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ben', 1, 'x'), (2, 'Cleo', 1, 'x'), (3, 'Dan', 1, 'x')`,
      all('members'),
    )
    const before = book.dump()
    const done = good(bring())
    expect(book.cells('members').map(([, name]) => name)).toEqual(['Ben', 'Cleo', 'Dan'])
    good(book.takeBack(done.inverse))
    expect(book.dump()).toBe(before)
  })

  test('are refused whole where a rule of the table forbids one', async () => {
    const { book, check, bring } = await planned(
      `${MEMBERS} INSERT INTO members VALUES (1, 'Ada', 1, 'x')`,
      `${MEMBERS} INSERT INTO members VALUES (2, 'Ben', 1, 'x'), (3, 'Ada', 1, 'x')`,
      all('members'),
    )
    const before = book.dump()
    expect(check).toMatchObject({ ok: false, failure: { type: 'ConstraintBroken', table: 'members' } })
    expect(bring()).toMatchObject({ ok: false, failure: { type: 'ConstraintBroken' } })
    expect(book.dump()).toBe(before)
  })

  test('take what a field that was left out needs, when they are new', async () => {
    const sql = 'CREATE TABLE t (id INTEGER PRIMARY KEY, pin TEXT NOT NULL, v);'
    const { book, bring } = await planned(`${sql} INSERT INTO t VALUES (1, '1234', 1)`, `${sql} INSERT INTO t VALUES (1, '', 2), (2, '', 3)`, all('t'), [{ table: 't', field: 'pin' }])
    good(bring())
    expect(book.cells('t')).toEqual([[1, '1234', 2], [2, '', 3]])
  })
})

describe('records without a key', () => {
  test('are added as often as they are in the file, and no more', async () => {
    const { book, check, bring } = await planned("CREATE TABLE n (t); INSERT INTO n VALUES ('a'), ('b')", "CREATE TABLE n (t); INSERT INTO n VALUES ('b'), ('b'), ('b'), ('c'), (CAST(x'ff' AS TEXT))", all('n'))
    expect(check).toMatchObject({ ok: true, value: { added: 4, changed: 0 } })
    const before = book.dump()
    const done = good(bring())
    expect(book.cells('n').map(([t]) => t)).toEqual(['a', 'b', 'b', 'b', 'c', { x: '/w==' }])
    expect(good(bring())).toMatchObject({ records: 0, inverse: null })
    good(book.takeBack(done.inverse))
    expect(book.dump()).toBe(before)
  })
})

describe('references', () => {
  const LIVE = `${PAID} INSERT INTO members VALUES (1, 'Ada', NULL, NULL)`
  const FILE = `${PAID} INSERT INTO members VALUES (1, 'Ada', NULL, NULL), (2, 'Ben', NULL, NULL); INSERT INTO paid VALUES (10, 1, 5), (11, 2, 6), (12, 3, 7)`

  test('that would lead nowhere are told before, and refuse the whole', async () => {
    const { book, check, bring } = await planned(LIVE, FILE, all('paid'))
    const before = book.dump()
    expect(check).toEqual({
      ok: true,
      value: {
        added: 3, changed: 0, newTables: [], brokenCount: 2,
        broken: [{ table: 'paid', key: [11], field: 'member', refersTo: 'members', value: 2 }, { table: 'paid', key: [12], field: 'member', refersTo: 'members', value: 3 }],
      },
    })
    expect(bring()).toEqual({ ok: false, failure: { type: 'ReferencesBroken', count: 2 } })
    expect(book.dump()).toBe(before)
  })

  test('may lead to records that are brought along, in any order', async () => {
    const selection: BringInSelection = { tables: [{ table: 'paid', keys: [[10], [11]] }, { table: 'members', keys: [[2]] }] }
    const { book, check, bring } = await planned(LIVE, FILE, selection)
    expect(check).toMatchObject({ ok: true, value: { added: 3, brokenCount: 0 } })
    const before = book.dump()
    const done = good(bring())
    expect(done).toMatchObject({ added: 3 })
    expect(book.cells('paid').map(([nr]) => nr)).toEqual([10, 11])
    good(book.takeBack(done.inverse))
    expect(book.dump()).toBe(before)
  })

  test('of records that stay are kept from breaking', async () => {
    const sql = 'CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE); CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code));'
    const { book, check, bring } = await planned(
      `${sql} INSERT INTO p VALUES (1, 'a'); INSERT INTO c VALUES (1, 'a')`,
      `${sql} INSERT INTO p VALUES (1, 'z')`,
      all('p'),
    )
    const before = book.dump()
    expect(check).toMatchObject({ ok: true, value: { brokenCount: 1 } })
    expect(bring()).toEqual({ ok: false, failure: { type: 'ReferencesBroken', count: 1 } })
    expect(book.dump()).toBe(before)
  })
})

describe('tables that the book lacks', () => {
  test('are made', async () => {
    const { book, check, bring } = await planned(
      'CREATE TABLE a (x)',
      `CREATE TABLE a (x); CREATE TABLE "new ""one" (k TEXT PRIMARY KEY, v UNIQUE) WITHOUT ROWID; INSERT INTO "new ""one" VALUES ('k', 1)`,
      all('new "one'),
    )
    expect(check).toMatchObject({ ok: true, value: { added: 1, newTables: ['new "one'] } })
    expect(good(bring())).toMatchObject({ added: 1, inverse: { type: 'pages' }, effect: { reshaped: true } })
    expect(book.cells('new "one')).toEqual([['k', 1]])
    expect(good(bring())).toMatchObject({ records: 0 })
  })

  test('are not made where the text would make something else', () => {
    const book = openEditing(engine, 'CREATE TABLE a (x)')
    const nothing = { matchedBy: 'key' as const, fields: [], key: [], onlyWhenNew: [], lines: new Uint8Array(), records: 0 }
    for (const createSql of ['CREATE TABLE other (x)', 'CREATE TEMP TABLE b (x)', 'CREATE VIEW b AS SELECT 1', 'DROP TABLE a', 'CREATE TABLE b (x); DROP TABLE a']) {
      const before = book.dump()
      const done = book.edit({ type: 'bringIn', tables: [{ ...nothing, table: 'b', createSql }] })
      if (createSql.startsWith('CREATE TABLE b')) expect(book.shape().tables.map(({ name }) => name)).toEqual(['a', 'b'])
      else {
        expect(done.ok, createSql).toBe(false)
        expect(book.dump()).toBe(before)
      }
    }
  })
})
