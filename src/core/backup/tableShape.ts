import type { SqlDatabase } from '../book/sqlEngine'

/** The one table that Nightsafe adds to a `.db` backup, and to nothing else. */
export const MANIFEST_TABLE = '_nightsafe_manifest'

/** A field as SQLite has it. */
export interface FieldShape {
  readonly name: string
  readonly declaredType: string
  readonly notNull: boolean
  /** Part of the declared primary key. */
  readonly key: boolean
  /** Part of some unique index or constraint. */
  readonly unique: boolean
  /** Computed from other fields: never written, in no backup line and in no digest. */
  readonly generated: boolean
}

/** What reading, digesting and loading a table needs to know of it. */
export interface TableShape {
  readonly name: string
  readonly fields: readonly FieldShape[]
  /** Fields of the declared primary key in its order; empty when the rowid alone orders the records. */
  readonly key: readonly string[]
  readonly withoutRowid: boolean
  /** A name by which the rowid can be read; null when there is none or all its names are fields. */
  readonly rowidName: string | null
}

/** SQL condition on `sqlite_schema`: objects that are neither SQLite's own nor reserved. */
export const OWN_OBJECTS = `name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) <> '${MANIFEST_TABLE}' AND lower(tbl_name) <> '${MANIFEST_TABLE}'`

function readFields(db: SqlDatabase, table: string, uniqueFields: ReadonlySet<string>): FieldShape[] {
  return db.rows('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', [table]).map(([name, type, notNull, pk, hidden]) => ({
    name: String(name),
    declaredType: String(type ?? ''),
    notNull: notNull === 1,
    key: typeof pk === 'number' && pk > 0,
    unique: uniqueFields.has(String(name)),
    generated: hidden === 2 || hidden === 3,
  }))
}

function readIndexes(db: SqlDatabase, table: string): { uniqueFields: Set<string>; keyIndex: string | null } {
  const uniqueFields = new Set<string>()
  let keyIndex: string | null = null
  for (const [name, origin] of db.rows('SELECT name, origin FROM pragma_index_list(?) WHERE "unique"', [table])) {
    if (origin === 'pk') keyIndex = String(name)
    for (const [field] of db.rows('SELECT name FROM pragma_index_info(?)', [String(name)])) if (typeof field === 'string') uniqueFields.add(field)
  }
  return { uniqueFields, keyIndex }
}

function readTableShape(db: SqlDatabase, table: string): TableShape {
  const { uniqueFields, keyIndex } = readIndexes(db, table)
  const fields = readFields(db, table, uniqueFields)
  // the index behind a primary key ends with the rowid, unless the table has none
  const withoutRowid = keyIndex !== null && db.rows('SELECT 1 FROM pragma_index_xinfo(?) WHERE cid = -1', [keyIndex]).length === 0
  const taken = new Set(fields.map((field) => field.name.toLowerCase()))
  const key = db.rows('SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk', [table]).map(([name]) => String(name))
  return {
    name: table,
    fields,
    // a primary key without an index is the rowid under another name
    key: keyIndex === null ? [] : key,
    withoutRowid,
    rowidName: withoutRowid ? null : (['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null),
  }
}

/**
 * The real tables of a database in byte order of their names: no views, no virtual tables, nothing of SQLite's own,
 * not the reserved table. Runs nothing of the schema.
 */
export function readTableShapes(db: SqlDatabase): TableShape[] {
  const names = db.rows(`SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND ${OWN_OBJECTS} ORDER BY name COLLATE BINARY`)
  return names.map(([name]) => readTableShape(db, String(name)))
}

/** The names of the virtual tables, which only a `.db` backup can carry. */
export function readVirtualTables(db: SqlDatabase): string[] {
  return db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND coalesce(rootpage, 0) = 0 ORDER BY name COLLATE BINARY").map(([name]) => String(name))
}
