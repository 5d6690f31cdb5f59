import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import type { Edit, RecordKey } from '../../../../src/core/book/bookDescription'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()

type Values = Readonly<Record<string, Cell>>
type Change = readonly [RecordKey, Values]

const step = (table: string, changes: readonly Change[], additions: readonly Values[] = []): Edit => ({
  type: 'changeRecords',
  table,
  changes: changes.map(([key, values]) => ({ key, values })),
  additions,
})

const SQL = `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0), half REAL, twice AS (age * 2));
  CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), d DATE); CREATE TABLE log (what TEXT);
  INSERT INTO p (id, name, age) VALUES (1, 'Ada', 36), (2, 'Ben', 5), (3, 'Cleo', 41); INSERT INTO c VALUES (1, 1, 'some day')`

describe('one step', () => {
  test('changes and additions are done, taken back and done again together', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    const done = good(book.edit(step('p', [[[1], { age: 37, half: 2 }], [[2], { name: 'Bo', age: null }], [[3], { age: 41 }]], [{ name: 'Dan', half: { r: '3.0' } }, { name: 'Eve', id: 9 }])))
    expect(done).toMatchObject({ records: 4, added: 2, key: null, effect: { reshaped: false, counts: [{ table: 'p', by: 2 }] } })
    expect(book.cells('p')).toEqual([
      [1, 'Ada', 37, { r: '2.0' }, 74],
      [2, 'Bo', null, null, null],
      [3, 'Cleo', 41, null, 82],
      [4, 'Dan', null, { r: '3.0' }, null],
      [9, 'Eve', null, null, null],
    ])
    const after = book.dump()
    const undone = good(book.takeBack(done.inverse))
    expect(undone.effect.counts).toEqual([{ table: 'p', by: -2 }])
    expect(book.dump()).toBe(before)
    good(book.takeBack(undone.inverse))
    expect(book.dump()).toBe(after)
  })
  test('one record added alone tells its key; nothing to do makes no step', () => {
    const book = openEditing(engine, SQL)
    expect(good(book.edit(step('c', [], [{ p: 2 }]))).key).toEqual([2])
    expect(good(book.edit(step('p', [[[1], { name: 'Ada' }]])))).toMatchObject({ records: 0, inverse: null })
    expect(good(book.edit(step('p', [])))).toMatchObject({ records: 0, inverse: null })
  })
  test('what stays as it is need not fit its kind', () => {
    const book = openEditing(engine, SQL)
    good(book.edit(step('c', [[[1], { d: 'some day', p: 2 }]])))
    expect(bad(book.edit(step('c', [[[1], { d: 'another day' }]])))).toMatchObject({ type: 'SeveralRefused', records: [{ failure: { type: 'ValueDoesNotFit' } }] })
  })
  test('fields without a type take every value as it is, in STRICT tables too', () => {
    for (const sql of ['CREATE TABLE t (a)', 'CREATE TABLE t (a ANY) STRICT']) {
      const book = openEditing(engine, sql)
      const values: Cell[] = [7, '7', { i: '9223372036854775807' }, 0.5, { r: '2.0' }, { b: 'AAE=' }]
      good(book.edit(step('t', [], values.map((a) => ({ a })))))
      expect(book.cells('t').flat()).toEqual(values)
    }
  })
  test('keys and unique values move from record to record', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    const done = good(book.edit(step('p', [[[2], { id: 3 }], [[3], { id: 4, name: 'Dan' }]], [{ id: 2, name: 'Cleo' }])))
    expect(book.cells('p').map((cells) => cells.slice(0, 3))).toEqual([
      [1, 'Ada', 36],
      [2, 'Cleo', null],
      [3, 'Ben', 5],
      [4, 'Dan', 41],
    ])
    const undone = good(book.takeBack(done.inverse))
    expect(book.dump()).toBe(before)
    good(book.takeBack(undone.inverse))
    expect(book.rows('p').rows.map(({ key }) => key)).toEqual([[1], [2], [3], [4]])
  })
  test('unique values go round in a circle, back and forth, whatever they are', () => {
    const book = openEditing(engine, `CREATE TABLE s (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE CHECK (length(code) = 1), rank INT UNIQUE NOT NULL, ratio REAL NOT NULL UNIQUE, pic BLOB NOT NULL UNIQUE, mate TEXT UNIQUE REFERENCES s (code), note TEXT) STRICT;
      INSERT INTO s VALUES (1, 'a', 1, 0.5, x'01', NULL, 'x'), (2, 'b', 2, 1.5, x'02', NULL, 'y'), (3, 'c', 3, 2.5, x'03', NULL, 'z')`)
    const before = book.dump()
    const done = good(book.edit(step('s', [
      [[1], { code: 'b', rank: 2, ratio: 1.5, pic: { b: 'Ag==' }, mate: 'c' }],
      [[2], { code: 'c', rank: 3, ratio: 2.5, pic: { b: 'Aw==' } }],
      [[3], { code: 'a', rank: 1, ratio: 0.5, pic: { b: 'AQ==' }, note: 'round' }],
    ])))
    expect(done).toMatchObject({ records: 3, inverse: { type: 'several' }, effect: { counts: [] } })
    expect(book.cells('s')).toEqual([
      [1, 'b', 2, 1.5, { b: 'Ag==' }, 'c', 'x'],
      [2, 'c', 3, 2.5, { b: 'Aw==' }, null, 'y'],
      [3, 'a', 1, 0.5, { b: 'AQ==' }, null, 'round'],
    ])
    const after = book.dump()
    const undone = good(book.takeBack(done.inverse))
    expect(book.dump()).toBe(before)
    expect(undone.inverse).toMatchObject({ type: 'several' })
    good(book.takeBack(undone.inverse))
    expect(book.dump()).toBe(after)
  })
  test('a circle that ends in a forbidden value, or leads nowhere, is refused and leaves everything', () => {
    const book = openEditing(engine, `${SQL}; CREATE TABLE r (id INTEGER PRIMARY KEY, p INTEGER NOT NULL UNIQUE REFERENCES p (id)); INSERT INTO r VALUES (1, 1), (2, 2)`)
    const before = book.dump()
    expect(bad(book.edit(step('p', [[[1], { name: 'Ben' }], [[2], { name: 'Ada', age: 0 }]])))).toMatchObject({ refused: 2, records: [{ place: 0 }, { place: 1, failure: { detail: expect.stringContaining('age > 0') as unknown } }] })
    expect(bad(book.edit(step('r', [[[1], { p: 2 }], [[2], { p: 77 }]])))).toMatchObject({ type: 'SeveralRefused', records: [{ failure: { detail: expect.stringContaining('77') as unknown } }] })
    expect(book.dump()).toBe(before)
    good(book.edit(step('r', [[[1], { p: 2 }], [[2], { p: 1 }]])))
    expect(book.cells('r')).toEqual([[1, 2], [2, 1]])
  })
  test('a key means the record that had it before the step', () => {
    const book = openEditing(engine, SQL)
    good(book.edit(step('p', [[[3], { id: 30 }], [[2], { id: 3 }], [[3], { age: 99 }]])))
    expect(book.cells('p').map((cells) => cells.slice(0, 3))).toEqual([[1, 'Ada', 36], [3, 'Ben', 5], [30, 'Cleo', 99]])
    expect(bad(book.edit(step('p', [[[30], { id: 7 }], [[7], { age: 1 }]])))).toMatchObject({ refused: 1, records: [{ place: 1, failure: { type: 'RecordNotFound' } }] })
  })
  test('records of one step may refer to each other in any order', () => {
    const book = openEditing(engine, "CREATE TABLE n (code TEXT PRIMARY KEY, up TEXT REFERENCES n (code)) WITHOUT ROWID; CREATE TABLE d (id INTEGER PRIMARY KEY, up INTEGER REFERENCES d (id) DEFERRABLE INITIALLY DEFERRED)")
    const before = book.dump()
    const done = good(book.edit(step('n', [], [{ code: 'c', up: 'b' }, { code: 'b', up: 'a' }, { code: 'a' }])))
    good(book.takeBack(done.inverse))
    expect(book.dump()).toBe(before)
    good(book.edit(step('d', [], [{ id: 1, up: 2 }, { id: 2, up: 1 }])))
    expect(bad(book.edit(step('d', [[[1], { up: 7 }]], [{ up: 8 }, { up: 1 }])))).toMatchObject({ refused: 2, records: [{ place: 0, failure: { detail: '“up” refers to “7”, which is not in “d”' } }, { place: 1 }] })
  })
})

describe('refused as a whole, with every record named', () => {
  test('each for its own reason', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    const failure = bad(book.edit(step(
      'p',
      [[[1], { age: 'old' }], [[2], { name: 'Cleo' }], [[3], { age: 0 }], [[8], { age: 1 }], [[1], { age: 50 }], [[1], { twice: 4 }]],
      [{ age: 3 }, { name: 'Fay' }, { name: '' }, { name: 'Gil', absent: 1 }, { name: 'Ada' }],
    )))
    expect(failure).toEqual({
      type: 'SeveralRefused',
      table: 'p',
      refused: 9,
      records: [
        { place: 0, failure: { type: 'ValueDoesNotFit', table: 'p', field: 'age', kind: 'whole-number', value: 'old' } },
        { place: 1, failure: { type: 'ConstraintBroken', table: 'p', detail: 'another record has the same “name”', fields: ['name'] } },
        { place: 2, failure: { type: 'ConstraintBroken', table: 'p', detail: 'the check “age > 0” does not allow it', fields: ['age'] } },
        { place: 3, failure: { type: 'RecordNotFound', table: 'p' } },
        { place: 5, failure: { type: 'ConstraintBroken', table: 'p', detail: '“twice” is calculated', fields: ['twice'] } },
        { place: 6, failure: { type: 'ConstraintBroken', table: 'p', detail: '“name” must not be empty', fields: ['name'] } },
        { place: 8, failure: { type: 'ConstraintBroken', table: 'p', detail: '“name” must not be empty', fields: ['name'] } },
        { place: 9, failure: { type: 'FieldNotFound', table: 'p', field: 'absent' } },
        { place: 10, failure: { type: 'ConstraintBroken', table: 'p', detail: 'another record has the same “name”', fields: ['name'] } },
      ],
    })
    expect(book.dump()).toBe(before)
  })
  test('references that lead nowhere, and what others refer to', () => {
    const book = openEditing(engine, SQL)
    expect(bad(book.edit(step('c', [[[1], { p: 2 }]], [{ p: 3 }, { p: 77 }])))).toMatchObject({ refused: 1, records: [{ place: 2, failure: { detail: '“p” refers to “77”, which is not in “p”' } }] })
    expect(bad(book.edit(step('p', [[[1], { id: 10 }]])))).toMatchObject({ refused: 1, records: [{ place: 0, failure: { type: 'ConstraintBroken' } }] })
  })
  test('triggers: in their own words, passing over, and rolling everything back', () => {
    const rule = (what: string) => `CREATE TRIGGER r BEFORE INSERT ON p WHEN new.age = 13 BEGIN SELECT RAISE(${what}); END`
    for (const [what, detail] of [["ABORT, 'not thirteen'", 'not thirteen'], ["ROLLBACK, 'never'", 'never'], ["FAIL, 'no'", 'no'], ['IGNORE', 'a trigger of the table passes over it']]) {
      const book = openEditing(engine, `${SQL}; ${rule(what ?? '')}`)
      const before = book.dump()
      expect(bad(book.edit(step('p', [[[1], { age: 1 }]], [{ name: 'Dan' }, { name: 'Eve', age: 13 }])))).toEqual({
        type: 'SeveralRefused', table: 'p', refused: 1, records: [{ place: 2, failure: { type: 'ConstraintBroken', table: 'p', detail } }],
      })
      expect(book.dump()).toBe(before)
      book.db.close()
    }
  })
  test('the first fifty are named, all are counted', () => {
    const book = openEditing(engine, SQL)
    const failure = bad(book.edit(step('p', [], Array.from({ length: 120 }, (_, i) => ({ name: `n${i}`, age: i % 2 ? -1 : 1 })))))
    expect(failure).toMatchObject({ type: 'SeveralRefused', refused: 60 })
    expect(failure.type === 'SeveralRefused' && failure.records.map(({ place }) => place)).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i + 1))
  })
  test('views, unknown tables, keys that are none', () => {
    const book = openEditing(engine, `${SQL}; CREATE VIEW v AS SELECT * FROM p`)
    expect(bad(book.edit(step('v', []))).type).toBe('TableIsReadOnly')
    expect(bad(book.edit(step('absent', []))).type).toBe('TableNotFound')
    for (const key of [[], [1, 2], [null], ['x'], [{ b: '***' }]]) expect(bad(book.edit(step('p', [[key, { age: 1 }]])))).toMatchObject({ records: [{ failure: { type: 'RecordNotFound' } }] })
  })
})

test('with triggers and cascades, whole pages are the way back', () => {
  const book = openEditing(engine, `${SQL}; CREATE TRIGGER a AFTER UPDATE ON c BEGIN INSERT INTO log VALUES (new.id); END;
    CREATE TABLE e (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON UPDATE CASCADE); INSERT INTO e VALUES (1, 3)`)
  expect(good(book.edit(step('c', [[[1], { p: 2 }]])))).toMatchObject({ inverse: { type: 'pages' }, effect: { counts: 'unknown' } })
  expect(good(book.edit(step('p', [[[3], { id: 33 }]])))).toMatchObject({ inverse: { type: 'pages' }, effect: { counts: 'unknown' } })
})

test('10,000 records at once, done or refused', () => {
  const book = openEditing(engine, `${SQL}; CREATE INDEX by_age ON p (age)`)
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ name: `name ${i}`, age: i + 1, half: i / 7 }))
  const time = <T>(what: string, task: () => T): T => {
    const from = performance.now()
    const value = task()
    console.log(`changeRecords, 10,000: ${what} ${Math.round(performance.now() - from)} ms`)
    return value
  }
  const added = time('added', () => good(book.edit(step('p', [], rows))))
  const changes = rows.map((row, i): Change => [[i + 4], { age: row.age + 1, half: null }])
  const changed = time('changed', () => good(book.edit(step('p', changes))))
  time('refused', () => expect(bad(book.edit(step('p', [], rows)))).toMatchObject({ refused: 10_000 }))
  const undone = time('taken back', () => good(book.takeBack(changed.inverse)))
  good(book.takeBack(undone.inverse))
  good(book.takeBack(changed.inverse))
  time('removed', () => good(book.takeBack(added.inverse)))
  expect(book.cells('p')).toHaveLength(3)
})
