import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'

/** Other programs tell records by long numbers in fields that are called so, also where nothing declares them as references. */
const POINTER = /(^|_)(uu|gu)?id$|[a-z](Id|ID|Uuid|UUID)$/

/**
 * Position of the field that a record of the table is called by: its first text that is no secret, rather one that does
 * not look like a pointer to another record; -1 when there is none.
 */
export function labelFieldIndex(table: TableDescription): number {
  const isName = (field: FieldDescription) => field.kind === 'text' && !field.secret
  const isPlain = (field: FieldDescription) => isName(field) && !field.key
  for (const isIt of [(field: FieldDescription) => isPlain(field) && !POINTER.test(field.name), isPlain, isName]) {
    const index = table.fields.findIndex(isIt)
    if (index >= 0) return index
  }
  return -1
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

/** What has to stand beside an amount for it to say anything: nothing beside money and days, the field's name beside plain numbers. */
export const amountName = (field: FieldDescription | undefined): string => (field?.kind === 'decimal' || field?.kind === 'whole-number' ? field.name : '')
