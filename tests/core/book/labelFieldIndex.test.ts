import { expect, it } from 'vitest'
import type { FieldDescription, TableDescription } from '../../../src/core/book/bookDescription'
import { labelFieldIndex } from '../../../src/core/book/labelFieldIndex'

const field = (name: string, more: Partial<FieldDescription> = {}): FieldDescription => ({
  name, kind: 'text', declaredType: 'TEXT', required: false, key: false, automatic: false, generated: false, unique: false, choices: [], refersTo: null, secret: false, ...more,
})
const labelled = (...fields: FieldDescription[]) => {
  const table: TableDescription = { name: 't', kind: 'table', fields, records: 0, readOnly: null, triggers: [], sql: '' }
  return fields[labelFieldIndex(table)]?.name
}
const id = field('id', { key: true })

it.each([
  ['sales of another program', [id, field('business_id'), field('sales_person_name')], 'sales_person_name'],
  ['names in one word', [id, field('ownerId'), field('uuid'), field('title')], 'title'],
  ['words that only end alike', [id, field('paid'), field('title')], 'paid'],
  ['nothing but pointers', [id, field('business_id')], 'business_id'],
  ['nothing but a key', [id, field('amount', { kind: 'decimal' })], 'id'],
  ['secrets', [field('password', { secret: true }), field('name')], 'name'],
  ['no text at all', [field('n', { kind: 'whole-number' })], undefined],
])('%s', (_what, fields, wanted) => {
  expect(labelled(...fields)).toBe(wanted)
})
