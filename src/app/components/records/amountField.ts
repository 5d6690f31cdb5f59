import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'

const AMOUNTS = ['money', 'decimal', 'whole-number', 'date', 'date-time'] as const

/** Position of the second field that matters on a card: money before other amounts before dates; -1 when there is none. */
export function amountFieldIndex(table: TableDescription): number {
  for (const kind of AMOUNTS) {
    const index = table.fields.findIndex((field) => field.kind === kind && !field.key)
    if (index >= 0) return index
  }
  return -1
}

/** What has to stand beside an amount for it to say anything: nothing beside money and days, the field's name beside plain numbers. */
export const amountName = (field: FieldDescription | undefined): string => (field?.kind === 'decimal' || field?.kind === 'whole-number' ? field.name : '')
