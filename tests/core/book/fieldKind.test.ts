import { expect, test } from 'vitest'
import type { FieldKind } from '../../../src/core/book/bookDescription'
import { fieldKindOf } from '../../../src/core/book/fieldKind'
import { declaredTypeFor } from '../../../src/core/book/fieldSql'

const kindOf = (declaredType: string) => fieldKindOf({ declaredType, choices: [], refersTo: null })

test.each<[string, FieldKind]>([
  ['TEXT', 'text'],
  ['VARCHAR(100)', 'text'],
  ['character varying', 'text'],
  ['LONGTEXT', 'long-text'],
  ['clob', 'long-text'],
  ['INTEGER', 'whole-number'],
  ['BIGINT', 'whole-number'],
  ['TINYINT(1)', 'yes-no'],
  ['TINYINT', 'whole-number'],
  ['FLOAT', 'decimal'],
  ['DOUBLE PRECISION', 'decimal'],
  ['NUMERIC(12,2)', 'decimal'],
  ['DECIMAL(10,5)', 'decimal'],
  ['MONEY', 'decimal'],
  ['MONEY_INTEGER', 'money'],
  ['DATE', 'date'],
  ['DATETIME', 'date-time'],
  ['TIMESTAMP WITH TIME ZONE', 'date-time'],
  ['BOOLEAN', 'yes-no'],
  ['BLOB', 'file'],
  ['', 'text'],
  ['UUID', 'text'],
])('%s is %s', (declaredType, kind) => expect(kindOf(declaredType)).toBe(kind))

test('every kind that is written is told again', () => {
  const kinds: FieldKind[] = ['text', 'long-text', 'whole-number', 'decimal', 'money', 'date', 'date-time', 'yes-no', 'file']
  for (const kind of kinds) expect(kindOf(declaredTypeFor({ kind }, null))).toBe(kind)
})

test('choices and references are told by their constraints', () => {
  expect(fieldKindOf({ declaredType: 'TEXT', choices: ['a'], refersTo: null })).toBe('choice')
  expect(fieldKindOf({ declaredType: 'INTEGER', choices: [], refersTo: {} })).toBe('reference')
  expect(declaredTypeFor({ kind: 'reference' }, { table: 't', field: 'id', declaredType: 'VARCHAR(36)' })).toBe('TEXT')
  expect(declaredTypeFor({ kind: 'reference' }, { table: 't', field: 'id', declaredType: 'integer' })).toBe('INTEGER')
})
