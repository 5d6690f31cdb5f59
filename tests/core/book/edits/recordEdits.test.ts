import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import type { FieldKind } from '../../../../src/core/book/bookDescription'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()

const KINDS = `CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO other VALUES (1, 'one'), (2, 'two');
  CREATE TABLE t (id INTEGER PRIMARY KEY, a_text TEXT, a_note LONGTEXT, a_whole INTEGER, a_decimal REAL, a_money MONEY_INTEGER, a_date DATE,
  a_moment DATETIME, a_flag BOOLEAN, a_choice TEXT CHECK ("a_choice" IN ('x', 'y')), a_reference INTEGER REFERENCES other (id), a_file BLOB,
  a_sum AS (a_whole + 1))`

describe('values are checked by kind', () => {
  const fits: [string, Cell, Cell?][] = [
    ['a_text', 'words'], ['a_text', ''], ['a_text', '12'], ['a_text', { x: '/w==' }], ['a_note', 'a\nb'], ['a_whole', -5], ['a_whole', { i: '9223372036854775807' }],
    ['a_decimal', 0.5], ['a_decimal', 2, { r: '2.0' }], ['a_decimal', { r: '3.0' }], ['a_money', 1999], ['a_money', -1], ['a_date', '2024-02-29'],
    ['a_moment', '2026-11-21T18:04'], ['a_moment', '2026-11-21 18:04:09.123'], ['a_moment', '2026-11-21T18:04:09+01:00'], ['a_flag', 0], ['a_flag', 1],
    ['a_choice', 'y'], ['a_reference', 2], ['a_file', { b: 'AAEC' }],
  ]
  test.each(fits)('%s takes %j', (field, cell, stored = cell) => {
    const book = openEditing(engine, KINDS)
    const { key } = good(book.edit({ type: 'addRecord', table: 't', values: { [field]: cell } }))
    const at = book.table('t').fields.findIndex(({ name }) => name === field)
    expect(good(book.record('t', key ?? [])).cells[at]).toEqual(stored)
    expect(good(book.edit({ type: 'changeRecord', table: 't', key: [1], values: { [field]: null } })).records).toBe(1)
  })
  const misfits: [string, Cell, FieldKind][] = [
    ['a_text', 5, 'text'], ['a_note', { b: '' }, 'long-text'], ['a_whole', 1.5, 'whole-number'], ['a_whole', '5', 'whole-number'], ['a_whole', { r: '2.0' }, 'whole-number'],
    ['a_whole', { i: '9223372036854775808' }, 'whole-number'], ['a_decimal', '0.5', 'decimal'], ['a_decimal', { r: 'Infinity' }, 'decimal'], ['a_decimal', Number.NaN, 'decimal'], ['a_money', 19.99, 'money'],
    ['a_date', '2023-02-29', 'date'], ['a_date', '2024-13-01', 'date'], ['a_date', '2024-1-1', 'date'], ['a_date', '0000-01-01', 'date'], ['a_moment', '2026-11-21', 'date-time'],
    ['a_moment', '2026-11-21T24:00', 'date-time'], ['a_flag', 2, 'yes-no'], ['a_flag', 'yes', 'yes-no'], ['a_choice', 'z', 'choice'], ['a_reference', { b: '' }, 'reference'],
    ['a_file', 'text', 'file'], ['a_file', { b: '***' }, 'file'],
  ]
  test.each(misfits)('%s refuses %j', (field, cell, kind) => {
    const book = openEditing(engine, KINDS)
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { [field]: cell } }))).toMatchObject({ type: 'ValueDoesNotFit', table: 't', field, kind })
    expect(book.cells('t')).toEqual([])
  })
  test('calculated fields, unknown fields and tables, records that are not there', () => {
    const book = openEditing(engine, KINDS)
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { a_sum: 1 } }))).toMatchObject({ type: 'ConstraintBroken' })
    expect(bad(book.edit({ type: 'addRecord', table: 't', values: { absent: 1 } }))).toEqual({ type: 'FieldNotFound', table: 't', field: 'absent' })
    expect(bad(book.edit({ type: 'addRecord', table: 'absent', values: {} }))).toEqual({ type: 'TableNotFound', table: 'absent' })
    expect(bad(book.edit({ type: 'changeRecord', table: 't', key: [1], values: { a_text: 'x' } }))).toEqual({ type: 'RecordNotFound', table: 't' })
    expect(bad(book.edit({ type: 'deleteRecords', table: 't', keys: [[1]] }))).toEqual({ type: 'RecordNotFound', table: 't' })
    expect(good(book.edit({ type: 'addRecord', table: 't', values: {} })).key).toEqual([1])
  })
})

describe('constraints are told in plain words', () => {
  const book = openEditing(
    engine,
    `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0)); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));
     INSERT INTO p VALUES (1, 'Ada', 36), (2, 'Ben', 5); INSERT INTO c VALUES (1, 1); CREATE VIEW v AS SELECT * FROM p;`,
  )
  test.each<[string, Parameters<typeof book.edit>[0], string]>([
    ['taken', { type: 'addRecord', table: 'p', values: { name: 'Ada' } }, 'another record has the same “name”'],
    ['missing', { type: 'addRecord', table: 'p', values: {} }, '“name” must not be empty'],
    ['emptied', { type: 'changeRecord', table: 'p', key: [1], values: { name: null } }, '“name” must not be empty'],
    ['blank', { type: 'changeRecord', table: 'p', key: [1], values: { name: '' } }, '“name” must not be empty'],
    ['checked', { type: 'changeRecord', table: 'p', key: [1], values: { age: 0 } }, 'the check “age > 0” does not allow it'],
    ['dangling', { type: 'addRecord', table: 'c', values: { p: 9 } }, '“p” refers to “9”, which is not in “p”'],
    ['in use', { type: 'deleteRecords', table: 'p', keys: [[2], [1]] }, 'other records refer to it, or what it refers to does not exist'],
  ])('%s', (_, edit, detail) => {
    const before = book.dump()
    expect(bad(book.edit(edit))).toMatchObject({ type: 'ConstraintBroken', detail })
    expect(book.dump()).toBe(before)
  })
  test('views are read-only', () => expect(bad(book.edit({ type: 'deleteRecords', table: 'v', keys: [[0]] }))).toMatchObject({ type: 'TableIsReadOnly', table: 'v' }))
})

describe('inverses', () => {
  const SQL = `CREATE TABLE t (a TEXT, n INTEGER, f BLOB, up AS (upper(a))); INSERT INTO t (_rowid_, a, n, f) VALUES (7, 'seven', 7, x'00FF'), (9007199254740993, 'big', NULL, NULL);
    CREATE TABLE k (x TEXT, y INTEGER, v TEXT, PRIMARY KEY (y, x)) WITHOUT ROWID; INSERT INTO k VALUES ('a', 1, 'v')`

  test('an added record goes and comes back under its key', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    const added = good(book.edit({ type: 'addRecord', table: 'k', values: { x: 'b', y: 2, v: 'w' } }))
    expect(added).toMatchObject({ key: [2, 'b'], records: 1, effect: { reshaped: false, counts: [{ table: 'k', by: 1 }] } })
    const after = book.dump()
    const removed = good(book.takeBack(added.inverse))
    expect(removed.effect.counts).toEqual([{ table: 'k', by: -1 }])
    expect(book.dump()).toBe(before)
    good(book.takeBack(removed.inverse))
    expect(book.dump()).toBe(after)
  })
  test('deleted records come back with all their cells and rowids, after other changes too', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    const deleted = good(book.edit({ type: 'deleteRecords', table: 't', keys: [[7], [{ i: '9007199254740993' }], [7]] }))
    expect(deleted.records).toBe(2)
    expect(book.cells('t')).toEqual([])
    const other = good(book.edit({ type: 'addRecord', table: 't', values: { a: 'other' } }))
    expect(other.key).toEqual([1])
    good(book.takeBack(deleted.inverse))
    good(book.takeBack(other.inverse))
    expect(book.dump()).toBe(before)
  })
  test('a changed record goes back, also when its key changed', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    const changed = good(book.edit({ type: 'changeRecord', table: 'k', key: [1, 'a'], values: { x: 'z', v: null } }))
    expect(book.rows('k').rows).toEqual([{ key: [1, 'z'], cells: ['z', 1, null] }])
    const undone = good(book.takeBack(changed.inverse))
    expect(book.dump()).toBe(before)
    good(book.takeBack(undone.inverse))
    expect(book.rows('k').rows[0]?.key).toEqual([1, 'z'])
  })
  test('a whole-number key can be changed and goes back', () => {
    const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')")
    const changed = good(book.edit({ type: 'changeRecord', table: 't', key: [1], values: { id: 5 } }))
    expect(book.rows('t').rows[0]?.key).toEqual([5])
    good(book.takeBack(changed.inverse))
    expect(book.rows('t').rows[0]?.key).toEqual([1])
  })
  test('setting a field to what it is changes nothing', () => {
    const book = openEditing(engine, SQL)
    expect(good(book.edit({ type: 'changeRecord', table: 't', key: [7], values: { a: 'seven' } }))).toMatchObject({ records: 0, inverse: null })
  })
  test('a record that was changed since is not overwritten', () => {
    const book = openEditing(engine, SQL)
    const first = good(book.edit({ type: 'changeRecord', table: 't', key: [7], values: { a: 'once' } }))
    const other = good(book.edit({ type: 'changeRecord', table: 't', key: [7], values: { n: 8 } }))
    const again = good(book.edit({ type: 'changeRecord', table: 't', key: [7], values: { a: 'twice' } }))
    expect(bad(book.takeBack(first.inverse))).toEqual({ type: 'RecordChangedSince', table: 't' })
    good(book.takeBack(other.inverse))
    good(book.takeBack(again.inverse))
    good(book.takeBack(first.inverse))
    expect(book.cells('t')[0]?.slice(0, 2)).toEqual(['seven', 7])
  })
  test('an added record that was changed since is not deleted, a taken key is not overwritten', () => {
    const book = openEditing(engine, SQL)
    const added = good(book.edit({ type: 'addRecord', table: 'k', values: { x: 'b', y: 2 } }))
    good(book.edit({ type: 'changeRecord', table: 'k', key: [2, 'b'], values: { v: 'mine' } }))
    expect(bad(book.takeBack(added.inverse)).type).toBe('RecordChangedSince')
    const deleted = good(book.edit({ type: 'deleteRecords', table: 'k', keys: [[2, 'b']] }))
    good(book.edit({ type: 'addRecord', table: 'k', values: { x: 'b', y: 2, v: 'new' } }))
    expect(bad(book.takeBack(deleted.inverse)).type).toBe('RecordChangedSince')
  })
  test('records that refer to each other are deleted and put back together; to what is gone they are not', () => {
    const book = openEditing(
      engine,
      `CREATE TABLE n (id INTEGER PRIMARY KEY, up INTEGER REFERENCES n (id), o INTEGER REFERENCES other (id)); CREATE TABLE other (id INTEGER PRIMARY KEY);
       INSERT INTO other VALUES (1); INSERT INTO n VALUES (1, NULL, 1), (2, 1, NULL); UPDATE n SET up = 2 WHERE id = 1`,
    )
    const before = book.dump()
    const deleted = good(book.edit({ type: 'deleteRecords', table: 'n', keys: [[1], [2]] }))
    const undone = good(book.takeBack(deleted.inverse))
    expect(book.dump()).toBe(before)
    good(book.takeBack(undone.inverse))
    good(book.edit({ type: 'deleteRecords', table: 'other', keys: [[1]] }))
    expect(bad(book.takeBack(deleted.inverse))).toMatchObject({ type: 'ConstraintBroken', detail: '“o” refers to “1”, which is not in “other”' })
  })
})

describe('side effects are seen', () => {
  const SQL = `CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE CASCADE);
    CREATE TABLE log (what TEXT); CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT UNIQUE ON CONFLICT REPLACE); INSERT INTO u VALUES (1, 'x');
    INSERT INTO p VALUES (1, 'a'), (2, 'b'); INSERT INTO c VALUES (1, 1)`

  test('a cascade: pages are the inverse, counts unknown', () => {
    const book = openEditing(engine, SQL)
    expect(good(book.edit({ type: 'deleteRecords', table: 'p', keys: [[1]] }))).toMatchObject({ inverse: { type: 'pages' }, effect: { counts: 'unknown' } })
    expect(good(book.edit({ type: 'deleteRecords', table: 'p', keys: [[2]] }))).toMatchObject({ inverse: { type: 'putBack' } })
  })
  test('a trigger: pages are the inverse, and its own words are the reason of a refusal', () => {
    const book = openEditing(
      engine,
      `${SQL}; CREATE TRIGGER audit AFTER INSERT ON p BEGIN INSERT INTO log VALUES (new.a); END;
       CREATE TRIGGER guard BEFORE INSERT ON p WHEN new.a = 'no' BEGIN SELECT RAISE(ABORT, 'not on Sundays'); END`,
    )
    expect(good(book.edit({ type: 'addRecord', table: 'p', values: { a: 'c' } }))).toMatchObject({ key: [3], inverse: { type: 'pages' }, effect: { counts: 'unknown' } })
    expect(book.cells('log')).toEqual([['c']])
    expect(bad(book.edit({ type: 'addRecord', table: 'p', values: { a: 'no' } }))).toMatchObject({ type: 'ConstraintBroken', detail: 'not on Sundays' })
  })
  test('ON CONFLICT REPLACE deletes nothing behind the person’s back', () => {
    const book = openEditing(engine, SQL)
    expect(bad(book.edit({ type: 'addRecord', table: 'u', values: { a: 'x' } })).type).toBe('ConstraintBroken')
    expect(book.cells('u')).toEqual([[1, 'x']])
  })
})

test('names that are SQL are names', () => {
  const book = openEditing(engine, `CREATE TABLE "x""; DROP TABLE y" ("a""b" TEXT, "__proto__" TEXT); CREATE TABLE y (a)`)
  const values = Object.fromEntries([['a"b', '1'], ['__proto__', '2']])
  good(book.edit({ type: 'addRecord', table: 'x"; DROP TABLE y', values }))
  expect(book.cells('x"; DROP TABLE y', { search: '2', sort: [{ field: 'a"b', descending: true }] })).toEqual([['1', '2']])
  expect(book.table('y').name).toBe('y')
})
