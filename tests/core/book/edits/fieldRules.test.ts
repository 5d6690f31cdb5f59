import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import type { FieldDraft, FieldKind } from '../../../../src/core/book/bookDescription'
import { previewFieldChange } from '../../../../src/core/book/edits/previewFieldChange'
import { readInitial } from '../../../../src/core/book/initialValue'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { draft, openEditing } from '../editing'

const engine = await openEngine()

type Book = ReturnType<typeof openEditing>
const change = (book: Book, name: string, field: FieldDraft, table = 't') => book.edit({ type: 'changeField', table, name, field })
const add = (book: Book, values: Record<string, Cell>, table = 't') => book.edit({ type: 'addRecord', table, values })
const preview = (book: Book, name: string, field: FieldDraft, table = 't') => previewFieldChange({ db: book.db, shape: book.shape(), identity: book.identity() }, table, name, field)

const RULED: FieldDraft[] = [
  draft('name', 'text', { unique: true, required: true }),
  draft('pieces', 'whole-number', { least: 0, most: 100, initial: 1 }),
  draft('share', 'decimal', { least: -0.5, most: { r: '2.0' }, initial: 0.25 }),
  draft('price', 'money', { least: 1 }),
  draft('due', 'date', { least: '2024-01-01', initial: { now: 'date' } }),
  draft('seen', 'date-time', { most: '2100-01-01T00:00', initial: { now: 'date-time' } }),
  draft('open', 'yes-no', { required: true, initial: 1 }),
  draft('state', 'choice', { choices: ['new', "it's"], initial: "it's" }),
  draft('note', 'long-text', { initial: '-1' }),
]
const made = [
  { name: 'name', unique: true, required: true, initialSql: null },
  { name: 'pieces', least: 0, most: 100, initialSql: '1' },
  { name: 'share', least: -0.5, most: { r: '2.0' } },
  { name: 'price', least: 1 },
  { name: 'due', least: '2024-01-01' },
  { name: 'seen', most: '2100-01-01T00:00' },
  { name: 'open', required: true, initialSql: '1' },
  { name: 'state', choices: ['new', "it's"] },
  { name: 'note', initialSql: "'-1'" },
]
const initials = RULED.map(({ initial }) => initial ?? null)

describe('rules of a field are kept by the database and read back', () => {
  test('of a new table', () => {
    const book = openEditing(engine, '')
    good(book.edit({ type: 'addTable', name: 't', fields: RULED }))
    const fields = book.table('t').fields.slice(1)
    expect(fields).toMatchObject(made)
    expect(fields.map(({ initialSql }) => readInitial(initialSql))).toEqual(initials)
    good(add(book, { name: 'a' }))
    const [, , pieces, share, price, due, seen, open, state, note] = book.cells('t')[0] ?? []
    expect([pieces, share, price, open, state, note]).toEqual([1, 0.25, null, 1, "it's", '-1'])
    expect([due, seen]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)])
    for (const values of [{ pieces: -1 }, { pieces: 101 }, { share: 2.5 }, { price: 0 }, { due: '2023-12-31' }, { seen: '2100-01-01T00:01' }, { name: 'a' }]) {
      expect(bad(add(book, { name: 'b', ...values })).type).toBe('ConstraintBroken')
    }
    good(add(book, { name: 'b', pieces: 100, share: -0.5, price: 1, due: '2024-01-01', seen: '2100-01-01T00:00' }))
  })
  test('of fields that are added; records that are there get what they begin with, but no day', () => {
    const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')")
    for (const field of RULED) {
      good(book.edit({ type: 'addField', table: 't', field: field.name === 'name' ? { ...field, required: false } : field }))
    }
    expect(book.table('t').fields.slice(3)).toMatchObject(made.slice(1))
    expect(book.field('t', 'name')?.unique).toBe(true)
    expect(book.cells('t')).toEqual([[1, 'x', null, 1, 0.25, null, null, null, 1, "it's", '-1']])
    expect(book.db.rows('PRAGMA integrity_check')).toEqual([['ok']])
    good(add(book, { a: 'y', name: 'n' }))
    expect(bad(add(book, { name: 'n' }))).toMatchObject({ detail: 'another record has the same “name”' })
    expect(bad(book.edit({ type: 'addField', table: 't', field: draft('day', 'date', { required: true, initial: { now: 'date' } }) })).type).toBe('ConstraintBroken')
    expect(bad(book.edit({ type: 'addField', table: 't', field: draft('one', 'text', { unique: true, initial: 'x' }) }))).toMatchObject({ detail: 'another record has the same “one”' })
  })
  test('a required day in a table without records; a reference that begins somewhere', () => {
    const book = openEditing(engine, 'CREATE TABLE o (id INTEGER PRIMARY KEY); INSERT INTO o VALUES (1), (2); CREATE TABLE t (id INTEGER PRIMARY KEY)')
    good(book.edit({ type: 'addField', table: 't', field: draft('day', 'date', { required: true, initial: { now: 'date' } }) }))
    good(add(book, {}))
    good(book.edit({ type: 'addField', table: 't', field: draft('o', 'reference', { refersTo: 'o', initial: 2 }) }))
    good(add(book, {}))
    expect(book.cells('t').map((cells) => cells[2])).toEqual([2, 2])
    expect(bad(book.edit({ type: 'deleteRecords', table: 'o', keys: [[2]] })).type).toBe('ConstraintBroken')
    expect(book.db.rows('PRAGMA integrity_check; ')).toEqual([['ok']])
    expect(book.db.rows('PRAGMA foreign_key_check')).toEqual([])
  })
  test('of a field that is changed: laid down, altered one by one, and taken away', () => {
    const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n <> 7), m TEXT, CHECK (n >= -5)); INSERT INTO t VALUES (1, 5, NULL)')
    expect(book.field('t', 'n')?.least).toBe(-5)
    const n = (rest: Partial<FieldDraft>) => draft('n', 'whole-number', { required: true, ...rest })
    good(change(book, 'n', n({ least: 0, most: 9, initial: 3, unique: true })))
    expect(book.field('t', 'n')).toMatchObject({ least: 0, most: 9, initialSql: '3', unique: true, required: true })
    expect(bad(add(book, { n: -1 })).type).toBe('ConstraintBroken')
    expect(bad(add(book, { n: 7 })).type).toBe('ConstraintBroken')
    good(change(book, 'n', n({ most: 20 })))
    expect(book.field('t', 'n')).toMatchObject({ least: 0, most: 20, initialSql: '3', unique: true })
    good(change(book, 'n', draft('number', 'whole-number', { required: false, least: null, most: null, initial: null, unique: false })))
    expect(book.field('t', 'number')).toMatchObject({ initialSql: null, unique: false, required: false })
    expect(book.field('t', 'number')).not.toHaveProperty('least')
    good(add(book, { number: -50 }))
    good(add(book, { number: -50 }))
    expect(bad(add(book, { number: 7 })).type).toBe('ConstraintBroken')
    expect(good(change(book, 'number', draft('number', 'whole-number'))).inverse).toBeNull()
    good(change(book, 'number', draft('number', 'whole-number', { least: -50 })))
    good(change(book, 'number', draft('number', 'text')))
    expect(book.field('t', 'number')).not.toHaveProperty('least')
  })
  test('unique that belongs to the table itself stays; a rule others lean on too', () => {
    const book = openEditing(engine, 'CREATE TABLE t (a TEXT UNIQUE, b TEXT); CREATE UNIQUE INDEX ub ON t (b); CREATE TABLE c (t TEXT REFERENCES t (b))')
    expect(bad(change(book, 'a', draft('a', 'text', { unique: false })))).toMatchObject({ type: 'ConstraintBroken' })
    expect(bad(change(book, 'b', draft('b', 'text', { unique: false })))).toMatchObject({ detail: '"c".t refers to “b”' })
    expect(book.field('t', 'a')?.unique).toBe(true)
  })
  test.each<[FieldKind, Partial<FieldDraft>, string]>([
    ['text', { least: 'a' }, 'ConstraintBroken'],
    ['whole-number', { least: 1.5 }, 'ValueDoesNotFit'],
    ['whole-number', { least: 5, most: 4 }, 'ConstraintBroken'],
    ['whole-number', { least: 5, initial: 4 }, 'ConstraintBroken'],
    ['date', { initial: { now: 'date-time' } }, 'ConstraintBroken'],
    ['text', { initial: { now: 'date' } }, 'ConstraintBroken'],
    ['date', { initial: 'tomorrow' }, 'ValueDoesNotFit'],
    ['choice', { choices: ['a'], initial: 'b' }, 'ValueDoesNotFit'],
    ['file', { initial: { b: 'AA==' } }, 'ValueDoesNotFit'],
    ['file', { unique: true }, 'ConstraintBroken'],
    ['text', { initial: 'a\u0000b' }, 'ValueDoesNotFit'],
    ['decimal', { most: { r: 'Infinity' } }, 'ValueDoesNotFit'],
  ])('%s with %j is refused', (kind, rest, type) => {
    const book = openEditing(engine, '')
    expect(bad(book.edit({ type: 'addTable', name: 't', fields: [draft('f', kind, rest)] })).type).toBe(type)
  })
})

describe('what a field began with stays in the records that never had it written', () => {
  const book = () => openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y'); CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM t; END")
  test('when it begins with something else from now on', () => {
    const one = book()
    good(one.edit({ type: 'addField', table: 't', field: draft('v', 'whole-number', { initial: 5 }) }))
    good(change(one, 'v', draft('v', 'whole-number', { initial: 6 })))
    good(add(one, {}))
    expect(one.cells('t').map(([, , v]) => v)).toEqual([5, 5, 6])
    good(change(one, 'v', draft('v', 'whole-number', { initial: null })))
    expect(one.cells('t').map(([, , v]) => v)).toEqual([5, 5, 6])
  })
  test('when it began with nothing, and when its kind changes', () => {
    const one = book()
    good(one.edit({ type: 'addField', table: 't', field: draft('v', 'text') }))
    good(change(one, 'v', draft('v', 'text', { initial: 'new' })))
    good(one.edit({ type: 'addField', table: 't', field: draft('w', 'yes-no', { required: true }) }))
    good(change(one, 'w', draft('w', 'whole-number', { required: true })))
    expect(one.cells('t').map((cells) => cells.slice(2))).toEqual([[null, 0], [null, 0]])
    expect(one.db.rows('PRAGMA integrity_check')).toEqual([['ok']])
  })
})

describe('before a field is changed, what would not fit is told', () => {
  const SQL = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, n INTEGER); INSERT INTO t VALUES (1, '1', 3), (2, 'two', 3), (3, NULL, 8), (4, '4.5', NULL)"
  test('by its kind', () => {
    const book = openEditing(engine, SQL)
    const before = book.dump()
    expect(good(preview(book, 'V', draft('v', 'whole-number')))).toEqual({
      records: 4,
      convertible: 2,
      examples: [{ key: [2], cell: 'two', reason: 'kind' }, { key: [4], cell: '4.5', reason: 'kind' }],
    })
    expect(good(preview(book, 'v', draft('v', 'long-text')))).toEqual({ records: 4, convertible: 4, examples: [] })
    expect(good(preview(book, 'v', draft('other', 'text')))).toEqual({ records: 4, convertible: 4, examples: [] })
    expect(book.dump()).toBe(before)
  })
  test('by its rules; and the change is refused for the same', () => {
    const book = openEditing(engine, SQL)
    const rules: [string, Partial<FieldDraft>, string, number[]][] = [
      ['v', { required: true }, 'empty', [3]],
      ['n', { kind: 'whole-number', unique: true }, 'twice', [2]],
      ['n', { kind: 'whole-number', least: 4 }, 'least', [1, 2]],
      ['n', { kind: 'whole-number', most: 5 }, 'most', [3]],
      ['n', { kind: 'reference', refersTo: 't' }, 'target', [3]],
      ['v', { kind: 'choice', choices: ['1', 'two'] }, 'kind', [4]],
    ]
    for (const [name, rest, reason, keys] of rules) {
      const wanted = draft(name, 'text', rest)
      expect(good(preview(book, name, wanted))).toMatchObject({ convertible: 4 - keys.length, examples: keys.map((key) => ({ key: [key], reason })) })
      expect(bad(change(book, name, wanted))).toMatchObject(reason === 'kind' ? { type: 'ValueDoesNotFit' } : { type: 'ConstraintBroken', detail: expect.stringContaining(keys.join(', ')) as unknown })
    }
  })
  test('at most twenty, long texts cut, and nothing that is not allowed at all', () => {
    const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE VIEW w AS SELECT * FROM t")
    book.db.run("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO t SELECT i, printf('%.5000c', 'x') FROM n")
    const told = good(preview(book, 'v', draft('v', 'date')))
    expect([told.records, told.convertible, told.examples.length]).toEqual([50, 0, 20])
    expect(told.examples[0]?.cell).toHaveLength(200)
    expect(bad(preview(book, 'id', draft('id', 'text'))).type).toBe('ConstraintBroken')
    expect(bad(preview(book, 'absent', draft('absent', 'text'))).type).toBe('FieldNotFound')
    expect(bad(preview(book, 'v', draft('v', 'text'), 'w')).type).toBe('TableIsReadOnly')
  })
  test('choices that are called something else take their records along', () => {
    const book = openEditing(engine, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT CHECK (v IN ('a', 'b', 'c'))); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)")
    const wanted = draft('v', 'choice', { choices: ['B', 'a', 'A new one'], renamedChoices: { b: 'B', a: 'A new one' } })
    expect(good(preview(book, 'v', wanted)).convertible).toBe(3)
    good(change(book, 'v', wanted))
    expect(book.cells('t').map(([, v]) => v)).toEqual(['A new one', 'B', null])
    expect(book.field('t', 'v')?.choices).toEqual(['B', 'a', 'A new one'])
  })
  test('money is reckoned in the currency of the field', () => {
    const layout = { views: [], charts: [], today: [], fields: [{ table: 'T', field: 'v', currency: 'JPY' }] }
    const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, v MONEY_INTEGER); INSERT INTO t VALUES (1, 500)', { layout })
    good(change(book, 'v', draft('w', 'whole-number')))
    expect(book.cells('t')).toEqual([[1, 500]])
  })
})
