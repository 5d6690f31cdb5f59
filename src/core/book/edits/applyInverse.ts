import { equalCells, type Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok } from '../../base/result'
import type { RecordKey } from '../bookDescription'
import { findEditableTable, findField, type KeyedTable } from '../keyedTable'
import { readFields } from '../readRows'
import type { SqlDatabase } from '../sqlEngine'
import type { AppliedEdit, EditContext, EditEffect, EditResult, Inverse, RecordsInverse } from './appliedEdit'
import { checkReferences } from './checkReferences'
import { layoutBack } from './layoutEdits'
import { observed } from './recordEdits'
import { deleteByKeys, insertRecord, rowidField, updateRecord } from './writeRecords'

/** An inverse that needs no page images. */
export type RecordInverse = Exclude<Inverse, { type: 'pages' }>

function isAsLeft(db: SqlDatabase, table: KeyedTable, key: RecordKey, fields: readonly string[], left: readonly Cell[]): boolean {
  const now = readFields(db, table, key, fields)
  return now !== null && now.every((cell, i) => equalCells(cell, left[i] ?? null))
}

/** Where each cell of a record goes back to, the rowid included when it is no field. */
function columnsOf(table: KeyedTable, fields: readonly string[]): string[] {
  const columns = fields.map(quoteIdentifier)
  return table.tableKey.type === 'rowid' && !rowidField(table) ? [table.tableKey.sql, ...columns] : columns
}

function putBack({ db }: EditContext, table: KeyedTable, inverse: Extract<Inverse, { type: 'putBack' }>): EditResult {
  const { fields, records } = inverse
  if (records.some(({ key }) => readFields(db, table, key, []))) return fail({ type: 'RecordChangedSince', table: table.name })
  const columns = columnsOf(table, fields)
  const done = observed(db, table, records.length, records.length, () => {
    // records that refer to each other come back in any order; what they refer to is checked below
    db.run('PRAGMA defer_foreign_keys = ON')
    for (const { key, cells } of records) insertRecord(db, table, columns, columns.length > fields.length ? [...key, ...cells] : cells)
  })
  if (!done.ok) return done
  const described = fields.flatMap((name) => {
    const field = findField(table, name)
    return field.ok ? [field.value] : []
  })
  for (const { cells } of records) {
    const references = checkReferences(db, table.name, described, cells)
    if (!references.ok) return references
  }
  const key = records.length === 1 ? (records[0]?.key ?? null) : null
  const again: Inverse = { type: 'removeRecords', table: table.name, fields, records }
  return ok({ key, records: records.length, inverse: done.value.alone ? again : { type: 'pages' }, effect: done.value.effect })
}

function removeRecords({ db }: EditContext, table: KeyedTable, inverse: Extract<Inverse, { type: 'removeRecords' }>): EditResult {
  const { fields, records } = inverse
  if (!records.every(({ key, cells }) => isAsLeft(db, table, key, fields, cells))) return fail({ type: 'RecordChangedSince', table: table.name })
  const keys = records.map(({ key }) => key)
  const done = observed(db, table, keys.length, -keys.length, () => deleteByKeys(db, table, keys))
  if (!done.ok) return done
  const again: Inverse = { type: 'putBack', table: table.name, fields, records }
  return ok({ key: null, records: keys.length, inverse: done.value.alone ? again : { type: 'pages' }, effect: done.value.effect })
}

function changeBack({ db }: EditContext, table: KeyedTable, inverse: Extract<Inverse, { type: 'changeBack' }>): EditResult {
  const { key, formerKey, fields, before, left } = inverse
  if (!isAsLeft(db, table, key, fields, left)) return fail({ type: 'RecordChangedSince', table: table.name })
  const done = observed(db, table, 1, 0, () => updateRecord(db, table, key, fields, before))
  if (!done.ok) return done
  const again: Inverse = { ...inverse, key: formerKey, formerKey: key, before: left, left: before }
  return ok({ key: null, records: 1, inverse: done.value.alone ? again : { type: 'pages' }, effect: done.value.effect })
}

function renameBack({ identity, changeIdentity }: EditContext, inverse: Extract<Inverse, { type: 'renameBook' }>): EditResult {
  if (identity.name !== inverse.left) return fail({ type: 'UndoSuperseded' })
  changeIdentity({ name: inverse.name })
  const done: AppliedEdit = { key: null, records: 0, inverse: { type: 'renameBook', name: inverse.left, left: inverse.name }, effect: { reshaped: false, counts: [] } }
  return ok(done)
}

function takeBackSeveral(context: EditContext, inverses: readonly RecordsInverse[]): EditResult {
  // what refers to each other goes or comes back in any order
  context.db.run('PRAGMA defer_foreign_keys = ON')
  const again: RecordsInverse[] = []
  const counts: { table: string; by: number }[] = []
  let records = 0
  let isWhole = true
  for (const inverse of inverses) {
    const done = takeBackRecords(context, inverse)
    if (!done.ok) return done
    const { inverse: back, effect } = done.value
    records += done.value.records
    if (back?.type === 'putBack' || back?.type === 'removeRecords' || back?.type === 'changeBack') again.unshift(back)
    else isWhole = false
    if (effect.counts === 'unknown') isWhole = false
    else counts.push(...effect.counts)
  }
  const effect: EditEffect = { reshaped: false, counts: isWhole ? counts : 'unknown' }
  return ok({ key: null, records, inverse: isWhole ? { type: 'several', inverses: again } : { type: 'pages' }, effect })
}

/**
 * Takes an edit back inside the caller's transaction, whatever came after it, unless its record is no longer what the
 * edit left (`RecordChangedSince`). The inverse of the outcome does the edit again.
 */
export function applyInverse(context: EditContext, inverse: RecordInverse): EditResult {
  if (inverse.type === 'renameBook') return renameBack(context, inverse)
  if (inverse.type === 'changeLayout') return layoutBack(context, inverse)
  if (inverse.type === 'several') return takeBackSeveral(context, inverse.inverses)
  return takeBackRecords(context, inverse)
}

function takeBackRecords(context: EditContext, inverse: RecordsInverse): EditResult {
  const found = findEditableTable(context.shape, inverse.table)
  if (!found.ok) return found
  for (const name of inverse.fields) {
    const field = findField(found.value, name)
    if (!field.ok) return field
  }
  if (inverse.type === 'putBack') return putBack(context, found.value, inverse)
  return inverse.type === 'removeRecords' ? removeRecords(context, found.value, inverse) : changeBack(context, found.value, inverse)
}
