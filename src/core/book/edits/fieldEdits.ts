import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok } from '../../base/result'
import type { Edit } from '../bookDescription'
import { countRecords } from '../describeBook'
import { fieldDraftToSql } from '../fieldKind'
import { findEditableTable, findField } from '../keyedTable'
import { dropFromLayout } from '../layout/renameInLayout'
import { reshaped, type EditContext, type EditResult } from './appliedEdit'
import { checkName } from './checkName'
import { checkDraft, referringFields } from './draftToSql'
import { plainFieldSql } from './fieldSqlEdits'
import { createReferenceIndex, indexesWith, rewriteTableSql } from './rewriteTableSql'
import { trySql } from './sqlErrorToFailure'

/** Adds a field at the end. A required one only to a table without records, except yes/no, which starts as no. */
export function addField({ db, shape }: EditContext, edit: Extract<Edit, { type: 'addField' }>): EditResult {
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const name = checkName(edit.field.name, table.fields.map((field) => field.name))
  if (!name.ok) return name
  const checked = checkDraft(shape, { ...edit.field, name: name.value }, { name: table.name, strict: table.strict, isNew: false })
  if (!checked.ok) return checked
  const { draft, target } = checked.value
  const startsAsNo = draft.required && draft.kind === 'yes-no'
  if (draft.required && !startsAsNo && countRecords(db, table.name) > 0) {
    return fail({ type: 'ConstraintBroken', table: table.name, detail: `its records would have no value in the required field “${draft.name}”` })
  }
  return trySql(table.name, true, () => {
    db.run(`ALTER TABLE ${quoteIdentifier(table.name)} ADD COLUMN ${fieldDraftToSql(draft, target, startsAsNo ? 'DEFAULT 0' : '')}`)
    if (target) createReferenceIndex(db, table.name, draft.name)
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
