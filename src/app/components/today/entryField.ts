import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import { readInitial } from '../../../core/book/initialValue'

/** Whether a field is given the day or the moment in which its record is made. */
function beginsNow(field: FieldDescription): boolean {
  const initial = readInitial(field.initialSql)
  return typeof initial === 'object' && initial !== null && 'now' in initial
}

/** The words that such fields go by in adopted books. */
const NAMES = /^(date|day|created|created[_ ]?(at|on)|entered|entered[_ ]?(at|on)|recorded[_ ]?(at|on))$/i

/**
 * The field that tells on which day a record was entered, as near as a table can say: it begins with the present day or
 * is called so. Due days and birthdays are none. Null where there is no such field: nothing can be told then.
 */
export function entryField(table: TableDescription): FieldDescription | null {
  if (table.kind !== 'table') return null
  const days = table.fields.filter((field) => field.kind === 'date' || field.kind === 'date-time')
  return days.find(beginsNow) ?? days.find((field) => NAMES.test(field.name)) ?? null
}
