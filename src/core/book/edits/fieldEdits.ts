import type { Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, FieldDraft } from '../bookDescription'
import { countRecords } from '../describeBook'
import { fieldDraftToSql, type ReferenceTarget } from '../fieldSql'
import { findEditableTable } from '../findEditableTable'
import { findField, type KeyedTable } from '../keyedTable'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import { dropFromLayout } from '../layout/renameInLayout'
import { reshaped, type EditContext, type EditResult } from './appliedEdit'
import { checkName } from './checkName'
import { createTargetFinder } from './checkReferences'
import { cellToShortText } from './checkValue'
import { checkDraft, referringFields } from './draftToSql'
import { newFieldSql, plainFieldSql } from './fieldSqlEdits'
import { createReferenceIndex, indexesWith, rewriteTableSql } from './rewriteTableSql'
import { trySql } from './sqlErrorToFailure'
import { createUniqueIndex } from './uniqueFields'
import { writeWhole } from './writeQuietly'

/** Adds a column that ALTER TABLE does not take as it is (https://sqlite.org/lang_altertable.html#altertabaddcol): a plain one first, then its rules. */
function addThenDefine(db: SqlDatabase, table: KeyedTable, draft: FieldDraft, target: ReferenceTarget | null, staysEmpty: boolean): void {
  db.run(`ALTER TABLE ${quoteIdentifier(table.name)} ADD COLUMN ${fieldDraftToSql({ ...draft, required: false, initial: null }, target)}`)
  // a column that was added shows its DEFAULT in the records from before
  if (staysEmpty) writeWhole(db, table)
  const [row] = db.rows("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", [table.name])
  const sql = newFieldSql(String(row?.[0] ?? ''), draft, target)
  if (sql === null) throw new SqlError(`the definition of ${table.name} cannot be read`)
  rewriteTableSql(db, table.name, sql)
}

function checkBeginning(db: SqlDatabase, table: string, field: string, initial: Cell, target: ReferenceTarget): Result<undefined, Failure> {
  const targets = createTargetFinder(db, target)
  const isThere = targets.has(initial)
  targets.free()
  return isThere ? ok() : fail({ type: 'ConstraintBroken', table, detail: `“${field}” begins with “${cellToShortText(initial)}”, which is not in “${target.table}”` })
}

/**
 * Adds a field at the end. Records that are there get what it begins with, unless that is the day or the moment; so a
 * required one needs such a beginning where there are records, except yes/no, which starts as no.
 */
export function addField({ db, shape }: EditContext, edit: Extract<Edit, { type: 'addField' }>): EditResult {
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const name = checkName(edit.field.name, table.fields.map((field) => field.name))
  if (!name.ok) return name
  const checked = checkDraft(shape, { ...edit.field, name: name.value }, { name: table.name, strict: table.strict, isNew: false })
  if (!checked.ok) return checked
  const { target } = checked.value
  const asked = checked.value.draft
  const startsAsNo = asked.required && asked.kind === 'yes-no' && (asked.initial ?? null) === null
  const draft = startsAsNo ? { ...asked, initial: 0 } : asked
  const initial = draft.initial ?? null
  const isNow = typeof initial === 'object' && initial !== null && 'now' in initial
  const hasValue = initial !== null && !isNow
  if (draft.required && !hasValue && countRecords(db, table.name) > 0) {
    return fail({ type: 'ConstraintBroken', table: table.name, detail: `its records would have no value in the required field “${draft.name}”` })
  }
  const begins = hasValue && target ? checkBeginning(db, table.name, draft.name, initial, target) : ok()
  if (!begins.ok) return begins
  return trySql(table.name, true, () => {
    if (isNow || (hasValue && target) || (draft.required && !hasValue)) addThenDefine(db, table, draft, target, !hasValue)
    else db.run(`ALTER TABLE ${quoteIdentifier(table.name)} ADD COLUMN ${fieldDraftToSql(draft, target)}`)
    if (draft.unique) createUniqueIndex(db, table.name, draft.name)
    else if (target) createReferenceIndex(db, table.name, draft.name)
    return reshaped()
  })
}

/** Deletes a field with its values, its indexes and its own rules; not a key, nor what a unique rule or another table needs. */
export function deleteField({ db, shape, identity, changeIdentity }: EditContext, edit: Extract<Edit, { type: 'deleteField' }>): EditResult {
  const table = findEditableTable(shape, edit.table)
  if (!table.ok) return table
  const field = findField(table.value, edit.name)
  if (!field.ok) return field
  const { name, sql } = table.value
  const refuse = (detail: string) => fail({ type: 'ConstraintBroken' as const, table: name, detail })
  if (field.value.key) return refuse(`“${field.value.name}” tells its records apart`)
  const [referring] = referringFields(shape, name, field.value.name)
  if (referring) return refuse(`${referring} refers to “${field.value.name}”`)
  const dropped = trySql(name, true, () => {
    for (const index of indexesWith(db, name, field.value.name)) db.run(`DROP INDEX ${quoteIdentifier(index)}`)
    const plain = plainFieldSql(sql, field.value.name)
    if (plain !== null && plain !== sql) rewriteTableSql(db, name, plain)
    db.run(`ALTER TABLE ${quoteIdentifier(name)} DROP COLUMN ${quoteIdentifier(field.value.name)}`)
  })
  if (!dropped.ok) return dropped
  if (identity.layout) changeIdentity({ layout: dropFromLayout(identity.layout, { table: name, field: field.value.name }) })
  return ok(reshaped())
}
