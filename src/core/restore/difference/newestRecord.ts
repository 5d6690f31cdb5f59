import type { FieldDescription } from '../../book/bookDescription'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { readRowJson, rowJsonSql } from '../../book/rowJson'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { ComparedTable } from './comparedTable'
import type { NewestRecord } from './difference'
import type { Side } from './side'

/** Fields whose latest value is looked for; each costs a look at all records. */
const MAX_FIELDS = 4

const isMoment = (field: FieldDescription) => (field.kind === 'date' || field.kind === 'date-time') && !field.generated

/** Columns that tell a record to the person: the key's fields where records are matched by key, else its place. */
export function keyColumns(table: ComparedTable, side: Side): string[] {
  return table.matchedBy === 'key' ? table.key.flatMap((name) => side.column(name) ?? []) : [...side.locator]
}

/** The record that was written last as far as a date in it tells; else the one with the highest key. Null for an empty table. */
export function readNewest(db: SqlDatabase, table: ComparedTable, side: Side): NewestRecord | null {
  const key = rowJsonSql(keyColumns(table, side), { exact: true, blobLimit: null })
  let newest: NewestRecord | null = null
  for (const field of side.table.fields.filter((one) => isMoment(one) && !table.leftOut.has(one.name.toLowerCase())).slice(0, MAX_FIELDS)) {
    const column = side.column(field.name) ?? quoteIdentifier(field.name)
    // only what is written as a date counts; others sort anywhere
    const [row] = db.rows(`SELECT max(${column}), ${key} FROM ${side.source} WHERE ${column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' AND typeof(${column}) = 'text'`)
    const moment = row?.[0]
    if (!row || typeof moment !== 'string' || (newest?.moment ?? '') >= moment) continue
    newest = { key: readRowJson(row.slice(1)) ?? [], moment }
  }
  if (newest) return newest
  const order = side.locator.map((column) => `${column} DESC`).join(', ')
  const [row] = db.rows(`SELECT ${key} FROM ${side.source} ORDER BY ${order} LIMIT 1`)
  return row ? { key: readRowJson(row) ?? [], moment: null } : null
}
