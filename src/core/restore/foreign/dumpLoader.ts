import { quoteIdentifier } from '../../base/quoteIdentifier'
import { MANIFEST_TABLE } from '../../backup/tableShape'
import { closingIndex, isKeyword, readSqlTokens } from '../../book/sqlTokens'
import { SqlError, type SqlDatabase, type SqlStatement } from '../../book/sqlEngine'
import { damagedStop, type ForeignStop } from './foreignSource'
import { nameInWords } from './planTables'
import { readSqlInsert, type SqlInsert } from './sqlInsert'

/** Takes the statements of a dump in, one after the other, and runs only what a dump may hold. */
export interface DumpLoader {
  /** What is wrong with the statement, or null. */
  statement(sql: string): ForeignStop | null
  /** Makes indexes, views and triggers, once all is read. */
  finish(): ForeignStop | null
  /** Virtual tables, which a dump can only write into SQLite's own schema, and which are left out. */
  readonly virtualTables: readonly string[]
  /** The table in which a backup of this app describes itself was in the database that was dumped; it is left out. */
  readonly hadManifest: boolean
}

const IGNORED = /^(PRAGMA\s+(foreign_keys|writable_schema)\s*=\s*(ON|OFF)|ANALYZE(\s+sqlite_(schema|master))?)$/i
/** SQL that does something else than bringing tables back; what is none of this either is no SQL at all. */
const OTHER_SQL = /^(PRAGMA|ATTACH|DETACH|DROP|ALTER|UPDATE|DELETE|SELECT|WITH|VALUES|REPLACE|INSERT|CREATE|VACUUM|REINDEX|EXPLAIN|SAVEPOINT|RELEASE|ANALYZE|BEGIN|SET|USE)\b/i
const STATEMENTS = 64

function refused(detail: string): ForeignStop {
  return { kind: 'refused', finding: { code: 'not-a-backup', severity: 'error', detail } }
}

function runOne(db: SqlDatabase, sql: string): void {
  const statement = db.prepare(sql)
  try {
    statement.run()
  } finally {
    statement.free()
  }
}

/** Whether an index, view or trigger is called like, or stands on, the table that is this app's own. */
function isAboutManifest(sql: string): boolean {
  const words = readSqlTokens(sql).slice(0, 12)
  return words.some(({ type, value }) => type !== 'sign' && value.toLowerCase() === MANIFEST_TABLE)
}

/** The name of a table that is made from a list of fields and nothing else; null for `CREATE TABLE … AS SELECT`. */
function tableNameIn(sql: string): string | null {
  const tokens = readSqlTokens(sql)
  const at = isKeyword(tokens[2], 'IF') && isKeyword(tokens[3], 'NOT') && isKeyword(tokens[4], 'EXISTS') ? 5 : 2
  const name = tokens[at]
  if (!name || tokens[at + 1]?.text !== '(') return null
  const close = closingIndex(tokens, at + 1)
  const options = tokens.slice(close + 1).map((token) => token.text.toUpperCase())
  // the tokens of strings and names keep their value unquoted
  return options.every((option) => ['WITHOUT', 'ROWID', 'STRICT', ','].includes(option)) ? name.value : null
}

/** Prepared INSERTs, one for each table, choice of fields and mixture of casts. */
function createInserter(db: SqlDatabase) {
  const statements = new Map<string, SqlStatement>()
  const forget = () => {
    for (const statement of statements.values()) statement.free()
    statements.clear()
  }
  return {
    insert({ table, fields, values, casts }: SqlInsert) {
      const key = JSON.stringify([table, fields, casts.map((cast) => cast.charAt(0)).join('')])
      let statement = statements.get(key)
      if (!statement) {
        if (statements.size >= STATEMENTS) forget()
        const into = fields ? `${quoteIdentifier(table)} (${fields.map(quoteIdentifier).join(', ')})` : quoteIdentifier(table)
        const marks = casts.map((cast) => (cast === 'none' ? '?' : `CAST(? AS ${cast})`)).join(', ')
        // a table's own ON CONFLICT must not swallow a record
        statement = db.prepare(`INSERT OR ABORT INTO ${into} VALUES (${marks})`)
        statements.set(key, statement)
      }
      statement.run(values)
    },
    forget,
  }
}

/**
 * Starts loading into an empty database. Tables are made and filled as they come; everything that could run by itself
 * (indexes on expressions, views, triggers) is made after the last record. Literals are bound, never run.
 */
export function createDumpLoader(db: SqlDatabase): DumpLoader {
  const tables = new Set<string>()
  const virtualTables: string[] = []
  const later: { rank: number; sql: string }[] = []
  const inserter = createInserter(db)
  let hadManifest = false
  let state: 'before' | 'open' | 'done' = 'before'
  let count = 0

  function createSomething(sql: string): ForeignStop | null {
    const [kind = ''] = /^CREATE\s+(?:UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER)\b/i.exec(sql)?.slice(1) ?? []
    const rank = ['INDEX', 'VIEW', 'TRIGGER'].indexOf(kind.toUpperCase())
    if (rank >= 0) {
      if (isAboutManifest(sql)) return refused(`Statement ${count} makes something on a table that this app keeps for itself.`)
      later.push({ rank, sql })
      return null
    }
    const name = kind === '' ? null : tableNameIn(sql)
    if (name === null) return refused(`Statement ${count} makes something that no dump of SQLite holds.`)
    if (name.toLowerCase() === MANIFEST_TABLE) {
      hadManifest = true
      return null
    }
    runOne(db, sql)
    tables.add(name.toLowerCase())
    return null
  }

  function addVirtualTable(insert: SqlInsert): ForeignStop | null {
    const { values } = insert
    if (values.length !== 5 || values[0] !== 'table' || !/^CREATE\s+VIRTUAL\s+TABLE\b/i.test(String(values[4]))) {
      return refused(`Statement ${count} writes into SQLite’s own schema.`)
    }
    virtualTables.push(String(values[1]))
    return null
  }

  function insertRecord(sql: string): ForeignStop | null {
    const insert = readSqlInsert(sql)
    if (typeof insert === 'string') return damagedStop('corrupt', `Statement ${count} cannot be read: ${insert}.`)
    const table = insert.table.toLowerCase()
    if (table === 'sqlite_schema' || table === 'sqlite_master') return addVirtualTable(insert)
    // what the query planner once learnt of the records is no record
    if (/^sqlite_stat\d$/.test(table) || (hadManifest && table === MANIFEST_TABLE)) return null
    if (!tables.has(table) && table !== 'sqlite_sequence') return damagedStop('corrupt', `Statement ${count} adds to a table that is not there: “${nameInWords(insert.table)}”.`)
    inserter.insert(insert)
    return null
  }

  function take(sql: string): ForeignStop | null {
    if (/^BEGIN(\s+TRANSACTION)?$/i.test(sql) && state === 'before') {
      db.run('PRAGMA foreign_keys = OFF; BEGIN')
      state = 'open'
      return null
    }
    if (IGNORED.test(sql)) return null
    if (state === 'before') return refused('It does not begin as a dump of SQLite does.')
    if (/^ROLLBACK\b/i.test(sql)) return damagedStop('truncated', 'The database was damaged when the dump was made, and the dump broke off.')
    if (/^COMMIT(\s+TRANSACTION)?$/i.test(sql)) {
      state = 'done'
      return null
    }
    if (/^CREATE\s/i.test(sql)) return createSomething(sql)
    if (/^INSERT\s+INTO\b/i.test(sql)) return insertRecord(sql)
    if (/^DELETE\s+FROM\s+sqlite_sequence$/i.test(sql)) {
      db.run('DELETE FROM sqlite_sequence')
      return null
    }
    if (OTHER_SQL.test(sql)) return refused(`Statement ${count} is none that a dump of SQLite holds.`)
    return damagedStop('corrupt', `Statement ${count} is no SQL.`)
  }

  /** What SQLite refuses is a fault of the file: it was made from tables that took these records. */
  function guarded(run: () => ForeignStop | null, where: () => string): ForeignStop | null {
    try {
      return run()
    } catch (error) {
      if (error instanceof SqlError) return damagedStop('corrupt', `SQLite does not take ${where()}: ${error.message}.`)
      throw error
    }
  }

  return {
    virtualTables,
    get hadManifest() {
      return hadManifest
    },
    statement(sql) {
      count++
      if (state === 'done') return damagedStop('trailing-bytes', 'Something follows the end of the dump.')
      return guarded(() => take(sql), () => `statement ${count}`)
    },
    finish() {
      inserter.forget()
      if (state !== 'done') return damagedStop('truncated', 'The end of the dump is missing.')
      return guarded(() => {
        for (const { sql } of later.toSorted((a, b) => a.rank - b.rank)) runOne(db, sql)
        db.run('COMMIT')
        return null
      }, () => 'an index, view or trigger')
    },
  }
}
