import { expect, test } from 'vitest'
import { openEngine } from '../../../support/engines'
import { good } from '../../../support/sessions'
import { openEditing } from '../editing'
import { SAMPLE_LAYOUT, SAMPLE_SQL } from './sampleLayout'

const engine = await openEngine()

test('fields of views get their kind, amounts their currency, declared kinds stay', () => {
  const book = openEditing(engine, SAMPLE_SQL, { layout: SAMPLE_LAYOUT })
  expect(book.field('takings', 'total')).toMatchObject({ kind: 'money', currency: 'JPY' })
  expect(book.field('takings', 'note')).toMatchObject({ kind: 'text' })
  expect(book.field('sales', 'amount')).toMatchObject({ kind: 'money', currency: 'USD' })
  expect(book.field('sales', 'day')).not.toHaveProperty('currency')
  good(book.edit({ type: 'changeLayout', layout: { fields: [{ table: 'SALES', field: 'Amount', kind: 'date' }, { table: 'gone', field: 'x', kind: 'date' }] } }))
  expect(book.field('sales', 'amount')).toMatchObject({ kind: 'money' })
  expect(book.field('takings', 'total')?.kind).not.toBe('money')
})
