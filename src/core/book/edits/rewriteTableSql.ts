import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import { SqlError, type SqlDatabase } from '../sqlEngine'

function columnNames(db: SqlDatabase, table: string): string {
  return JSON.stringify(db.rows('SELECT name FROM pragma_table_xinfo(?) ORDER BY cid', [table]))
}

/**
 * Replaces the CREATE TABLE text of a table in place, inside the caller's transaction: SQLite's own second procedure
 * for changes that leave the columns where they are (https://sqlite.org/lang_altertable.html#otheralter). The first
 * one, copy and drop, would run the foreign key actions of every record that refers to the table.
 * Throws `SqlError` when the new text is no SQL; the caller then rolls back, and the raised schema version makes
 * SQLite read the old schema again.
 */
export function rewriteTableSql(db: SqlDatabase, table: string, sql: string): void {
  const before = columnNames(db, table)
  const version = Number(db.rows('PRAGMA schema_version')[0]?.[0])
  db.run('PRAGMA writable_schema = ON')
  try {
    db.rows("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", [sql, table])
    db.run(`PRAGMA schema_version = ${version + 1}`)
  } finally {
    db.run('PRAGMA writable_schema = OFF')
  }
  if (columnNames(db, table) !== before) throw new TypeError(`rewriting ${table} must not change its columns`)
}

/** Holds every record and index of a table against its definition; reads through the whole table. */
export function checkTable(db: SqlDatabase, table: string): Result<undefined, Failure> {
  const [first] = db.rows(`PRAGMA integrity_check(${quoteIdentifier(table)})`)
  return first?.[0] === 'ok' ? ok() : fail({ type: 'ConstraintBroken', table, detail: String(first?.[0] ?? 'it cannot be checked') })
}

/** Indexes that were made with CREATE INDEX and hold this field. */
export function indexesWith(db: SqlDatabase, table: string, field: string): string[] {
  return db
    .rows(
      "SELECT s.name FROM sqlite_schema s WHERE s.type = 'index' AND s.tbl_name = ?1 AND s.sql IS NOT NULL " +
        'AND EXISTS (SELECT 1 FROM pragma_index_info(s.name) i WHERE lower(i.name) = lower(?2))',
      [table, field],
    )
    .map(([name]) => String(name))
}

/** A name for an index that nothing has yet: `base`, or with a number behind it. */
export function freeIndexName(db: SqlDatabase, base: string): string {
  const taken = new Set(db.rows('SELECT lower(name) FROM sqlite_schema').map(([name]) => String(name)))
  let name = base
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${base}_${i}`
  return name
}

/** Makes an index for a reference, so that checking what refers to a record stays quick. */
export function createReferenceIndex(db: SqlDatabase, table: string, field: string): void {
  const name = freeIndexName(db, `${table}_by_${field}`)
  db.run(`CREATE INDEX ${quoteIdentifier(name)} ON ${quoteIdentifier(table)} (${quoteIdentifier(field)})`)
}

function canPrepare(db: SqlDatabase, sql: string): boolean {
  try {
    db.prepare(sql).free()
    return true
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  }
}

/** The views and triggers that SQLite can still make sense of; fewer after a change mean that the change broke one. */
export function workingObjects(db: SqlDatabase): Set<string> {
  const working = new Set<string>()
  for (const [name] of db.rows("SELECT name FROM sqlite_schema WHERE type = 'view'")) {
    if (canPrepare(db, `SELECT * FROM ${quoteIdentifier(String(name))}`)) working.add(String(name))
  }
  for (const [name, table] of db.rows("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'")) {
    const target = quoteIdentifier(String(table))
    const fields = db.rows('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0', [table ?? '']).map(([field]) => quoteIdentifier(String(field)))
    const sets = fields.map((field) => `${field} = ${field}`)
    const events = [`INSERT INTO ${target} DEFAULT VALUES`, `DELETE FROM ${target}`, ...(sets.length > 0 ? [`UPDATE ${target} SET ${sets.join(', ')}`] : [])]
    if (events.every((sql) => canPrepare(db, sql))) working.add(String(name))
  }
  return working
}

/** Runs a change of a table's form; refuses it where a view or trigger that worked before would work no more. */
export function keepingAllWorking<T>(db: SqlDatabase, table: string, change: () => Result<T, Failure>): Result<T, Failure> {
  const before = workingObjects(db)
  const done = change()
  if (!done.ok || before.size === 0) return done
  const after = workingObjects(db)
  const broken = [...before].find((object) => !after.has(object))
  return broken === undefined ? done : fail({ type: 'ConstraintBroken', table, detail: `“${broken}” needs it as it is` })
}
