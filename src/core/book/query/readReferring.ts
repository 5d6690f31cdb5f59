import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { RecordKey } from '../bookDescription'
import { findTable, type BookShape } from '../keyedTable'
import { keyCondition } from '../readRecord'
import { sqlAnswer } from '../sqlAnswer'
import type { SqlDatabase } from '../sqlEngine'
import type { ReferringField } from './groupQuery'

/**
 * The fields whose records refer to a record (itself included), with how many do; those that none does are left out.
 * Nothing refers to a record of a view. Fails with `RecordNotFound` when there is no such record.
 */
export function readReferring(db: SqlDatabase, shape: BookShape, table: string, key: RecordKey): Result<readonly ReferringField[], Failure> {
  const found = findTable(shape, table)
  if (!found.ok) return found
  const target = found.value
  if (target.tableKey.type === 'none') return ok([])
  const condition = keyCondition(target, key)
  const source = condition && `FROM ${quoteIdentifier(target.name)} WHERE ${condition.sql}`
  const sameTable = (name: string) => name.toLowerCase() === target.name.toLowerCase()
  return sqlAnswer(() => {
    if (!condition || db.rows(`SELECT 1 ${source}`, condition.params).length === 0) return fail({ type: 'RecordNotFound', table: target.name })
    const referring: ReferringField[] = []
    for (const other of shape.tables) {
      for (const field of other.fields) {
        if (!field.refersTo || !sameTable(field.refersTo.table)) continue
        // the field that is pointed to stands on the left: its collation is the one that a reference goes by
        const pointed = `(SELECT ${quoteIdentifier(field.refersTo.field)} AS value ${source})`
        const sql = `SELECT count(*) FROM ${pointed} p, ${quoteIdentifier(other.name)} r WHERE p.value = r.${quoteIdentifier(field.name)}`
        const records = Number(db.rows(sql, condition.params)[0]?.[0] ?? 0)
        if (records > 0) referring.push({ table: other.name, field: field.name, records })
      }
    }
    return ok(referring)
  })
}
