import { SqlError, type SqlDatabase, type SqlRow } from './sqlEngine'

/** Rows of a query on what another program made; empty where SQLite cannot make sense of it (a view on a missing table). */
export function rowsOrNone(db: SqlDatabase, sql: string, params: string[]): SqlRow[] {
  try {
    return db.rows(sql, params)
  } catch (error) {
    if (error instanceof SqlError) return []
    throw error
  }
}
