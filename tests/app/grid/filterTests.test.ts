import { expect, test } from 'vitest'
import { comparableFields, conditionToDraft, draftToCondition, emptyDraft, testsFor } from '../../../src/app/components/grid/filterTests'
import { groupCondition } from '../../../src/app/components/grid/groupConditions'
import type { FieldContext } from '../../../src/app/fields/fieldType'
import type { FieldDescription, FieldKind } from '../../../src/core/book/bookDescription'
import type { Condition } from '../../../src/core/book/query/rowFilter'

const context: FieldContext = {
  locale: 'de-DE', currency: 'EUR', words: { yes: 'Ja', no: 'Nein', file: () => 'Datei', unreadable: () => '?' },
}
const field = (name: string, kind: FieldKind): FieldDescription => ({
  name, kind, declaredType: '', required: false, key: false, automatic: false, generated: false, unique: false, choices: ['a', 'b'], refersTo: null, secret: false,
})

test('what is written is read in the writing of the person and shown again the same', () => {
  const money = field('amount', 'money')
  const more = draftToCondition({ ...emptyDraft(money), test: 'greater', text: '12,50' }, money, context)
  expect(more).toEqual({ ok: true, value: { test: 'greater', field: 'amount', value: 1250 } })
  expect(draftToCondition({ ...emptyDraft(money), test: 'greater', text: 'much' }, money, context)).toMatchObject({ ok: false, failure: { code: 'notANumber' } })
  expect(draftToCondition({ ...emptyDraft(money), test: 'greater' }, money, context)).toMatchObject({ ok: false, failure: { code: 'required' } })

  const conditions: [FieldKind, Condition][] = [
    ['money', { test: 'between', field: 'f', from: 100, to: 250 }],
    ['choice', { test: 'one-of', field: 'f', values: ['a', 'b'] }],
    ['text', { test: 'lacks', field: 'f', text: 'x' }],
    ['date', { test: 'in-period', field: 'f', period: 'last-month' }],
    ['date', { test: 'at-least', field: 'f', value: '2026-11-21' }],
    ['date-time', { test: 'in-part', field: 'f', part: 'day', value: '2026-11-21' }],
    ['yes-no', { test: 'is', field: 'f', value: 0 }],
    ['whole-number', { test: 'compare', field: 'f', how: 'at-most', other: 'g' }],
    ['reference', { test: 'empty', field: 'f' }],
  ]
  for (const [kind, condition] of conditions) {
    const one = field('f', kind)
    expect(draftToCondition(conditionToDraft(condition, one, context), one, context)).toEqual({ ok: true, value: condition })
  }
})

test('each kind has tests of its own', () => {
  expect(testsFor('file')).toEqual(['filled', 'empty'])
  expect(testsFor('date')[0]).toBe('in-period')
  const fields = [field('stock', 'whole-number'), field('level', 'decimal'), field('price', 'money'), field('name', 'text')]
  expect(comparableFields(field('stock', 'whole-number'), fields).map(({ name }) => name)).toEqual(['level'])
})

test('the records of a group are those with its value, of its month, or without any', () => {
  expect(groupCondition({ field: 'd', part: 'month' }, '2026-11-01')).toEqual({ test: 'in-part', field: 'd', part: 'month', value: '2026-11-01' })
  expect(groupCondition({ field: 'd', part: 'month' }, null)).toEqual({ test: 'empty', field: 'd' })
  expect(groupCondition({ field: 'c', part: null }, 'x')).toEqual({ test: 'is', field: 'c', value: 'x' })
})
