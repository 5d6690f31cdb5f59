import type { Cell } from '../../base/cell'
import type { Failure, FailureOf } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { FieldDescription } from '../bookDescription'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import { createCellStatements } from './cellStatements'
import { cellToShortText } from './checkValue'

/** Tells time and again whether a value is there to be referred to. Free it. */
export function createTargetFinder(db: SqlDatabase, { table, field }: { table: string; field: string }) {
  const statement = createCellStatements(db, ([value]) => `SELECT 1 FROM ${quoteIdentifier(table)} WHERE ${quoteIdentifier(field)} = ${value} LIMIT 1`)
  return {
    has(cell: Cell): boolean {
      try {
        return statement.get([cell]) !== null
      } catch (error) {
        // other programs leave references to tables and fields that are not there
        if (error instanceof SqlError) return false
        throw error
      }
    },
    free: () => statement.free(),
  }
}

/** That a value refers to nothing. */
export const referenceFailure = (table: string, field: FieldDescription, cell: Cell): FailureOf<'ConstraintBroken'> => ({
  type: 'ConstraintBroken',
  table,
  detail: `“${field.name}” refers to “${cellToShortText(cell)}”, which is not in “${field.refersTo?.table ?? ''}”`,
  fields: [field.name],
})

/** That what each value refers to is there, so that the person hears which field is wrong (SQLite only says that one is). */
export function checkReferences(db: SqlDatabase, table: string, fields: readonly FieldDescription[], cells: readonly Cell[]): Result<undefined, Failure> {
  return checkAllReferences(db, table, fields, [cells])
}

/** The same for many records at once; each value is looked for once. */
export function checkAllReferences(db: SqlDatabase, table: string, fields: readonly FieldDescription[], records: readonly (readonly Cell[])[]): Result<undefined, Failure> {
  for (const [i, field] of fields.entries()) {
    const { refersTo } = field
    if (!refersTo) continue
    const targets = createTargetFinder(db, refersTo)
    const found = new Set<string>()
    try {
      for (const cells of records) {
        const cell = cells[i] ?? null
        const id = JSON.stringify(cell)
        if (cell === null || found.has(id)) continue
        if (!targets.has(cell)) return fail(referenceFailure(table, field, cell))
        found.add(id)
      }
    } finally {
      targets.free()
    }
  }
  return ok()
}
