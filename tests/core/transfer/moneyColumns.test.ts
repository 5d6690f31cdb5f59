import { expect, test } from 'vitest'
import { readSqlTokens } from '../../../src/core/book/sqlTokens'
import { moneyColumns } from '../../../src/core/transfer/moneyColumns'
import { openEngine } from '../../support/engines'
import { openEditing } from '../book/editing'

const engine = await openEngine()

test('money of a view has a currency only where all money of the tables has the same', () => {
  const book = openEditing(engine, 'CREATE TABLE a (id INTEGER PRIMARY KEY, price MONEY_INTEGER); CREATE TABLE b (id INTEGER PRIMARY KEY, cost MONEY_INTEGER); CREATE VIEW v AS SELECT cost AS c FROM b')
  const plain = book.shape()
  const withYen = { ...plain, tables: plain.tables.map((table) => (table.name === 'b' ? { ...table, fields: table.fields.map((field) => (field.kind === 'money' ? { ...field, currency: 'JPY' } : field)) } : table)) }
  const of = (sql: string, shape: typeof plain) => moneyColumns(book.db, sql, readSqlTokens(sql), ['c'], shape, 'EUR')
  for (const sql of ['SELECT c FROM v', 'SELECT sum(c) FROM v']) {
    expect(of(sql, plain), sql).toEqual(['EUR'])
    expect(of(sql, withYen), sql).toEqual([null])
  }
  expect(of('SELECT cost FROM b', withYen)).toEqual(['JPY'])
  expect(of('SELECT price FROM a', withYen)).toEqual(['EUR'])
})
