import type { Failure } from '../../base/failure'
import { ok, type Result } from '../../base/result'
import type { FieldChangePreview, FieldDraft } from '../bookDescription'
import { countRecords } from '../describeBook'
import { findEditableTable } from '../findEditableTable'
import { findField } from '../keyedTable'
import type { EditContext } from './appliedEdit'
import { checkAllowed, findChange, isSameDefinition, planOf } from './fieldChange'
import { scanField } from './scanField'

/** Tells what changing a field would do to the records, and changes nothing. */
export function previewFieldChange(context: Pick<EditContext, 'db' | 'shape' | 'identity'>, tableName: string, name: string, draft: FieldDraft): Result<FieldChangePreview, Failure> {
  const table = findEditableTable(context.shape, tableName)
  if (!table.ok) return table
  const field = findField(table.value, name)
  if (!field.ok) return field
  const change = findChange(context, table.value, field.value, draft)
  if (!change.ok) return change
  const plan = planOf(context, table.value, change.value)
  const same = isSameDefinition(field.value, change.value.draft, change.value.target)
  const allowed = same ? ok() : checkAllowed(context, table.value, change.value)
  if (!allowed.ok) return allowed
  if (same || !plan) {
    const records = countRecords(context.db, table.value.name)
    return ok({ records, convertible: records, examples: [] })
  }
  const { records, misfits, examples } = scanField(context.db, table.value, field.value, plan, false)
  return ok({ records, convertible: records - misfits, examples })
}

