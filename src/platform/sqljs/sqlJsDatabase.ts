import type { Database, Statement } from 'sql.js'
import type { BoundValue } from '../../core/base/cell'
import { SqlError, type SqlDatabase, type SqlRow, type SqlStatement } from '../../core/book/sqlEngine'

/**
 * Runs a call into sql.js. What SQLite refuses comes out as `SqlError`; a trap inside WebAssembly, or memory that
 * could not be had, is no answer of SQLite and passes through as it is.
 */
export function askSqlite<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    // sql.js throws strings for the misuse that it checks itself, and plain errors for what SQLite says
    if (typeof error === 'string') throw new SqlError(error)
    if (error instanceof Error && error.constructor === Error) throw new SqlError(error.message, { cause: error })
    throw error
  }
}

function wrapStatement(raw: Statement): SqlStatement {
  // stepping a statement that has ended would run it again
  let ended = false
  function bind(params: readonly BoundValue[]): void {
    ended = false
    askSqlite(() => raw.bind(params as BoundValue[]))
  }
  function next(): SqlRow | null {
    if (ended) return null
    if (askSqlite(() => raw.step())) return askSqlite(() => raw.get())
    ended = true
    return null
  }
  return {
    bind,
    next,
    get(params = []) {
      bind(params)
      try {
        return next()
      } finally {
        // an INSERT … RETURNING is finished only by its reset
        raw.reset()
        ended = true
      }
    },
    run(params = []) {
      bind(params)
      try {
        while (askSqlite(() => raw.step()));
      } finally {
        raw.reset()
        ended = true
      }
    },
    columnNames: () => askSqlite(() => raw.getColumnNames()),
    free: () => void raw.free(),
  }
}

/** An `SqlDatabase` over one of sql.js. `memory` gives what its file is kept in, at least as long as the file. */
export function wrapDatabase(raw: Database, memory: () => Uint8Array<ArrayBuffer> | null = () => null): SqlDatabase {
  // let go of at closing: whoever still holds the closed database must not hold its whole file
  let fileMemory: typeof memory | null = memory
  function close(): void {
    fileMemory = null
    raw.close()
  }
  const db: SqlDatabase = {
    run: (sql) => void askSqlite(() => raw.run(sql)),
    rows(sql, params = []) {
      const statement = askSqlite(() => raw.prepare(sql))
      try {
        const rows: SqlRow[] = []
        askSqlite(() => {
          statement.bind(params as BoundValue[])
          while (statement.step()) rows.push(statement.get())
        })
        return rows
      } finally {
        statement.free()
      }
    },
    prepare: (sql) => wrapStatement(askSqlite(() => raw.prepare(sql))),
    bytes: () => askSqlite(() => raw.export() as Uint8Array<ArrayBuffer>),
    take() {
      const [row] = db.rows('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size')
      const bytes = fileMemory?.()?.subarray(0, Number(row?.[0])) ?? db.bytes()
      close()
      return bytes
    },
    close,
  }
  return db
}
