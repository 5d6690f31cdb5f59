import type { Cell } from '../../base/cell'
import { equalCells } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, FieldDescription, RecordKey } from '../bookDescription'
import { findEditableTable } from '../findEditableTable'
import { findField, type KeyedTable } from '../keyedTable'
import { readFields } from '../readRecord'
import type { SqlDatabase } from '../sqlEngine'
import type { AppliedEdit, EditContext, EditEffect, EditResult, Inverse } from './appliedEdit'
import { checkReferences } from './checkReferences'
import { checkValue } from './checkValue'
import { readMany } from './readMany'
import { createRecordWriter } from './recordWriter'
import { passedOver, trySql } from './sqlErrorToFailure'
import { deleteByKeys, insertRecord, rowidField, storedFields, totalChanges, updateRecord } from './writeRecords'

/** Above this many records an inverse would hold too much memory. */
const MAX_INVERSE_RECORDS = 20_000

/** What the fields of one edit are set to, checked. */
interface CheckedValues {
  readonly fields: readonly FieldDescription[]
  readonly names: readonly string[]
  readonly cells: readonly Cell[]
}

function checkValues(db: SqlDatabase, table: KeyedTable, values: Readonly<Record<string, Cell>>, isNew: boolean): Result<CheckedValues, Failure> {
  const fields: FieldDescription[] = []
  const cells: Cell[] = []
  for (const [name, cell] of Object.entries(values)) {
    const field = findField(table, name)
    if (!field.ok) return field
    // left empty in a new record, it is filled by the database
    if (isNew && field.value.automatic && cell === null && field.value.required) continue
    const checked = checkValue(table.name, field.value, cell)
    if (!checked.ok) return checked
    fields.push(field.value)
    cells.push(cell)
  }
  const references = checkReferences(db, table.name, fields, cells)
  return references.ok ? ok({ fields, names: fields.map((field) => field.name), cells }) : references
}

/**
 * Runs a change of records and tells whether it did only what it says; `fields` are those it sets, null where records come or
 * go. Triggers and foreign key actions show in SQLite's count of changes; then the counts of records are unknown and only
 * whole pages take the change back.
 */
export function observed<T>(db: SqlDatabase, table: KeyedTable, expected: number, by: number, fields: readonly string[] | null, task: () => T): Result<{ value: T; alone: boolean; effect: EditEffect }, Failure> {
  const before = totalChanges(db)
  const done = trySql(table.name, table.triggers.length > 0, task)
  if (!done.ok) return done
  const alone = table.triggers.length === 0 && totalChanges(db) - before === expected
  return ok({ value: done.value, alone, effect: alone ? { reshaped: false, counts: by === 0 ? [] : [{ table: table.name, by }], touched: [{ table: table.name, fields }] } : { reshaped: false, counts: 'unknown' } })
}

const applied = (key: RecordKey | null, records: number, inverse: Inverse | null, effect: EditEffect): AppliedEdit => ({ key, records, inverse, effect })

/** Adds a record; fields that are not given take their defaults. */
export function addRecord({ db, shape }: EditContext, edit: Extract<Edit, { type: 'addRecord' }>): EditResult {
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const checked = checkValues(db, table, edit.values, true)
  if (!checked.ok) return checked
  const { names, cells } = checked.value
  const missing = table.fields.find((field) => field.required && !field.automatic && !names.includes(field.name))
  if (missing) return fail({ type: 'ConstraintBroken', table: table.name, detail: `“${missing.name}” must not be empty`, fields: [missing.name] })
  const added = observed(db, table, 1, 1, null, () => insertRecord(db, table, names.map(quoteIdentifier), cells))
  if (!added.ok) return added
  const { value: key, alone, effect } = added.value
  if (!key) return fail(passedOver(table.name))
  const fields = storedFields(table)
  const left = alone ? readFields(db, table, key, fields) : null
  return ok(applied(key, 1, left ? { type: 'removeRecords', table: table.name, fields, records: [{ key, cells: left }] } : { type: 'pages' }, effect))
}

/** The key that a record has after its fields were set. */
export function keyAfter(table: KeyedTable, key: RecordKey, names: readonly string[], left: readonly Cell[]): RecordKey {
  const valueOf = (name: string | undefined, former: Cell) => {
    const at = name === undefined ? -1 : names.indexOf(name)
    return at < 0 ? former : (left[at] ?? null)
  }
  const { tableKey } = table
  if (tableKey.type === 'fields') return key.map((cell, i) => valueOf(tableKey.fields[i], cell))
  return key.map((cell) => valueOf(rowidField(table)?.name, cell))
}

/** Sets some fields of a record. Setting them to what they are changes nothing. */
export function changeRecord({ db, shape }: EditContext, edit: Extract<Edit, { type: 'changeRecord' }>): EditResult {
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const checked = checkValues(db, table, edit.values, false)
  if (!checked.ok) return checked
  const { names, cells } = checked.value
  const before = readFields(db, table, edit.key, names)
  if (!before) return fail({ type: 'RecordNotFound', table: table.name })
  if (before.every((cell, i) => equalCells(cell, cells[i] ?? null))) return ok(applied(null, 0, null, { reshaped: false, counts: [] }))
  // fields given by their rowid keep their key unless they are the key
  const key = keyAfter(table, edit.key, names, cells)
  const changed = observed(db, table, 1, 0, names, () => updateRecord(db, table, edit.key, names, cells))
  if (!changed.ok) return changed
  const left = changed.value.alone ? readFields(db, table, key, names) : null
  if (!changed.value.value) return fail(passedOver(table.name))
  // the table may store another value than it is given: then nothing may have changed
  if (left?.every((cell, i) => equalCells(cell, before[i] ?? null))) return ok(applied(null, 0, null, { reshaped: false, counts: [] }))
  const inverse: Inverse = left ? { type: 'changeBack', table: table.name, records: [{ key, formerKey: edit.key, fields: names, before, left }] } : { type: 'pages' }
  return ok(applied(null, 1, inverse, changed.value.effect))
}

/** The cells of some fields of records by their keys; null where one is not there. */
function readAll(db: SqlDatabase, table: KeyedTable, keys: readonly RecordKey[], fields: readonly string[]): (readonly Cell[])[] | null {
  const writer = createRecordWriter(db, table)
  try {
    const found = readMany(db, table, writer, keys, fields).filter((cells) => cells !== null)
    return found.length === keys.length ? found : null
  } finally {
    writer.free()
  }
}

/** Deletes records, all or none. */
export function deleteRecords({ db, shape }: EditContext, edit: Extract<Edit, { type: 'deleteRecords' }>): EditResult {
  const editable = findEditableTable(shape, edit.table)
  if (!editable.ok) return editable
  const table = editable.value
  const keys = [...new Map(edit.keys.map((key) => [JSON.stringify(key), key])).values()]
  const fields = storedFields(table)
  const found = readAll(db, table, keys, keys.length > MAX_INVERSE_RECORDS ? [] : fields)
  if (!found) return fail({ type: 'RecordNotFound', table: table.name })
  const records = keys.map((key, i) => ({ key, cells: found[i] ?? [] }))
  const deleted = observed(db, table, keys.length, -keys.length, null, () => deleteByKeys(db, table, keys))
  if (!deleted.ok) return deleted
  if (table.triggers.length > 0 && keys.some((key) => readFields(db, table, key, []))) return fail(passedOver(table.name))
  const keeps = deleted.value.alone && keys.length <= MAX_INVERSE_RECORDS
  const inverse: Inverse | null = keys.length === 0 ? null : keeps ? { type: 'putBack', table: table.name, fields, records } : { type: 'pages' }
  return ok(applied(null, keys.length, inverse, deleted.value.effect))
}
