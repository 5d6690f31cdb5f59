import { quoteIdentifier } from '../../base/quoteIdentifier'
import { keySql, type KeyedTable } from '../../book/keyedTable'
import type { SqlDatabase } from '../../book/sqlEngine'

/** What a value of a declared type is turned into when it is stored (https://sqlite.org/datatype3.html, 3.1). */
export type Affinity = 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC'

/** A field of a table's primary key, and how SQLite tells two of its values apart. */
export interface KeyField {
  /** As the table writes it. */
  readonly name: string
  readonly affinity: Affinity
  readonly collation: string
}

/** A table as one of the two databases has it, ready to be named in a query. */
export interface Side {
  readonly table: KeyedTable
  /** What stands after FROM. */
  readonly source: string
  /** The declared primary key; empty where there is none. */
  readonly key: readonly KeyField[]
  /** The columns that find a record again: the rowid, or the primary key of a table WITHOUT ROWID. */
  readonly locator: readonly string[]
  /** The column of a stored field, by its name in any case; null where this side has no such field. */
  column(field: string): string | null
}

/** The rules of SQLite, in their order. */
export function affinityOf(declaredType: string, strict: boolean): Affinity {
  const type = declaredType.toUpperCase()
  if (type.includes('INT')) return 'INTEGER'
  if (/CHAR|CLOB|TEXT/.test(type)) return 'TEXT'
  if (type === '' || type.includes('BLOB') || (strict && type === 'ANY')) return 'BLOB'
  return /REAL|FLOA|DOUB/.test(type) ? 'REAL' : 'NUMERIC'
}

/** The primary key of a table: the rowid under another name needs no index. */
export function readKey(db: SqlDatabase, table: KeyedTable): KeyField[] {
  const fields = db.rows('SELECT name, type FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk', [table.name])
  const collations = new Map(
    db
      .rows("SELECT x.name, x.coll FROM pragma_index_list(?) i, pragma_index_xinfo(i.name) x WHERE i.origin = 'pk' AND x.key", [table.name])
      .map(([name, collation]) => [String(name), String(collation)]),
  )
  return fields.map(([name, type]) => ({ name: String(name), affinity: affinityOf(String(type ?? ''), table.strict), collation: collations.get(String(name)) ?? 'rowid' }))
}

const lower = (name: string) => name.toLowerCase()

/**
 * A table of the database that `db` knows as `schema`; `own` is a connection where it is `main`. A table that hides its
 * rowid behind fields of that name is copied, so that its records can be told apart.
 */
export function createSide(db: SqlDatabase, own: SqlDatabase, schema: 'main' | 'other', table: KeyedTable): Side {
  const name = quoteIdentifier(table.name)
  const stored = table.fields.filter((field) => !field.generated)
  const columns = new Map(stored.map((field) => [lower(field.name), quoteIdentifier(field.name)]))
  const key = readKey(own, table)
  const column = (field: string) => columns.get(lower(field)) ?? null
  if (table.tableKey.type !== 'none') return { table, source: `${schema}.${name}`, key, locator: keySql(table), column }
  const copy = `temp.${quoteIdentifier(`_nightsafe_copy_${schema}_${table.name}`)}`
  const renamed = stored.map((field, i) => `${quoteIdentifier(field.name)} AS c${i}`)
  db.run(`CREATE TABLE ${copy} AS SELECT ${renamed.join(', ')} FROM ${schema}.${name}`)
  const copied = new Map(stored.map((field, i) => [lower(field.name), `c${i}`]))
  return { table, source: copy, key: [], locator: ['_rowid_'], column: (field) => copied.get(lower(field)) ?? null }
}

/** The records of a side. */
export function countSide(db: SqlDatabase, side: Side): number {
  return Number(db.rows(`SELECT count(*) FROM ${side.source}`)[0]?.[0] ?? 0)
}
