import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { Cell } from '../../base/cell'
import type { RecordKey } from '../bookDescription'
import type { KeyedTable } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'
import { createRecordWriter } from './recordWriter'

/** Runs a task without waking the triggers of a table. */
function withoutTriggers(db: SqlDatabase, table: string, task: () => void): void {
  const triggers = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?)", [table])
  for (const [name] of triggers) db.run(`DROP TRIGGER ${quoteIdentifier(String(name))}`)
  task()
  for (const [, sql] of triggers) db.run(String(sql))
}

/** Sets one field of many records, and nothing else happens. */
export function writeQuietly(db: SqlDatabase, table: KeyedTable, field: string, values: readonly { readonly key: RecordKey; readonly cell: Cell }[]): void {
  if (values.length === 0) return
  withoutTriggers(db, table.name, () => {
    const writer = createRecordWriter(db, table)
    try {
      for (const { key, cell } of values) writer.change(key, [field], [cell])
    } finally {
      writer.free()
    }
  })
}

/**
 * Writes every record of a table whole. A column that ALTER TABLE added is not in the records from before: they show what
 * its DEFAULT says, so that changing the DEFAULT would change them.
 */
export function writeWhole(db: SqlDatabase, table: KeyedTable): void {
  const fields = table.fields.filter((one) => !one.generated)
  const any = fields.findLast((one) => !one.key) ?? fields[0]
  if (!any) return
  const field = quoteIdentifier(any.name)
  withoutTriggers(db, table.name, () => db.run(`UPDATE ${quoteIdentifier(table.name)} SET ${field} = ${field}`))
}
