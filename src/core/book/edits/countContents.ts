import type { Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { readRowJson, rowJsonSql } from '../rowJson'
import type { SqlDatabase } from '../sqlEngine'

/** How often a table has records of these contents (the cells of `fields`), by their JSON. Reads the table once. */
export function countContents(db: SqlDatabase, table: string, fields: readonly string[], contents: readonly (readonly Cell[])[]): Map<string, number> {
  const counts = new Map(contents.map((cells) => [JSON.stringify(cells), 0]))
  for (const exact of [false, true]) {
    for (const content of counts.keys()) counts.set(content, 0)
    if (countInto(counts, db, `SELECT ${rowJsonSql(fields.map(quoteIdentifier), { exact, blobLimit: null })} FROM ${quoteIdentifier(table)}`)) return counts
  }
  throw new TypeError('hexadecimal digits are always well-formed')
}

/** False when some text is not well-formed UTF-8. */
function countInto(counts: Map<string, number>, db: SqlDatabase, sql: string): boolean {
  const statement = db.prepare(sql)
  try {
    for (let row = statement.next(); row; row = statement.next()) {
      const cells = readRowJson(row)
      if (!cells) return false
      const content = JSON.stringify(cells)
      const count = counts.get(content)
      if (count !== undefined) counts.set(content, count + 1)
    }
    return true
  } finally {
    statement.free()
  }
}
