import type { Failure, FailureOf } from '../../base/failure'
import { fail, type Result } from '../../base/result'
import { SqlError } from '../sqlEngine'
import { readSqlTokens } from '../sqlTokens'

/** SQLite tells which rule was broken only in its message, so this is the one place that reads it. */
const RULES: readonly [RegExp, (what: string) => string, ((what: string) => string[])?][] = [
  [/^UNIQUE constraint failed: (.*)/, (what) => `another record has the same ${fieldNames(what)}`, namesIn],
  [/^NOT NULL constraint failed: (.*)/, (what) => `${fieldNames(what)} must not be empty`, namesIn],
  [/^CHECK constraint failed: ([^]*)/, (what) => `the check “${what}” does not allow it`, wordsIn],
  [/^FOREIGN KEY constraint failed/, () => 'other records refer to it, or what it refers to does not exist'],
  [/^datatype mismatch/, () => 'the key must be a whole number'],
  [/^cannot store (.*)/, (what) => `it cannot hold ${what}`],
]

/** The names of `members.name, members.email`. */
function namesIn(list: string): string[] {
  return list.split(', ').map((name) => name.slice(name.indexOf('.') + 1))
}

/** What may be names of fields in an expression. */
function wordsIn(sql: string): string[] {
  return [...new Set(readSqlTokens(sql).filter(({ type }) => type === 'name' || type === 'word').map(({ value }) => value))]
}

/** `members.name, members.email` as people read it. */
function fieldNames(list: string): string {
  return namesIn(list).map((name) => `“${name}”`).join(', ')
}

/** What an error of SQLite means to the person; `raised` when triggers of the table may have refused in their own words. */
export function sqlErrorToFailure(error: SqlError, table: string, raised: boolean): Failure {
  for (const [pattern, text, fieldsIn] of RULES) {
    const match = pattern.exec(error.message)
    const what = match?.[1] ?? ''
    if (match) return { type: 'ConstraintBroken', table, detail: text(what), ...(fieldsIn ? { fields: fieldsIn(what) } : {}) }
  }
  return raised ? { type: 'ConstraintBroken', table, detail: error.message } : { type: 'SqlFailed', detail: error.message }
}

/** That a trigger said RAISE(IGNORE): no error to SQLite, and yet nothing was done. */
export const passedOver = (table: string): FailureOf<'ConstraintBroken'> => ({ type: 'ConstraintBroken', table, detail: 'a trigger of the table passes over it' })

/** Runs SQL that the data or schema may refuse. */
export function trySql<T>(table: string, raised: boolean, task: () => T): Result<T, Failure> {
  try {
    return { ok: true, value: task() }
  } catch (error) {
    if (error instanceof SqlError) return fail(sqlErrorToFailure(error, table, raised))
    throw error
  }
}
