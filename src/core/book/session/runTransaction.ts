import type { Failure } from '../../base/failure'
import { fail, type Result } from '../../base/result'
import { SqlError, type SqlDatabase } from '../sqlEngine'

function rollBack(db: SqlDatabase): void {
  try {
    db.run('ROLLBACK')
  } catch (error) {
    // SQLite has rolled back by itself (out of memory, for one), or COMMIT came first: the caller undoes what is left
    if (!(error instanceof SqlError)) throw error
  }
}

/**
 * Runs a task in one transaction of the database in memory. What SQLite refuses, at COMMIT too, is a failure; then, and
 * when the task gives a failure, the transaction is rolled back. Anything else thrown is passed on after the rollback.
 */
export function runTransaction<T>(db: SqlDatabase, task: () => Result<T, Failure>): Result<T, Failure> {
  let isDone = false
  try {
    db.run('BEGIN IMMEDIATE')
    const outcome = task()
    if (!outcome.ok) return outcome
    db.run('COMMIT')
    isDone = true
    return outcome
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  } finally {
    if (!isDone) rollBack(db)
  }
}
