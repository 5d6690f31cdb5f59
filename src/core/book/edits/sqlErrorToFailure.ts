import type { Failure } from '../../base/failure'
import { fail, type Result } from '../../base/result'
import { SqlError } from '../sqlEngine'

/** SQLite tells which rule was broken only in its message, so this is the one place that reads it. */
const RULES: readonly [RegExp, (what: string) => string][] = [
  [/^UNIQUE constraint failed: (.*)/, (what) => `another record has the same ${fieldNames(what)}`],
  [/^NOT NULL constraint failed: (.*)/, (what) => `${fieldNames(what)} must not be empty`],
  [/^CHECK constraint failed: (.*)/, (what) => `the check “${what}” does not allow it`],
  [/^FOREIGN KEY constraint failed/, () => 'other records refer to it, or what it refers to does not exist'],
  [/^datatype mismatch/, () => 'the key must be a whole number'],
  [/^cannot store (.*)/, (what) => `it cannot hold ${what}`],
]

/** `members.name, members.email` as people read it. */
function fieldNames(list: string): string {
  return list.split(', ').map((name) => `“${name.slice(name.indexOf('.') + 1)}”`).join(', ')
}

/** What an error of SQLite means to the person; `raised` when triggers of the table may have refused in their own words. */
export function sqlErrorToFailure(error: SqlError, table: string, raised: boolean): Failure {
  for (const [pattern, text] of RULES) {
    const match = pattern.exec(error.message)
    if (match) return { type: 'ConstraintBroken', table, detail: text(match[1] ?? '') }
  }
  return raised ? { type: 'ConstraintBroken', table, detail: error.message } : { type: 'SqlFailed', detail: error.message }
}

/** Runs SQL that the data or schema may refuse. */
export function trySql<T>(table: string, raised: boolean, task: () => T): Result<T, Failure> {
  try {
    return { ok: true, value: task() }
  } catch (error) {
    if (error instanceof SqlError) return fail(sqlErrorToFailure(error, table, raised))
    throw error
  }
}
