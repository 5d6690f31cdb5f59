import type { Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { FieldDescription } from '../bookDescription'
import type { SqlDatabase } from '../sqlEngine'
import { cellToShortText } from './checkValue'
import { bindCells } from './writeRecords'

/** That what each value refers to is there, so that the person hears which field is wrong (SQLite only says that one is). */
export function checkReferences(db: SqlDatabase, table: string, fields: readonly FieldDescription[], cells: readonly Cell[]): Result<undefined, Failure> {
  for (const [i, field] of fields.entries()) {
    const cell = cells[i] ?? null
    if (!field.refersTo || cell === null) continue
    const { sql, params } = bindCells([cell])
    const target = `${quoteIdentifier(field.refersTo.table)} WHERE ${quoteIdentifier(field.refersTo.field)} = ${sql[0]}`
    if (db.rows(`SELECT 1 FROM ${target} LIMIT 1`, params).length === 0) {
      const detail = `“${field.name}” refers to “${cellToShortText(cell)}”, which is not in “${field.refersTo.table}”`
      return fail({ type: 'ConstraintBroken', table, detail })
    }
  }
  return ok()
}
