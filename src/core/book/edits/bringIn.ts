import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, RecordKey } from '../bookDescription'
import type { BroughtTable } from '../broughtTable'
import { describeBook } from '../describeBook'
import { findEditableTable } from '../findEditableTable'
import { findField, findTable, keySql, type BookShape, type KeyedTable } from '../keyedTable'
import { readForeignKeys } from '../readForeignKeys'
import { isKeyword, readSqlTokens } from '../sqlTokens'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import type { AppliedEdit, EditContext, EditResult, Inverse } from './appliedEdit'
import { bringTable, type BroughtRecords } from './bringTable'
import { createCellStatements } from './cellStatements'
import { addField } from './fieldEdits'
import { withoutAffinity } from './recordFinder'
import { trySql } from './sqlErrorToFailure'
import { addTable } from './tableEdits'
import { totalChanges } from './writeRecords'

/** Above this many records the way back is that of whole pages. */
const MAX_STEPS = 5_000

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** Makes a table from the text that another file has for it: one statement that makes this table and nothing else. */
function makeTable(db: SqlDatabase, name: string, sql: string): Result<undefined, Failure> {
  const tokens = readSqlTokens(sql)
  const names = () => db.rows("SELECT type, name FROM sqlite_schema WHERE type <> 'index' ORDER BY type, name").map((row) => JSON.stringify(row))
  const refused = fail({ type: 'ConstraintBroken' as const, table: name, detail: 'it cannot be made from its text' })
  if (!isKeyword(tokens[0], 'CREATE') || !isKeyword(tokens[1], 'TABLE')) return refused
  const before = new Set(names())
  const made = trySql(name, false, () => {
    const statement = db.prepare(sql)
    try {
      statement.run()
    } finally {
      statement.free()
    }
  })
  if (!made.ok) return made
  const added = names().filter((object) => !before.has(object))
  return added.length === 1 && same(added[0] ?? '', JSON.stringify(['table', name])) ? ok() : refused
}

/** Makes what a table's records need: the table itself, or fields of it. */
export function makeRoom(context: EditContext, { table, make }: Pick<BroughtTable, 'table' | 'make'>): Result<BookShape, Failure> {
  let shape = context.shape
  const edits: Edit[] =
    make?.what === 'table' ? [{ type: 'addTable', name: table, fields: make.fields }] : (make?.fields ?? []).map((field) => ({ type: 'addField', table, field }))
  for (const edit of edits) {
    const made = edit.type === 'addTable' ? addTable({ ...context, shape }, edit) : edit.type === 'addField' ? addField({ ...context, shape }, edit) : ok()
    if (!made.ok) return made
    shape = describeBook(context.db, context.identity)
  }
  return ok(shape)
}

interface Target {
  readonly table: KeyedTable
  readonly brought: BroughtTable
}

function findTargets(shape: BookShape, tables: readonly BroughtTable[]): Result<Target[], Failure> {
  const targets: Target[] = []
  for (const brought of tables) {
    const table = findEditableTable(shape, brought.table)
    if (!table.ok) return table
    for (const name of brought.fields) {
      const field = findField(table.value, name)
      if (!field.ok) return field
    }
    targets.push({ table: table.value, brought })
  }
  return ok(targets)
}

/** What others refer to comes first, so that taking it back in reverse leaves no reference without its target. */
function targetsFirst(targets: readonly Target[]): Target[] {
  const ordered: Target[] = []
  const visit = (target: Target, path: readonly Target[]) => {
    if (ordered.includes(target) || path.includes(target)) return
    for (const field of target.table.fields) {
      const referred = targets.find((other) => field.refersTo && same(other.table.name, field.refersTo.table))
      if (referred) visit(referred, [...path, target])
    }
    ordered.push(target)
  }
  for (const target of targets) visit(target, [])
  return ordered
}

/** The references of these records that lead nowhere. */
function countBroken(db: SqlDatabase, table: KeyedTable, fields: readonly string[], keys: readonly RecordKey[]): number {
  let broken = 0
  for (const reference of readForeignKeys(db, table.name)) {
    if (!reference.fields.some((field) => fields.some((one) => same(one, field)))) continue
    const columns = reference.fields.map((field) => `c.${quoteIdentifier(field)}`)
    const target = reference.targetFields.map((field, i) => `p.${quoteIdentifier(field)} = ${columns[i]}`)
    const found = `EXISTS (SELECT 1 FROM ${quoteIdentifier(reference.target)} p WHERE ${target.join(' AND ')})`
    const statement = createCellStatements(db, (parameters) => {
      const key = keySql(table).map((column, i) => `c.${column} = ${withoutAffinity(parameters[i])}`)
      return `SELECT 1 FROM ${quoteIdentifier(table.name)} c WHERE ${[...key, ...columns.map((column) => `${column} IS NOT NULL`), `NOT ${found}`].join(' AND ')}`
    })
    try {
      for (const key of keys) if (statement.get(key)) broken++
    } finally {
      statement.free()
    }
  }
  return broken
}

/** Tables with references to a field that bringing in may change in records that are here already. */
function tablesAtRisk(shape: BookShape, targets: readonly Target[]): string[] {
  const isChanged = (table: string, field: string) =>
    targets.some(({ brought }) => same(brought.table, table) && brought.matchedBy !== 'content' && !brought.key.some((one) => same(one, field)) && brought.fields.some((one) => same(one, field)))
  return shape.tables.filter((table) => table.fields.some(({ refersTo }) => refersTo && isChanged(refersTo.table, refersTo.field))).map((table) => table.name)
}

const violations = (db: SqlDatabase, tables: readonly string[]) =>
  tables.reduce((sum, table) => sum + Number(db.rows('SELECT count(*) FROM pragma_foreign_key_check(?)', [table])[0]?.[0] ?? 0), 0)

function toInverse(done: readonly BroughtRecords[], alone: boolean): Inverse | null {
  const records = done.reduce((sum, { added, changed }) => sum + added + changed, 0)
  if (alone && records === 0) return null
  if (!alone || records > MAX_STEPS) return { type: 'pages' }
  return { type: 'several', inverses: done.flatMap(({ steps }) => steps).reverse() }
}

/**
 * Brings records of a copy into the book as one change. By key: a record that is there is changed to what is brought, one
 * that is not is added. By content: what is not there often enough is added. So doing it twice changes nothing more.
 * References may lead to each other's records in any order; when one would lead nowhere, nothing is done
 * (`ReferencesBroken`).
 */
export function bringIn(context: EditContext, edit: Extract<Edit, { type: 'bringIn' }>): EditResult {
  const { db, shape, identity } = context
  let isReshaped = false
  for (const { table, createSql } of edit.tables) {
    if (createSql === null || findTable(shape, table).ok) continue
    const made = makeTable(db, table, createSql)
    if (!made.ok) return made
    isReshaped = true
  }
  let now = isReshaped ? describeBook(db, identity) : shape
  for (const brought of edit.tables) {
    if (!brought.make || brought.make.fields.length === 0) continue
    const roomy = makeRoom({ ...context, shape: now }, brought)
    if (!roomy.ok) return roomy
    now = roomy.value
    isReshaped = true
  }
  const targets = findTargets(now, edit.tables)
  if (!targets.ok) return targets
  const atRisk = tablesAtRisk(now, targets.value)
  try {
    const brokenBefore = violations(db, atRisk)
    db.run('PRAGMA defer_foreign_keys = ON')
    const changesBefore = totalChanges(db)
    const done: BroughtRecords[] = []
    const counts: { table: string; by: number }[] = []
    let count = 0
    for (const { table, brought } of targetsFirst(targets.value)) {
      const records = bringTable(db, table, brought, MAX_STEPS)
      if (!records.ok) return records
      done.push(records.value)
      counts.push({ table: table.name, by: records.value.added })
    }
    const changes = totalChanges(db) - changesBefore
    for (const [i, { table, brought }] of targetsFirst(targets.value).entries()) count += countBroken(db, table, brought.fields, done[i]?.keys ?? [])
    count += Math.max(0, violations(db, atRisk) - brokenBefore)
    if (count > 0) return fail({ type: 'ReferencesBroken', count })
    const added = done.reduce((sum, one) => sum + one.added, 0)
    const records = done.reduce((sum, one) => sum + one.added + one.changed, 0)
    const hasTriggers = targets.value.some(({ table }) => table.triggers.length > 0)
    const alone = !isReshaped && !(hasTriggers && records > 0) && changes === done.reduce((sum, one) => sum + one.statements, 0)
    const applied: AppliedEdit = { key: null, records, added, inverse: toInverse(done, alone), effect: { reshaped: isReshaped, counts: alone ? counts : 'unknown' } }
    return ok(applied)
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  }
}
