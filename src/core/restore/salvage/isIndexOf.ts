import { bytesToText, equalBytes } from '../../base/bytes'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SqlDatabase, SqlRow } from '../../book/sqlEngine'
import type { OrphanGroup } from './orphans'
import type { StoredRecord } from './readLeaf'

/** Tables that are looked into; a file with more of them is no book. */
const TABLES = 200

function isSame(a: SqlRow[number], b: SqlRow[number]): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return equalBytes(a, b)
  return (a instanceof Uint8Array ? bytesToText(a) : a) === (b instanceof Uint8Array ? bytesToText(b) : b)
}

/** Whether an entry is what an index would say of a record: some of its values, and last its rowid. */
function isEntryOf(db: SqlDatabase, table: string, { values }: StoredRecord): boolean {
  const rowid = values.at(-1)
  if (typeof rowid !== 'number') return false
  const [row] = db.rows(`SELECT rowid, * FROM ${quoteIdentifier(table)} WHERE rowid = CAST(? AS INTEGER)`, [rowid])
  return row !== undefined && values.every((value) => row.some((one) => isSame(one, value)))
}

/**
 * Whether pages of an index that nothing leads to are an index of a table that was read: then they say nothing new. To be
 * asked while the rowids are still those of the damaged file.
 */
export function isIndexOf(db: SqlDatabase, group: OrphanGroup): boolean {
  // tables without rowids have no rootless name for one, and are passed over
  const tables = db.rows(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%WITHOUT%ROWID%' AND name NOT LIKE 'sqlite%' LIMIT ${TABLES}`)
  return tables.some(([name]) => {
    const matches = group.sample.filter((record) => isEntryOf(db, String(name), record))
    return matches.length * 2 > group.sample.length
  })
}
