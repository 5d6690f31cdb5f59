import type { FailureOf } from '../base/failure'
import { fail, type Result } from '../base/result'
import type { ReadOnlyReason } from './bookDescription'
import { findTable, type BookShape, type KeyedTable } from './keyedTable'

/** The table of that name if its records and fields can be changed. */
export function findEditableTable(shape: BookShape, name: string): Result<KeyedTable, FailureOf<'TableNotFound' | 'TableIsReadOnly'>> {
  const found = findTable(shape, name)
  if (!found.ok) return found
  const { readOnly } = found.value
  if (readOnly === null) return found
  const reasons: Record<ReadOnlyReason, string> = {
    view: 'it is a view', virtual: 'it is a virtual table', 'no-key': 'its records cannot be told apart', kept: 'a virtual table keeps its contents in it',
    'no-module': 'it is a virtual table of a part of SQLite that this app does not have', broken: 'it is a view of what is not there',
  }
  return fail({ type: 'TableIsReadOnly', table: found.value.name, reason: reasons[readOnly] })
}
