import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'

/** Position of the field that a record of the table is called by: its first text that is no secret; -1 when there is none. */
export function labelFieldIndex(table: TableDescription): number {
  const isName = (field: FieldDescription) => field.kind === 'text' && !field.secret
  const plain = table.fields.findIndex((field) => isName(field) && !field.key)
  return plain >= 0 ? plain : table.fields.findIndex(isName)
}

const AMOUNTS = ['money', 'decimal', 'whole-number', 'date', 'date-time'] as const

/** Position of the second field that matters on a card: money before other amounts before dates; -1 when there is none. */
export function amountFieldIndex(table: TableDescription): number {
  for (const kind of AMOUNTS) {
    const index = table.fields.findIndex((field) => field.kind === kind && !field.key)
    if (index >= 0) return index
  }
  return -1
}
