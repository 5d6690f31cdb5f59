import type { SqlCast } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { SqlError, type SqlDatabase, type SqlStatement } from '../../book/sqlEngine'
import type { RawRecord } from './readRecord'

/** Statements kept prepared for one table; each mixture of casts needs its own. */
const STATEMENTS = 50

/** A table being filled. */
export interface TableFiller {
  /** Adds a record; one whose key is there already, or that the table refuses, is counted and left out. */
  add(record: RawRecord): void
  /** How many records were given to it so far. */
  added(): number
  /** How many records were added, and how many the table has in the end. */
  finish(): { readonly added: number; readonly kept: number }
}

/** Runs one statement; false where SQLite refuses it. */
export function tryStatement(db: SqlDatabase, sql: string): boolean {
  try {
    const statement = db.prepare(sql)
    try {
      statement.run()
      return true
    } finally {
      statement.free()
    }
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  }
}

/**
 * Fills a table field by field, `columns` in the order of the records' values. Records with fewer values leave
 * the last fields to their defaults, as SQLite itself reads them.
 */
export function fillTable(db: SqlDatabase, table: string, columns: readonly string[]): TableFiller {
  const statements = new Map<string, SqlStatement>()
  let last: { key: string; statement: SqlStatement } | null = null
  let added = 0

  function statementFor(casts: readonly SqlCast[]): SqlStatement {
    let key = ''
    for (const cast of casts) key += cast.charAt(0)
    if (last?.key === key) return last.statement
    let statement = statements.get(key)
    if (!statement) {
      if (statements.size >= STATEMENTS) free()
      const names = columns.slice(0, casts.length).map(quoteIdentifier).join(', ')
      const values = casts.map((cast) => (cast === 'none' ? '?' : `CAST(? AS ${cast})`)).join(', ')
      statement = db.prepare(`INSERT OR IGNORE INTO ${quoteIdentifier(table)} (${names}) VALUES (${values})`)
      statements.set(key, statement)
    }
    last = { key, statement }
    return statement
  }

  function free(): void {
    for (const statement of statements.values()) statement.free()
    statements.clear()
    last = null
  }

  return {
    add({ values, casts }) {
      added++
      try {
        statementFor(casts).run(values)
      } catch (error) {
        // a strict table refuses a value of the wrong kind outright; the count at the end tells of it
        if (!(error instanceof SqlError)) throw error
      }
    },
    added: () => added,
    finish() {
      free()
      const [row] = db.rows(`SELECT count(*) FROM ${quoteIdentifier(table)}`)
      return { added, kept: Number(row?.[0] ?? 0) }
    },
  }
}

/** Begins a new database in which nothing of a schema runs while records come in. */
export function beginSalvage(db: SqlDatabase): void {
  db.run('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN')
}

/** Ends it, and gives the file: pages of 4096 bytes, nothing deleted left in it. */
export function finishSalvage(db: SqlDatabase): Uint8Array<ArrayBuffer> {
  db.run('COMMIT; PRAGMA ignore_check_constraints = OFF; PRAGMA journal_mode = MEMORY; PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; VACUUM')
  return db.bytes()
}

