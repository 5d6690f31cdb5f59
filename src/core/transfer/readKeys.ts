import { quoteIdentifier } from '../base/quoteIdentifier'
import type { RecordKey } from '../book/bookDescription'
import { keySql, type KeyedTable } from '../book/keyedTable'
import { readRowJson, rowJsonSql } from '../book/rowJson'
import type { SqlDatabase } from '../book/sqlEngine'

/** The records of a table by what some fields of them hold, as JSON of those cells; the first of several. Records with an empty one are left out. */
export function readKeys(db: SqlDatabase, table: KeyedTable, fields: readonly string[]): Map<string, RecordKey> {
  const found = new Map<string, RecordKey>()
  const key = keySql(table)
  const filled = fields.map((field) => `${quoteIdentifier(field)} IS NOT NULL`).join(' AND ')
  const row = rowJsonSql([...key, ...fields.map(quoteIdentifier)], { exact: true, blobLimit: null })
  const statement = db.prepare(`SELECT ${row} FROM ${quoteIdentifier(table.name)} WHERE ${filled} ORDER BY ${key.join(', ')}`)
  try {
    for (let next = statement.next(); next; next = statement.next()) {
      const cells = readRowJson(next)
      if (!cells) throw new TypeError('hexadecimal digits are always well-formed')
      const id = JSON.stringify(cells.slice(key.length))
      if (!found.has(id)) found.set(id, cells.slice(0, key.length))
    }
    return found
  } finally {
    statement.free()
  }
}
