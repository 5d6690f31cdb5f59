import type { FieldDescription, TableDescription } from './bookDescription'

/** Other programs tell records by long numbers in fields that are called so, also where nothing declares them as references. */
const POINTER = /(^|_)(uu|gu)?id$|[a-z](Id|ID|Uuid|UUID)$/

/**
 * Position of the field that a record of the table is called by, on the screen and in searches: its first text that is no
 * secret, rather one that does not look like a pointer to another record; -1 when there is none. A reference is never
 * one, so that a record is called by what stands in itself.
 */
export function labelFieldIndex(table: Pick<TableDescription, 'fields'>): number {
  const isName = (field: FieldDescription) => field.kind === 'text' && !field.secret
  const isPlain = (field: FieldDescription) => isName(field) && !field.key
  for (const isIt of [(field: FieldDescription) => isPlain(field) && !POINTER.test(field.name), isPlain, isName]) {
    const index = table.fields.findIndex(isIt)
    if (index >= 0) return index
  }
  return -1
}

/** What tells a record that has no name of its own, the best first: when it was, whose it is, what it says. */
const TELLING: readonly (readonly FieldDescription['kind'][])[] = [['date', 'date-time'], ['reference', 'choice'], ['long-text'], ['money', 'decimal', 'whole-number']]

/**
 * Position of the field that stands as a record's title in a list of its own table: its name, or else the first field that
 * tells it, a reference included, which `labelFieldIndex` never gives; -1 when there is none. A search of the table finds it.
 */
export function titleFieldIndex(table: Pick<TableDescription, 'fields'>): number {
  const label = labelFieldIndex(table)
  if (label >= 0) return label
  for (const kinds of TELLING) {
    const index = table.fields.findIndex((field) => kinds.includes(field.kind) && !field.key && !field.secret)
    if (index >= 0) return index
  }
  return -1
}
