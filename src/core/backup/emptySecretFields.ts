import { textToBytes } from '../base/bytes'
import type { BoundValue } from '../base/cell'
import type { FailureOf } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { fail, ok, type Result } from '../base/result'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import { leftOutOf } from './contentDigest'
import type { FieldName } from './manifest'
import { readSchema } from './schemaDigest'
import { readTableShapes, type FieldShape, type TableShape } from './tableShape'

const NUMERIC = /^(int|integer|real)$/i
const BLOB = /^blob$/i
/** Keeps the placeholders of the first pass away from those of the second. */
const FAR = 1_000_000_000_000

/**
 * What stands in a left-out field of the `n`th record (from 1, in canonical order): as empty as the declaration of the
 * field allows, and the same in both forms of a backup. NULL where allowed, else an empty text (0 or an empty blob
 * where the type insists), else, where values must differ, a placeholder with the record's number.
 */
export function emptyValue(field: FieldShape, n: number): BoundValue {
  if (!field.notNull) return null
  if (NUMERIC.test(field.declaredType)) return field.unique ? -n : 0
  const text = field.unique ? `left-out-${n}` : ''
  return BLOB.test(field.declaredType) ? textToBytes(text) : text
}

/** SQL and parameters that give each record of a table its placeholder; null when records cannot be told apart. */
function placeholderUpdate(shape: TableShape, field: FieldShape, pass: 1 | 2): string | null {
  const table = quoteIdentifier(shape.name)
  const numbered = NUMERIC.test(field.declaredType) ? `-(n.n + ${pass === 1 ? FAR : 0})` : `'${pass === 1 ? 'leaving-out-' : 'left-out-'}' || n.n`
  const value = BLOB.test(field.declaredType) ? `CAST(${numbered} AS BLOB)` : numbered
  const order = [...shape.key.map((name) => `${quoteIdentifier(name)} COLLATE BINARY`), ...(shape.rowidName ? [shape.rowidName] : [])]
  const columns = shape.rowidName ? [shape.rowidName] : shape.withoutRowid ? shape.key.map(quoteIdentifier) : []
  if (columns.length === 0) return null
  const select = columns.map((column, i) => `${column} AS k${i}`).join(', ')
  const match = columns.map((column, i) => `${table}.${column} = n.k${i}`).join(' AND ')
  return `UPDATE OR ABORT ${table} SET ${quoteIdentifier(field.name)} = ${value} ` +
    `FROM (SELECT ${select}, row_number() OVER (ORDER BY ${order.join(', ')}) AS n FROM ${table}) AS n WHERE ${match}`
}

function emptyField(db: SqlDatabase, shape: TableShape, field: FieldShape): boolean {
  try {
    return updateField(db, shape, field)
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  }
}

function updateField(db: SqlDatabase, shape: TableShape, field: FieldShape): boolean {
  if (!(field.notNull && field.unique)) {
    const bound = emptyValue(field, 0)
    const statement = db.prepare(`UPDATE OR ABORT ${quoteIdentifier(shape.name)} SET ${quoteIdentifier(field.name)} = ?`)
    try {
      statement.run([bound])
    } finally {
      statement.free()
    }
    return true
  }
  // two passes: a book restored from a backup may hold placeholders already, numbered otherwise
  for (const pass of [1, 2] as const) {
    const sql = placeholderUpdate(shape, field, pass)
    if (sql === null) return false
    db.run(sql)
  }
  return true
}

/** Empties the fields; gives the first that cannot be emptied. Throws `SqlError` where a trigger cannot be made again. */
function emptyAll(db: SqlDatabase, shapes: readonly TableShape[], leaveOut: readonly FieldName[]): FieldName | null {
  const tables = new Set(shapes.map((shape) => shape.name.toLowerCase()))
  const triggers = readSchema(db).filter((object) => object.type === 'trigger' && tables.has(object.table.toLowerCase()))
  for (const trigger of triggers) db.run(`DROP TRIGGER ${quoteIdentifier(trigger.name)}`)
  for (const shape of shapes) {
    const names = leftOutOf(shape.name, leaveOut)
    for (const field of shape.fields) {
      if (names.has(field.name) && !field.generated && !field.key && !emptyField(db, shape, field)) return { table: shape.name, field: field.name }
    }
  }
  for (const trigger of triggers) db.run(trigger.sql)
  return null
}

/**
 * Empties the left-out fields of every record, without running the book's triggers or foreign keys. Changes nothing
 * and fails with `SecretFieldNotEmptiable` where a constraint forbids it. Call outside a transaction.
 */
export function emptySecretFields(db: SqlDatabase, leaveOut: readonly FieldName[]): Result<undefined, FailureOf<'SecretFieldNotEmptiable'>> {
  const shapes = readTableShapes(db).filter((shape) => leftOutOf(shape.name, leaveOut).size > 0)
  if (shapes.length === 0) return ok()
  db.run('PRAGMA foreign_keys = OFF; BEGIN')
  const stuck = emptyAll(db, shapes, leaveOut)
  db.run(stuck ? 'ROLLBACK' : 'COMMIT')
  return stuck ? fail({ type: 'SecretFieldNotEmptiable', ...stuck }) : ok()
}
