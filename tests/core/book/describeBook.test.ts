import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeBook, withCounts } from '../../../src/core/book/describeBook'
import { readyForImage } from '../../../src/platform/sqljs/imagePragmas'
import { openEngine } from '../../support/engines'
import { bad } from '../../support/sessions'
import { openEditing } from './editing'

const engine = await openEngine()
const fixture = (name: string) => readyForImage(new Uint8Array(readFileSync(new URL(`../../fixtures/foreign/${name}`, import.meta.url))))

test('the society accounts: kinds, choices, references, view, trigger, counts', () => {
  const { db } = engine.openImage(fixture('gharmitra_backup_20260113_154951.db'))
  const shape = withCounts(db, describeBook(db, { asleep: [], samples: [] }), new Map())
  expect(shape.tables.map(({ name, kind, records, readOnly }) => [name, kind, records, readOnly])).toEqual([
    ['flats', 'table', 40, null],
    ['account_codes', 'table', 4, null],
    ['transactions', 'table', 1500, null],
    ['audit_log', 'table', 1500, null],
    ['trial_balance', 'view', null, 'view'],
  ])
  const transactions = shape.tables.find(({ name }) => name === 'transactions')
  expect(transactions?.triggers).toEqual(['transactions_audit'])
  expect(transactions?.fields.map(({ name, kind }) => [name, kind])).toEqual([
    ['id', 'whole-number'],
    ['date', 'date'],
    ['account_code', 'reference'],
    ['flat_id', 'reference'],
    ['debit_amount', 'decimal'],
    ['credit_amount', 'decimal'],
    ['narration', 'text'],
    ['receipt', 'file'],
    ['created_at', 'date-time'],
  ])
  expect(transactions?.fields[2]?.refersTo).toEqual({ table: 'account_codes', field: 'code' })
  const codes = shape.tables.find(({ name }) => name === 'account_codes')
  expect(codes?.tableKey).toEqual({ type: 'fields', fields: ['code'] })
  expect(codes?.fields[2]).toMatchObject({ kind: 'choice', choices: ['asset', 'liability', 'income', 'expense'] })
})

test('the inventory: text keys, secret fields, a reference declared for the whole table', () => {
  const { db } = engine.openImage(fixture('manual_20250922_150000_inventory_update.db'))
  const shape = describeBook(db, { asleep: [], samples: [] })
  const user = shape.tables.find(({ name }) => name === 'user')
  expect(user?.fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['password'])
  expect(user?.fields.find(({ name }) => name === 'business_id')?.refersTo).toEqual({ table: 'businesses', field: 'id' })
  expect(user?.fields.find(({ name }) => name === 'id')).toMatchObject({ key: true, unique: true, automatic: false })
  expect(user?.fields.find(({ name }) => name === 'username')).toMatchObject({ unique: true, required: true })
})

test('odd tables: generated fields, composite keys, hidden rowids, virtual tables and their shadows, broken views', () => {
  const book = openEditing(
    engine,
    `CREATE TABLE g (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'x', c AS (b || '!'), d REAL GENERATED ALWAYS AS (a * 2) STORED);
     CREATE TABLE pair (x TEXT, y INTEGER, PRIMARY KEY (y, x)) WITHOUT ROWID;
     CREATE TABLE loose (x TEXT, y INTEGER, PRIMARY KEY (y, x));
     CREATE TABLE shy (_rowid_, rowid, oid);
     CREATE TABLE half (rowid TEXT, v);
     CREATE VIRTUAL TABLE notes USING fts4(body);
     CREATE TABLE gone (a); CREATE VIEW broken AS SELECT a FROM gone; DROP TABLE gone;
     CREATE TABLE _nightsafe_manifest (a);`,
  )
  expect(book.shape().tables.map(({ name, kind, readOnly }) => [name, kind, readOnly])).toEqual([
    ['g', 'table', null],
    ['pair', 'table', null],
    ['loose', 'table', null],
    ['shy', 'table', 'no-key'],
    ['half', 'table', null],
    ['notes', 'virtual', 'virtual'],
    ['broken', 'view', 'broken'],
  ])
  expect(book.table('g').fields.map(({ name, automatic, generated }) => [name, automatic, generated])).toEqual([
    ['a', true, false],
    ['b', true, false],
    ['c', true, true],
    ['d', true, true],
  ])
  expect(book.table('pair').tableKey).toEqual({ type: 'fields', fields: ['y', 'x'] })
  expect(book.table('loose').tableKey).toEqual({ type: 'rowid', sql: '_rowid_' })
  expect(book.table('half').tableKey).toEqual({ type: 'rowid', sql: '_rowid_' })
})

test('tables that a missing part of SQLite keeps its contents in are only read, and what cannot be read has no fields', () => {
  const book = openEditing(
    engine,
    `CREATE TABLE Notes_data (id INTEGER PRIMARY KEY, block BLOB); CREATE TABLE notes_content (id INTEGER PRIMARY KEY, c0); CREATE TABLE notes_of_mine (a);
     CREATE TABLE "my boxes_node" (nodeno INTEGER PRIMARY KEY, data); CREATE TABLE theirs_data (a);
     PRAGMA writable_schema = ON;
     INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES
       ('table', 'notes', 'notes', 0, 'CREATE VIRTUAL TABLE notes /* a comment */ using "FTS5"(body)'),
       ('table', 'my boxes', 'my boxes', 0, 'CREATE VIRTUAL TABLE IF NOT EXISTS "my boxes" USING rtree(id, x0, x1)'),
       ('table', 'theirs', 'theirs', 0, 'CREATE VIRTUAL TABLE theirs USING of_their_own')`,
  )
  expect(book.shape().tables.map(({ name, readOnly, fields }) => [name, readOnly, fields.length])).toEqual([
    ['Notes_data', 'kept', 2],
    ['notes_content', 'kept', 2],
    ['notes_of_mine', null, 1],
    ['my boxes_node', 'kept', 2],
    ['theirs_data', null, 1],
    ['notes', 'no-module', 0],
    ['my boxes', 'no-module', 0],
    ['theirs', 'no-module', 0],
  ])
  expect(bad(book.edit({ type: 'addRecord', table: 'notes_content', values: { c0: 'x' } }))).toMatchObject({ type: 'TableIsReadOnly', table: 'notes_content' })
})

test('unique is what no two records of the table can share, not a part of a rule', () => {
  const book = openEditing(engine, 'CREATE TABLE t (a, b, c, d UNIQUE, UNIQUE (b, c)); CREATE UNIQUE INDEX i ON t (a) WHERE b = 1')
  expect(book.table('t').fields.map(({ unique }) => unique)).toEqual([false, false, false, true])
})

test('2,000 tables are described in a bearable time', () => {
  const book = openEditing(engine, Array.from({ length: 2000 }, (_, i) => `CREATE TABLE t${i} (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT REFERENCES t0);`).join(''))
  const started = performance.now()
  expect(describeBook(book.db, { asleep: [], samples: [] }).tables).toHaveLength(2000)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('counts that are known are not counted again', () => {
  const book = openEditing(engine, 'CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)')
  const shape = describeBook(book.db, { asleep: [], samples: [] })
  const counts = new Map([['t', 7]])
  expect(withCounts(book.db, shape, counts).tables[0]?.records).toBe(7)
  counts.clear()
  expect(withCounts(book.db, shape, counts).tables[0]?.records).toBe(2)
  expect(counts.get('t')).toBe(2)
})
