import { concatBytes, textToBytes } from '../base/bytes'
import { sha256Hex } from '../base/sha256'
import type { SqlDatabase } from '../book/sqlEngine'
import { OWN_OBJECTS } from './tableShape'

/** A table, index, view or trigger as SQLite keeps it. */
export interface SchemaObject {
  readonly type: 'table' | 'index' | 'view' | 'trigger'
  readonly name: string
  /** The table it belongs to; for a table or view its own name. */
  readonly table: string
  readonly sql: string
}

/**
 * The schema in the order in which it can be made again: tables, indexes, views, triggers, each as they were made.
 * SQLite's own objects and the reserved table are left out.
 */
export function readSchema(db: SqlDatabase): SchemaObject[] {
  const rows = db.rows(
    `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND ${OWN_OBJECTS} ` +
      `ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, rowid`,
  )
  return rows.map(([type, name, table, sql]) => ({ type: String(type) as SchemaObject['type'], name: String(name), table: String(table), sql: String(sql) }))
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** SHA-256 over one line of JSON `[type,name,tbl_name,sql]` and a line feed per object, the lines in byte order. */
export function digestSchema(db: SqlDatabase): string {
  const lines = readSchema(db).map(({ type, name, table, sql }) => textToBytes(`${JSON.stringify([type, name, table, sql])}\n`))
  return sha256Hex(concatBytes(lines.sort(compareBytes)))
}
