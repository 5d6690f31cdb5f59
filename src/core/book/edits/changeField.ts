import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit } from '../bookDescription'
import { describeBook } from '../describeBook'
import { findEditableTable } from '../findEditableTable'
import { findField, type KeyedTable } from '../keyedTable'
import { renameInLayout } from '../layout/renameInLayout'
import type { SqlDatabase } from '../sqlEngine'
import { reshaped, type EditContext, type EditResult } from './appliedEdit'
import { checkName } from './checkName'
import { checkAllowed, findChange, isSameDefinition, isSameInitial, misfitsToFailure, planOf, type FieldChange } from './fieldChange'
import { redefinedFieldSql } from './fieldSqlEdits'
import { checkTable, createReferenceIndex, indexesWith, rewriteTableSql } from './rewriteTableSql'
import { scanField } from './scanField'
import { trySql } from './sqlErrorToFailure'
import { createUniqueIndex, dropUniqueIndexes } from './uniqueFields'
import { writeQuietly, writeWhole } from './writeQuietly'

/** Makes or takes away what keeps two records from having the same value, where the draft speaks of it. */
function redefineUnique(db: SqlDatabase, table: KeyedTable, { field, draft }: FieldChange): Result<undefined, Failure> {
  if (draft.unique === undefined || draft.unique === field.unique) return ok()
  if (!draft.unique) return dropUniqueIndexes(db, table.name, field.name)
  return trySql(table.name, false, () => {
    createUniqueIndex(db, table.name, field.name)
    return undefined
  })
}

/** Everything but the name: checks the values, rewrites the definition, converts, checks the whole table. */
function redefineField(context: EditContext, table: KeyedTable, change: FieldChange): Result<undefined, Failure> {
  const { db } = context
  const { field, draft, target } = change
  const allowed = checkAllowed(context, table, change)
  if (!allowed.ok) return allowed
  const plan = planOf(context, table, change)
  const scan = plan && scanField(db, table, field, plan, true)
  const failure = scan && misfitsToFailure(table, change, scan)
  if (failure) return fail(failure)
  const [row] = db.rows("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", [table.name])
  const sql = redefinedFieldSql(String(row?.[0] ?? ''), field, draft, target)
  if (sql === null) return fail({ type: 'ConstraintBroken', table: table.name, detail: 'its definition cannot be read' })
  const rewritten = trySql(table.name, false, () => {
    const losesInitial = field.kind !== draft.kind && (field.initialSql ?? null) !== null
    if (losesInitial || !isSameInitial(field, draft)) writeWhole(db, table)
    rewriteTableSql(db, table.name, sql)
    writeQuietly(db, table, field.name, scan?.converted ?? [])
    if (target && indexesWith(db, table.name, field.name).length === 0) createReferenceIndex(db, table.name, field.name)
  })
  if (!rewritten.ok) return rewritten
  const unique = redefineUnique(db, table, change)
  return unique.ok ? checkTable(db, table.name) : unique
}

/** Renames a field, and changes what it holds if every value it has can be kept. */
export function changeField(context: EditContext, edit: Extract<Edit, { type: 'changeField' }>): EditResult {
  const { db, shape } = context
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const field = findField(table, edit.name)
  if (!field.ok) return field
  const others = table.fields.filter((one) => one !== field.value).map((one) => one.name)
  const name = checkName(edit.field.name, others)
  if (!name.ok) return name
  const asked = findChange(context, table, field.value, { ...edit.field, name: name.value })
  if (!asked.ok) return asked
  const change = asked.value
  const isSameRest = isSameDefinition(field.value, change.draft, change.target)
  const isSameName = name.value === field.value.name
  if (isSameName && isSameRest) return ok({ ...reshaped(), inverse: null })
  if (!isSameName) {
    const renamed = trySql(table.name, true, () =>
      db.run(`ALTER TABLE ${quoteIdentifier(table.name)} RENAME COLUMN ${quoteIdentifier(field.value.name)} TO ${quoteIdentifier(name.value)}`),
    )
    if (!renamed.ok) return renamed
    const { layout } = context.identity
    if (layout) context.changeIdentity({ layout: renameInLayout(layout, { table: table.name, field: field.value.name, to: name.value }) })
  }
  if (isSameRest) return ok(reshaped())
  // its key may have to be told by another name
  const now = isSameName ? found : findEditableTable(describeBook(db, context.identity), table.name)
  if (!now.ok) return now
  const redefined = redefineField(context, now.value, change)
  return redefined.ok ? ok(reshaped()) : redefined
}
