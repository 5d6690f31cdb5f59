import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, type Result } from '../../base/result'
import type { SqlDatabase } from '../sqlEngine'
import { freeIndexName } from './rewriteTableSql'
import { trySql } from './sqlErrorToFailure'

/** Makes an index that keeps two records from having the same value in a field. An index, so that it can be taken away again. */
export function createUniqueIndex(db: SqlDatabase, table: string, field: string): void {
  const name = freeIndexName(db, `${table}_one_${field}`)
  db.run(`CREATE UNIQUE INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table)} (${quoteIdentifier(field)})`)
}

/** Takes away what keeps two records from having the same value; refuses where it is part of the table itself. */
export function dropUniqueIndexes(db: SqlDatabase, table: string, field: string): Result<undefined, Failure> {
  const found = db.rows(
    'SELECT x.name, x.origin FROM pragma_index_list(?1) x WHERE x."unique" AND NOT x.partial ' +
      'AND (SELECT count(*) FROM pragma_index_info(x.name)) = 1 AND EXISTS (SELECT 1 FROM pragma_index_info(x.name) i WHERE lower(i.name) = lower(?2))',
    [table, field],
  )
  if (found.some(([, origin]) => origin !== 'c')) {
    return fail({ type: 'ConstraintBroken', table, detail: `that no two are alike in “${field}” was laid down with the table itself and cannot be taken away` })
  }
  return trySql(table, false, () => {
    for (const [name] of found) db.run(`DROP INDEX ${quoteIdentifier(String(name))}`)
    return undefined
  })
}
