import { quoteIdentifier } from '../base/quoteIdentifier'
import type { AsleepObject } from '../book/bookHead'
import type { SqlDatabase } from '../book/sqlEngine'
import { readDatabaseObjects } from './checkDatabase'

/**
 * Takes the views and triggers out of a database and gives them as text, in the order in which they can be made again.
 * Triggers go first: those of a view would vanish with it.
 */
export function putToSleep(db: SqlDatabase): AsleepObject[] {
  const { views, triggers } = readDatabaseObjects(db)
  for (const trigger of triggers) db.run(`DROP TRIGGER ${quoteIdentifier(trigger.name)}`)
  for (const view of views) db.run(`DROP VIEW ${quoteIdentifier(view.name)}`)
  return [...views, ...triggers]
}
