import { KEY_FIELD_SQL } from '../keyFieldSql'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, FieldDraft } from '../bookDescription'
import { fieldDraftToSql } from '../fieldSql'
import { findTable, type BookShape, type KeyedTable } from '../keyedTable'
import { dropFromLayout, renameInLayout } from '../layout/renameInLayout'
import type { SqlDatabase } from '../sqlEngine'
import { reshaped, type EditContext, type EditResult } from './appliedEdit'
import { checkName } from './checkName'
import { checkDraft, referringFields, type CheckedDraft } from './draftToSql'
import { createReferenceIndex, workingObjects } from './rewriteTableSql'
import { trySql } from './sqlErrorToFailure'
import { createUniqueIndex } from './uniqueFields'

/** Held only between two statements of one transaction; no table can be called that. */
const PASSING_NAME = '_nightsafe_renaming'

/** Every name that a new table cannot have, indexes included. */
function takenNames(db: SqlDatabase, except: string | null): string[] {
  return db.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view', 'index')").flatMap(([name]) => (name === except ? [] : [String(name)]))
}

function checkFields(shape: BookShape, name: string, fields: readonly FieldDraft[]): Result<CheckedDraft[], Failure> {
  const drafts: CheckedDraft[] = []
  for (const draft of fields) {
    const fieldName = checkName(draft.name, ['id', ...drafts.map((one) => one.draft.name)])
    if (!fieldName.ok) return fieldName
    const checked = checkDraft(shape, { ...draft, name: fieldName.value }, { name, strict: false, isNew: true })
    if (!checked.ok) return checked
    drafts.push(checked.value)
  }
  return ok(drafts)
}

/** Makes a table with the key `id` and the drafted fields. */
export function addTable({ db, shape }: EditContext, edit: Extract<Edit, { type: 'addTable' }>): EditResult {
  const name = checkName(edit.name, takenNames(db, null))
  if (!name.ok) return name
  const drafts = checkFields(shape, name.value, edit.fields)
  if (!drafts.ok) return drafts
  return trySql(name.value, false, () => {
    const fields = [KEY_FIELD_SQL, ...drafts.value.map(({ draft, target }) => fieldDraftToSql(draft, target))]
    db.run(`CREATE TABLE ${quoteIdentifier(name.value)} (\n  ${fields.join(',\n  ')}\n)`)
    for (const { draft, target } of drafts.value) {
      if (draft.unique) createUniqueIndex(db, name.value, draft.name)
      else if (target) createReferenceIndex(db, name.value, draft.name)
    }
    return reshaped()
  })
}

function realTable(shape: BookShape, name: string): Result<KeyedTable, Failure> {
  const found = findTable(shape, name)
  if (!found.ok || found.value.kind === 'table') return found
  return fail({ type: 'TableIsReadOnly', table: found.value.name, reason: found.value.kind === 'view' ? 'it is a view' : 'it is a virtual table' })
}

/** Gives a table another name; SQLite changes it in foreign keys, views and triggers too. */
export function renameTable({ db, shape, identity, changeIdentity }: EditContext, edit: Extract<Edit, { type: 'renameTable' }>): EditResult {
  const found = realTable(shape, edit.table)
  if (!found.ok) return found
  const former = found.value.name
  const name = checkName(edit.name, takenNames(db, former))
  if (!name.ok) return name
  if (name.value === former) return ok({ ...reshaped(), inverse: null })
  // SQLite takes a name that differs in case alone for one that is taken
  const steps = name.value.toLowerCase() === former.toLowerCase() ? [former, PASSING_NAME, name.value] : [former, name.value]
  const renamed = trySql(former, true, () => {
    for (const [i, to] of steps.slice(1).entries()) db.run(`ALTER TABLE ${quoteIdentifier(steps[i] ?? former)} RENAME TO ${quoteIdentifier(to)}`)
  })
  if (!renamed.ok) return renamed
  if (identity.samples.some((sample) => sample.table === former)) {
    changeIdentity({ samples: identity.samples.map((sample) => (sample.table === former ? { ...sample, table: name.value } : sample)) })
  }
  if (identity.layout) changeIdentity({ layout: renameInLayout(identity.layout, { table: former, field: null, to: name.value }) })
  return ok(reshaped())
}

/** Deletes a table with its records, unless other tables, views or triggers need it. */
export function deleteTable({ db, shape, identity, changeIdentity }: EditContext, edit: Extract<Edit, { type: 'deleteTable' }>): EditResult {
  const found = realTable(shape, edit.table)
  if (!found.ok) return found
  const { name, records, triggers } = found.value
  const [referring] = referringFields(shape, name, null)
  if (referring) return fail({ type: 'ConstraintBroken', table: name, detail: `${referring} refers to it` })
  const before = workingObjects(db)
  const dropped = trySql(name, false, () => db.run(`DROP TABLE ${quoteIdentifier(name)}`))
  if (!dropped.ok) return dropped
  const after = workingObjects(db)
  const broken = [...before].find((object) => !after.has(object) && !triggers.includes(object))
  if (broken) return fail({ type: 'ConstraintBroken', table: name, detail: `“${broken}” needs it` })
  if (identity.samples.some((sample) => sample.table === name)) changeIdentity({ samples: identity.samples.filter((sample) => sample.table !== name) })
  if (identity.layout) changeIdentity({ layout: dropFromLayout(identity.layout, { table: name, field: null }) })
  return ok(reshaped(records ?? 0))
}
