import { bytesToText } from '../base/bytes'
import { cellToBound, type BoundValue } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { leftOutOf } from '../backup/contentDigest'
import type { FieldName } from '../backup/manifest'
import { lineFields, readRecordLines } from '../backup/recordLines'
import { readSchema } from '../backup/schemaDigest'
import { readTableShapes, type TableShape } from '../backup/tableShape'
import type { SqlDatabase, SqlEngine } from '../book/sqlEngine'

/** The fields that tell a record on both sides: the declared key. Without one, records cannot be matched. */
function keyFields(shape: TableShape): string[] {
  return shape.fields.filter((field) => field.key && !field.generated).map((field) => field.name)
}

function cast(value: unknown): { sql: string; value: BoundValue } | null {
  const bound = cellToBound(value)
  return bound && { sql: bound.cast === 'none' ? '?' : `CAST(? AS ${bound.cast})`, value: bound.value }
}

/** Sets the fields of one record; a value that the restored table does not take (it must differ, say) stays empty. */
function setFields(db: SqlDatabase, shape: TableShape, values: ReadonlyMap<string, unknown>, keys: readonly string[]): void {
  const params: BoundValue[] = []
  const clause = (name: string, operator: string) => {
    const bound = cast(values.get(name))
    if (!bound) return null
    params.push(bound.value)
    return `${quoteIdentifier(name)} ${operator} ${bound.sql}`
  }
  const sets = [...values.keys()].filter((name) => !keys.includes(name)).map((name) => clause(name, '='))
  const wheres = keys.map((name) => clause(name, 'IS'))
  if (sets.includes(null) || wheres.includes(null)) return
  const statement = db.prepare(`UPDATE OR IGNORE ${quoteIdentifier(shape.name)} SET ${sets.join(', ')} WHERE ${wheres.join(' AND ')}`)
  try {
    statement.run(params)
  } finally {
    statement.free()
  }
}

/**
 * Gives the fields that a backup left out the values that the live book has, record by record by key. Records that the
 * live book does not know, and tables without a key, keep them empty. Triggers of the restored book do not run.
 */
export function carryLeftOutFields(engine: SqlEngine, liveBytes: Uint8Array, db: SqlDatabase, leftOut: readonly FieldName[]): void {
  if (leftOut.length === 0) return
  const live = engine.open(liveBytes, { untrusted: true })
  try {
    const liveShapes = new Map(readTableShapes(live).map((shape) => [shape.name, shape]))
    const triggers = readSchema(db).filter((object) => object.type === 'trigger')
    db.run('PRAGMA ignore_check_constraints = ON')
    db.run('BEGIN')
    for (const trigger of triggers) db.run(`DROP TRIGGER ${quoteIdentifier(trigger.name)}`)
    for (const shape of readTableShapes(db)) {
      const from = liveShapes.get(shape.name)
      const keys = keyFields(shape)
      const wanted = leftOutOf(shape.name, leftOut)
      if (!from || wanted.size === 0 || keys.length === 0) continue
      const others = new Set(from.fields.map((field) => field.name).filter((name) => !wanted.has(name) && !keys.includes(name)))
      const names = lineFields(from, others).map((field) => field.name)
      const here = new Set(shape.fields.map((field) => field.name))
      if (!keys.every((key) => names.includes(key)) || names.length === keys.length || !names.every((name) => here.has(name))) continue
      for (const { bytes } of readRecordLines(live, from, others)) {
        for (const line of (bytesToText(bytes) ?? '').split('\n')) {
          if (line === '') continue
          const cells = JSON.parse(line) as unknown[]
          setFields(db, shape, new Map(names.map((name, i) => [name, cells[i]])), keys)
        }
      }
    }
    for (const trigger of triggers) db.run(trigger.sql)
    db.run('COMMIT')
    db.run('PRAGMA ignore_check_constraints = OFF')
  } finally {
    live.close()
  }
}
