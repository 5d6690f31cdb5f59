import type { SqlDatabase, SqlRow } from '../sqlEngine'
import { readSqlTokens } from '../sqlTokens'

/** What a template does not carry exactly: a table with rules of its own, an index, a trigger, a view. */
export interface ShapeLoss {
  readonly type: string
  readonly name: string
}

const objects = (db: SqlDatabase) =>
  db.rows("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_nightsafe\\_%' ESCAPE '\\' ORDER BY rowid")

/** Spaces, comments and quotes around names make no difference. */
const plain = (row: SqlRow) => JSON.stringify([row[0], row[1], readSqlTokens(String(row[2])).map(({ type, value }) => (type === 'string' ? `'${value}` : value))])

/** What of a book's schema is not the same in a book that was begun from its template. */
export function shapeLosses(book: SqlDatabase, begun: SqlDatabase): ShapeLoss[] {
  const same = new Set(objects(begun).map(plain))
  return objects(book).filter((row) => !same.has(plain(row))).map(([type, name]) => ({ type: String(type), name: String(name) }))
}
