import type { FieldDescription } from '../bookDescription'
import type { KeyedTable } from '../keyedTable'
import type { BookLayout, FieldDisplay } from './bookLayout'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function displayed(field: FieldDescription, display: FieldDisplay | undefined, inView: boolean): FieldDescription {
  if (!display) return field
  // what a table declares is the truth; a calculated field declares nothing, or only what SQLite can store it as
  const told = field.declaredType === '' || inView
  const kind = display.kind !== undefined && told ? display.kind : field.kind
  return { ...field, kind, ...(kind === 'money' && display.currency !== undefined ? { currency: display.currency } : {}) }
}

/** The tables with what a book's layout says of their fields: the kind of those that declare no type, and the currency of amounts. */
export function applyDisplay(tables: readonly KeyedTable[], displays: BookLayout['fields']): readonly KeyedTable[] {
  if (displays.length === 0) return tables
  return tables.map((table) => {
    const here = displays.filter((one) => same(one.table, table.name))
    if (here.length === 0) return table
    return { ...table, fields: table.fields.map((field) => displayed(field, here.find((one) => same(one.field, field.name)), table.kind === 'view')) }
  })
}
