import type { FailureOf } from '../base/failure'
import { fail } from '../base/result'
import { SqlError } from './sqlEngine'

/** The answer of a task that reads; what SQLite refuses (a view on a missing table) is the failure `SqlFailed`. */
export function sqlAnswer<T>(task: () => T) {
  try {
    return task()
  } catch (error) {
    if (error instanceof SqlError) return fail<FailureOf<'SqlFailed'>>({ type: 'SqlFailed', detail: error.message })
    throw error
  }
}
