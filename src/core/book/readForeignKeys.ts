import type { SqlDatabase } from './sqlEngine'

/** A foreign key of one field or several. */
export interface ForeignKey {
  readonly fields: readonly string[]
  readonly target: string
  /** In the order of `fields`; empty where the target has no primary key to point to. */
  readonly targetFields: readonly string[]
}

/** The foreign keys of a table. One that names no fields points to the primary key. */
export function readForeignKeys(db: SqlDatabase, table: string): ForeignKey[] {
  const keys = new Map<unknown, { fields: string[]; target: string; targetFields: string[] }>()
  for (const [id, target, from, to] of db.rows('SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq', [table])) {
    const key = keys.get(id) ?? { fields: [], target: String(target), targetFields: [] }
    keys.set(id, key)
    key.fields.push(String(from))
    if (to !== null) key.targetFields.push(String(to))
  }
  return [...keys.values()].map((key) =>
    key.targetFields.length > 0 ? key : { ...key, targetFields: db.rows('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', [key.target]).map(([name]) => String(name)) },
  )
}
