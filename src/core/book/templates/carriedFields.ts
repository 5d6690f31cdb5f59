import type { FieldDescription } from '../bookDescription'
import type { KeyedTable } from '../keyedTable'

/** The fields of a table that a template carries: not the key that every table gets, nor what the database calculates. */
export function carriedFields(table: KeyedTable): FieldDescription[] {
  return table.fields.filter((field) => !field.generated && field.name.toLowerCase() !== 'id' && !(field.key && field.automatic))
}
