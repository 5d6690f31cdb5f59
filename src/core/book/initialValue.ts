import type { Cell } from '../base/cell'
import { readSqlTokens } from './sqlTokens'
import { tokensToCell } from './tableSql'

/** The day and the moment in which a record is made, as the DEFAULT of a field (https://sqlite.org/lang_datefunc.html). */
export const NOW_SQL = { date: "date('now', 'localtime')", 'date-time': "datetime('now', 'localtime')" } as const

const words = (sql: string) => readSqlTokens(sql).map(({ value }) => value.toLowerCase()).filter((word) => word !== '(' && word !== ')').join(' ')

const NOW: ReadonlyMap<string, 'date' | 'date-time'> = new Map([
  [words(NOW_SQL.date), 'date'],
  [words(NOW_SQL['date-time']), 'date-time'],
  // as older books have it: the moment without seconds, with a T
  [words("strftime('%Y-%m-%dT%H:%M', 'now', 'localtime')"), 'date-time'],
])

/**
 * What a new record begins with, read from a field's `initialSql`: a value, or the day or the moment of its making, which
 * the page fills in from its own clock. Undefined for any other expression: only the database can tell.
 */
export function readInitial(sql: string | null | undefined): Cell | { readonly now: 'date' | 'date-time' } | undefined {
  if (sql === null || sql === undefined) return null
  const now = NOW.get(words(sql))
  return now ? { now } : tokensToCell(readSqlTokens(sql))
}
