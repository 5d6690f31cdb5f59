import { equalCells } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { RecordKey } from '../bookDescription'
import { findEditableTable } from '../findEditableTable'
import { findField, type KeyedTable } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'
import type { AppliedEdit, ChangedRecord, EditContext, EditResult, Inverse, RecordsInverse, Touched } from './appliedEdit'
import { checkAllReferences } from './checkReferences'
import { layoutBack } from './layoutEdits'
import { readMany } from './readMany'
import { createRecordWriter, type RecordWriter } from './recordWriter'
import { sqlErrorToFailure, trySql } from './sqlErrorToFailure'
import { writeMany } from './writeMany'
import { deleteByKeys, rowidField, rowidOf, totalChanges } from './writeRecords'

/** An inverse that needs no page images. */
export type RecordInverse = Exclude<Inverse, { type: 'pages' }>

/** Where each cell of a record goes back to, the rowid included when it is no field. */
function columnsOf(table: KeyedTable, fields: readonly string[]): string[] {
  const columns = fields.map(quoteIdentifier)
  return table.tableKey.type === 'rowid' && !rowidField(table) ? [table.tableKey.sql, ...columns] : columns
}

/** What taking records back did. */
interface TakenBack {
  readonly again: RecordsInverse
  readonly key: RecordKey | null
  readonly records: number
  /** By how much the table grew. */
  readonly by: number
  /** Statements that changed the table; as many changes as SQLite counts unless something else acted too. */
  readonly statements: number
}

type Step<T extends RecordsInverse['type']> = (db: SqlDatabase, table: KeyedTable, writer: RecordWriter, inverse: Extract<Inverse, { type: T }>) => Result<TakenBack, Failure>

/** Whether records hold in some fields what they are said to; records with the same list of fields are read together. */
function areAsLeft(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, records: readonly Pick<ChangedRecord, 'key' | 'fields' | 'left'>[]): boolean {
  const groups = new Map<readonly string[], Pick<ChangedRecord, 'key' | 'left'>[]>()
  for (const record of records) {
    const group = groups.get(record.fields)
    if (group) group.push(record)
    else groups.set(record.fields, [record])
  }
  return [...groups].every(([fields, group]) => {
    const now = readMany(db, table, writer, group.map(({ key }) => key), fields)
    return group.every(({ left }, i) => now[i]?.every((cell, j) => equalCells(cell, left[j] ?? null)) ?? false)
  })
}

const putBack: Step<'putBack'> = (db, table, writer, inverse) => {
  const { fields, records } = inverse
  if (readMany(db, table, writer, records.map(({ key }) => key), []).some((found) => found)) return fail({ type: 'RecordChangedSince', table: table.name })
  const columns = columnsOf(table, fields)
  const done = trySql(table.name, table.triggers.length > 0, () => {
    // records that refer to each other come back in any order; what they refer to is checked below
    db.run('PRAGMA defer_foreign_keys = ON')
    for (const { key, cells } of records) writer.add(columns, columns.length > fields.length ? [...key, ...cells] : cells)
  })
  if (!done.ok) return done
  const described = fields.flatMap((name) => {
    const field = findField(table, name)
    return field.ok ? [field.value] : []
  })
  const references = checkAllReferences(db, table.name, described, records.map(({ cells }) => cells))
  if (!references.ok) return references
  const key = records.length === 1 ? (records[0]?.key ?? null) : null
  return ok({ again: { ...inverse, type: 'removeRecords' }, key, records: records.length, by: records.length, statements: records.length })
}

const removeRecords: Step<'removeRecords'> = (db, table, writer, inverse) => {
  const { fields, records } = inverse
  if (!areAsLeft(db, table, writer, records.map(({ key, cells }) => ({ key, fields, left: cells })))) return fail({ type: 'RecordChangedSince', table: table.name })
  const keys = records.map(({ key }) => key)
  const done = trySql(table.name, table.triggers.length > 0, () => deleteByKeys(db, table, keys))
  return done.ok ? ok({ again: { ...inverse, type: 'putBack' }, key: null, records: keys.length, by: -keys.length, statements: keys.length }) : done
}

/** Changes records back one after the other, as it has to be where keys change or triggers act. */
function changeEachBack(table: KeyedTable, db: SqlDatabase, writer: RecordWriter, records: readonly ChangedRecord[]): Result<number, Failure> {
  for (const one of records) {
    if (!areAsLeft(db, table, writer, [one])) return fail({ type: 'RecordChangedSince', table: table.name })
    const done = trySql(table.name, table.triggers.length > 0, () => writer.change(one.key, one.fields, one.before))
    if (!done.ok) return done
  }
  return ok(records.length)
}

function changeAllBack(table: KeyedTable, db: SqlDatabase, writer: RecordWriter, records: readonly ChangedRecord[]): Result<number, Failure> {
  const ids = new Set(records.map(({ key, formerKey }) => (equalKeys(key, formerKey) ? rowidOf(key) : null)))
  const stay = table.tableKey.type === 'rowid' && table.triggers.length === 0 && !ids.has(null) && ids.size === records.length
  if (!stay) return changeEachBack(table, db, writer, records)
  if (!areAsLeft(db, table, writer, records)) return fail({ type: 'RecordChangedSince', table: table.name })
  const written = writeMany(db, table, writer, records.map(({ key, fields, before }) => ({ key, fields, cells: before })))
  if ('value' in written) return ok(written.value)
  return fail(written.error ? sqlErrorToFailure(written.error, table.name, false) : { type: 'RecordChangedSince', table: table.name })
}

const equalKeys = (a: RecordKey, b: RecordKey) => a === b || (a.length === b.length && a.every((cell, i) => equalCells(cell, b[i] ?? null)))

const changeBack: Step<'changeBack'> = (db, table, writer, inverse) => {
  const records = [...inverse.records].reverse()
  const done = changeAllBack(table, db, writer, records)
  if (!done.ok) return done
  const again = records.map((one): ChangedRecord => ({ key: one.formerKey, formerKey: one.key, fields: one.fields, before: one.left, left: one.before }))
  return ok({ again: { ...inverse, records: again }, key: null, records: records.length, by: 0, statements: done.value })
}

function fieldsOf(inverse: RecordsInverse): readonly (readonly string[])[] {
  return inverse.type === 'changeBack' ? [...new Set(inverse.records.map(({ fields }) => fields))] : [inverse.fields]
}

function takeBackRecords(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, inverse: RecordsInverse): Result<TakenBack, Failure> {
  for (const name of new Set(fieldsOf(inverse).flat())) {
    const field = findField(table, name)
    if (!field.ok) return field
  }
  if (inverse.type === 'putBack') return putBack(db, table, writer, inverse)
  return inverse.type === 'removeRecords' ? removeRecords(db, table, writer, inverse) : changeBack(db, table, writer, inverse)
}

const touchedBy = (inverses: readonly RecordsInverse[]): Touched =>
  inverses.map((inverse) => ({ table: inverse.table, fields: inverse.type === 'changeBack' ? [...new Set(fieldsOf(inverse).flat())] : null }))

function renameBack({ identity, changeIdentity }: EditContext, inverse: Extract<Inverse, { type: 'renameBook' }>): EditResult {
  if (identity.name !== inverse.left) return fail({ type: 'UndoSuperseded' })
  changeIdentity({ name: inverse.name })
  const done: AppliedEdit = { key: null, records: 0, inverse: { type: 'renameBook', name: inverse.left, left: inverse.name }, effect: { reshaped: false, counts: [] } }
  return ok(done)
}

/** Takes records back one after the other; by pages from then on, when something else acted too. */
function takeBackAll({ db, shape }: EditContext, inverses: readonly RecordsInverse[], several: Extract<Inverse, { type: 'several' }> | null): EditResult {
  // what refers to each other goes or comes back in any order
  if (several && !several.inOrder) db.run('PRAGMA defer_foreign_keys = ON')
  const before = totalChanges(db)
  const writers = new Map<KeyedTable, RecordWriter>()
  const done: TakenBack[] = []
  const counts = new Map<string, number>()
  let hasTriggers = false
  try {
    for (const inverse of inverses) {
      const table = findEditableTable(shape, inverse.table)
      if (!table.ok) return table
      const writer = writers.get(table.value) ?? createRecordWriter(db, table.value)
      writers.set(table.value, writer)
      const taken = takeBackRecords(db, table.value, writer, inverse)
      if (!taken.ok) return taken
      done.push(taken.value)
      hasTriggers ||= table.value.triggers.length > 0
      if (taken.value.by !== 0) counts.set(table.value.name, (counts.get(table.value.name) ?? 0) + taken.value.by)
    }
  } finally {
    for (const writer of writers.values()) writer.free()
  }
  const records = done.reduce((sum, one) => sum + one.records, 0)
  const isAlone = !hasTriggers && totalChanges(db) - before === done.reduce((sum, one) => sum + one.statements, 0)
  const [only] = done
  const again: Inverse = only && !several ? only.again : { ...several, type: 'several', inverses: done.map((one) => one.again).reverse() }
  return ok({
    key: several ? null : (only?.key ?? null),
    records,
    inverse: isAlone ? again : { type: 'pages' },
    effect: isAlone ? { reshaped: false, counts: [...counts].map(([table, by]) => ({ table, by })), touched: touchedBy(inverses) } : { reshaped: false, counts: 'unknown' },
  })
}

/**
 * Takes an edit back inside the caller's transaction, whatever came after it, unless its record is no longer what the
 * edit left (`RecordChangedSince`). The inverse of the outcome does the edit again.
 */
export function applyInverse(context: EditContext, inverse: RecordInverse): EditResult {
  if (inverse.type === 'renameBook') return renameBack(context, inverse)
  if (inverse.type === 'changeLayout') return layoutBack(context, inverse)
  return inverse.type === 'several' ? takeBackAll(context, inverse.inverses, inverse) : takeBackAll(context, [inverse], null)
}
