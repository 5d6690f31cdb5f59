import type { TableDescription } from '../book/bookDescription'
import type { ImportColumn } from './importPlan'
import { fieldsByName } from './matchColumns'

/** A table that a file seems to be meant for. */
export interface Destination {
  readonly table: string
  /** How many of the columns are called as its fields are. */
  readonly matched: number
}

/** The share of a file's columns that a table must know by name. */
const ENOUGH = 2 / 3

/**
 * The table whose fields the columns of a file are called as: every field that must be filled has its column, and at least two
 * thirds of the columns have their field. Of several, the one that knows most of them, then the one with the fewest fields besides.
 */
export function findDestination(columns: readonly ImportColumn[], tables: readonly TableDescription[]): Destination | null {
  const found = tables.flatMap((table) => {
    const fields = fieldsByName(columns, table)
    const matched = fields.filter((field) => field !== null).length
    const isMissing = table.fields.some((field) => field.required && !field.automatic && !fields.includes(field.name))
    return matched === 0 || isMissing || matched / columns.length < ENOUGH ? [] : [{ table: table.name, matched, fields: table.fields.length }]
  })
  const [best] = found.sort((a, b) => b.matched - a.matched || a.fields - b.fields)
  return best ? { table: best.table, matched: best.matched } : null
}
