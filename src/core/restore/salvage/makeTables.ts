import { MANIFEST_TABLE, readTableShapes } from '../../backup/tableShape'
import type { SqlDatabase } from '../../book/sqlEngine'
import { tryStatement } from './salvageWriter'
import type { SchemaRow } from './schemaRows'
import { planTable, type TablePlan } from './tablePlan'

/** A table of the schema, made anew where its statement could be read. */
export interface MadeTable {
  readonly row: SchemaRow
  /** Null where the statement is lost or garbled: then its fields have to be made up. */
  readonly plan: TablePlan | null
}

/** SQLite's own, and the one that a backup of ours adds. */
const RESERVED = new RegExp(`^(sqlite_.*|${MANIFEST_TABLE})$`, 'i')

const isVirtual = ({ sql }: SchemaRow) => sql !== null && /^CREATE\s+VIRTUAL\b/i.test(sql)

/** The tables that hold records of their own: no virtual ones, nothing of SQLite's own. */
export function tableRows(rows: readonly SchemaRow[]): SchemaRow[] {
  return rows.filter((row) => row.type === 'table' && !isVirtual(row) && !RESERVED.test(row.name))
}

/** The names of virtual tables, whose content lies in tables of other names. */
export function virtualNames(rows: readonly SchemaRow[]): string[] {
  return rows.filter((row) => row.type === 'table' && isVirtual(row)).map(({ name }) => name)
}

/** The name of the table that was made last. */
function lastName(db: SqlDatabase): string {
  const [row] = db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid DESC LIMIT 1")
  return String(row?.[0])
}

/** Makes the tables of a schema in an empty database. One statement each, and none that is not CREATE TABLE. */
export function makeTables(db: SqlDatabase, rows: readonly SchemaRow[]): MadeTable[] {
  const made = tableRows(rows).map((row) => {
    const done = row.sql !== null && /^CREATE\s+TABLE\b/i.test(row.sql) && tryStatement(db, row.sql)
    return { row, name: done ? lastName(db) : null }
  })
  const shapes = new Map(readTableShapes(db).map((shape) => [shape.name, shape]))
  return made.map(({ row, name }) => {
    const shape = name === null ? undefined : shapes.get(name)
    return { row, plan: shape ? planTable(db, shape) : null }
  })
}
