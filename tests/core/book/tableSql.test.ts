import { expect, test } from 'vitest'
import { readSqlTokens } from '../../../src/core/book/sqlTokens'
import { readChoices, readTableSql } from '../../../src/core/book/tableSql'

const read = (sql: string) => {
  const table = readTableSql(sql)
  if (!table) throw new Error('no table')
  return table
}

test('names, types and clauses are read as SQLite reads them', () => {
  const table = read(`CREATE TABLE "odd ""name" ( -- a comment with , and (
    [first] INTEGER PRIMARY KEY AUTOINCREMENT, \`sec,ond\` VARCHAR(20) CONSTRAINT "nn" NOT NULL DEFAULT 'a,)b''c' UNIQUE,
    third NUMERIC ( 12 , 2 ) DEFAULT NULL /* x */ COLLATE NOCASE, fourth,
    fifth TEXT REFERENCES other(id) ON DELETE SET NULL ON UPDATE SET DEFAULT NOT DEFERRABLE,
    sixth INT GENERATED ALWAYS AS (first * (2 + 1)) STORED,
    UNIQUE (third, fourth), CONSTRAINT fk FOREIGN KEY (fourth) REFERENCES other
  ) WITHOUT ROWID, STRICT`)
  expect(table.fields.map(({ name, declaredType }) => [name, declaredType])).toEqual([
    ['first', 'INTEGER'],
    ['sec,ond', 'VARCHAR(20)'],
    ['third', 'NUMERIC ( 12 , 2 )'],
    ['fourth', ''],
    ['fifth', 'TEXT'],
    ['sixth', 'INT'],
  ])
  expect(table.fields.map(({ clauses }) => clauses.map(({ type }) => type))).toEqual([
    ['PRIMARY'],
    ['NOT', 'DEFAULT', 'UNIQUE'],
    ['DEFAULT', 'COLLATE'],
    [],
    ['REFERENCES'],
    ['GENERATED'],
  ])
  expect(table.fields[1]?.clauses[0]?.text).toBe('CONSTRAINT "nn" NOT NULL')
  expect(table.clauses).toHaveLength(2)
  expect([table.withoutRowid, table.strict]).toEqual([true, true])
})

test('choices are found in checks of the field and of the table', () => {
  const table = read(`CREATE TABLE t (a TEXT CHECK (a IN ('x','it''s')), "B c" TEXT, d INT CHECK (d IN (1,2)), e TEXT CHECK (length(e) > 2),
    CHECK (("b C" IS NULL OR "b C" IN ('p'))))`)
  expect([...readChoices(table)]).toEqual([
    ['b c', ['p']],
    ['a', ['x', "it's"]],
  ])
})

test('views and virtual tables are not tables', () => {
  expect(readTableSql('CREATE VIEW v AS SELECT (1)')).toBeNull()
  expect(readTableSql('CREATE VIRTUAL TABLE f USING fts4(a)')).toBeNull()
})

test('text that is no SQL does not hang or throw', () => {
  expect(readSqlTokens(`'never closed "nor this \u0000 [`).length).toBeGreaterThan(0)
})
