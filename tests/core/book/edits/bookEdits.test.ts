import { describe, expect, test } from 'vitest'
import type { AsleepObject } from '../../../../src/core/book/bookHead'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()

describe('removing the samples', () => {
  const SQL = `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));
    INSERT INTO p VALUES (1, 'sample'), (2, 'sample'), (3, 'mine'); INSERT INTO c VALUES (1, 1), (2, 3)`
  const samples = [{ table: 'p', keys: [[1], [2]] }, { table: 'c', keys: [[1], [9]] }, { table: 'gone', keys: [[1]] }]

  test('goes from those that refer to those referred to, leaving the person’s own', () => {
    const book = openEditing(engine, SQL, { samples })
    expect(book.shape().hasSamples).toBe(true)
    expect(good(book.edit({ type: 'removeSamples' }))).toMatchObject({ records: 3, inverse: { type: 'pages' } })
    expect([book.cells('p'), book.cells('c')]).toEqual([[[3, 'mine']], [[2, 3]]])
    expect(book.shape().hasSamples).toBe(false)
  })
  test('a sample that the person’s own records refer to stays', () => {
    const book = openEditing(engine, `${SQL}; INSERT INTO c VALUES (3, 2)`, { samples })
    expect(good(book.edit({ type: 'removeSamples' })).records).toBe(2)
    expect(book.cells('p').map(([id]) => id)).toEqual([2, 3])
    expect(book.identity().samples).toEqual([])
  })
})

describe('waking what was asleep', () => {
  const view: AsleepObject = { type: 'view', name: 'v', table: 'v', sql: 'CREATE VIEW v AS SELECT a FROM t' }
  const trigger: AsleepObject = { type: 'trigger', name: 'tr', table: 't', sql: 'CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 1; END' }
  const SQL = 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'

  test('creates it and takes it off the list', () => {
    const book = openEditing(engine, SQL, { asleep: [view, trigger] })
    expect(book.shape().asleep).toHaveLength(2)
    good(book.edit({ type: 'wake', name: 'v' }))
    good(book.edit({ type: 'wake', name: 'tr' }))
    expect(book.cells('v')).toEqual([[1]])
    expect(book.table('t').triggers).toEqual(['tr'])
    expect(book.identity().asleep).toEqual([])
    expect(bad(book.edit({ type: 'wake', name: 'v' })).type).toBe('TableNotFound')
  })
  test.each<[string, AsleepObject]>([
    ['nothing after the statement is run', { ...view, sql: `${view.sql}; DROP TABLE t` }],
    ['another statement', { ...view, sql: 'DROP TABLE t' }],
    ['another object', { ...view, sql: 'CREATE TABLE v (a)' }],
    ['another name', { ...view, name: 'w' }],
    ['another name of a trigger', { ...trigger, name: 'other' }],
    ['a trigger said to be a view', { ...trigger, type: 'view' }],
    ['a view of nothing', { ...view, sql: 'CREATE VIEW v AS SELECT b FROM absent' }],
    ['a temporary view', { ...view, sql: 'CREATE TEMP VIEW v AS SELECT 1' }],
    ['a name that is taken', { ...view, name: 't', sql: 'CREATE VIEW t AS SELECT 1' }],
  ])('%s', (_, asleep) => {
    const book = openEditing(engine, SQL, { asleep: [asleep] })
    const outcome = book.edit({ type: 'wake', name: asleep.name })
    // what follows the statement is never run; the view itself may be made
    if (outcome.ok) expect(book.shape().tables.map(({ name }) => name)).toEqual(['t', 'v'])
    else expect(book.shape().tables.map(({ name }) => name)).toEqual(['t'])
    expect(outcome.ok).toBe(asleep.sql.endsWith('; DROP TABLE t'))
    expect(book.cells('t')).toEqual([[1]])
  })
})

test('a book is renamed and gets its name back, unless it was renamed again', () => {
  const book = openEditing(engine, '')
  const renamed = good(book.edit({ type: 'renameBook', name: ' Corner shop ' }))
  expect(book.identity().name).toBe('Corner shop')
  const undone = good(book.takeBack(renamed.inverse))
  expect(book.identity().name).toBe('Day book')
  good(book.takeBack(undone.inverse))
  good(book.edit({ type: 'renameBook', name: 'Other' }))
  expect(bad(book.takeBack(renamed.inverse))).toEqual({ type: 'UndoSuperseded' })
  expect(good(book.edit({ type: 'renameBook', name: 'Other' })).inverse).toBeNull()
  expect(bad(book.edit({ type: 'renameBook', name: ' ' })).type).toBe('NameNotAllowed')
  expect(bad(book.edit({ type: 'renameBook', name: 'x'.repeat(121) })).type).toBe('NameNotAllowed')
})
