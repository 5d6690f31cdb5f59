import { cellToBound, type BoundValue, type SqlCast } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { ROOMY_CACHE, type SqlDatabase, type SqlStatement } from '../book/sqlEngine'
import { leftOutOf } from './contentDigest'
import { emptyValue } from './emptySecretFields'
import type { FieldName } from './manifest'
import { lineFields } from './recordLines'
import { readSchema, type SchemaObject } from './schemaDigest'
import { readTableShapes, type FieldShape, type TableShape } from './tableShape'
import { CARRIED_PRAGMAS } from './writeJsonBackup'

/** An entry of the schema in a JSON backup. */
export type SchemaEntry = Omit<SchemaObject, 'type'> & { readonly type: SchemaObject['type'] | 'pragma' }

/** Something in a JSON backup that is not as the format has it. */
export class JsonBackupError extends Error {
  override readonly name = 'JsonBackupError'
}

const CREATE = { table: /^CREATE TABLE /i, index: /^CREATE (UNIQUE )?INDEX /i, view: /^CREATE VIEW /i, trigger: /^CREATE TRIGGER /i }
const PRAGMA = new RegExp(`^PRAGMA (${CARRIED_PRAGMAS.join('|')}) = -?[0-9]{1,10}$`)
/** Statements kept prepared for one table; each mixture of casts needs its own. */
const STATEMENTS = 50

function runOne(db: SqlDatabase, sql: string): void {
  const statement = db.prepare(sql)
  try {
    statement.run()
  } finally {
    statement.free()
  }
}

/** Loads the parts of a JSON backup into an empty database. Throws `JsonBackupError`, or `SqlError` where SQLite refuses. */
export interface JsonLoader {
  addSchema(entries: readonly SchemaEntry[]): void
  startTable(name: string, fields: readonly string[]): void
  addRecords(records: readonly unknown[]): void
  endTable(): void
  finish(sequences: ReadonlyMap<string, unknown>): void
}

interface OpenTable {
  readonly shape: TableShape
  readonly emptied: readonly FieldShape[]
  readonly columns: string
  readonly width: number
  readonly statements: Map<string, SqlStatement>
  last: { casts: readonly SqlCast[]; statement: SqlStatement } | null
  records: number
}

/** See `JsonLoader`. Indexes, views and triggers are made after the records, and nothing of the schema runs while loading. */
export function createJsonLoader(db: SqlDatabase, leaveOut: readonly FieldName[]): JsonLoader {
  // records are loaded as they were, whatever constraints were added after them
  // sorting for an index goes to a file: it may be larger than the engine's own memory
  db.run('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA temp_store = FILE')
  db.run(`${ROOMY_CACHE}; BEGIN`)
  let later: SchemaEntry[] = []
  let entriesGiven: readonly SchemaEntry[] = []
  let shapes = new Map<string, TableShape>()
  let open: OpenTable | null = null

  function statementFor(table: OpenTable, casts: readonly SqlCast[]): SqlStatement {
    // most records need the casts of the one before
    const { last } = table
    if (last && last.casts.every((cast, i) => cast === casts[i])) return last.statement
    const statement = preparedFor(table, casts)
    table.last = { casts, statement }
    return statement
  }

  function preparedFor(table: OpenTable, casts: readonly SqlCast[]): SqlStatement {
    const key = casts.map((cast) => cast[0]).join('')
    const known = table.statements.get(key)
    if (known) return known
    if (table.statements.size >= STATEMENTS) {
      for (const statement of table.statements.values()) statement.free()
      table.statements.clear()
    }
    const values = casts.map((cast) => (cast === 'none' ? '?' : `CAST(? AS ${cast})`)).join(', ')
    const statement = db.prepare(`INSERT OR ABORT INTO ${quoteIdentifier(table.shape.name)} (${table.columns}) VALUES (${values})`)
    table.statements.set(key, statement)
    return statement
  }

  function addRecord(table: OpenTable, record: unknown): void {
    if (!Array.isArray(record) || record.length !== table.width) throw new JsonBackupError(`A record of table ${table.shape.name} is not as wide as its fields.`)
    table.records++
    const values: BoundValue[] = []
    const casts: SqlCast[] = []
    for (const cell of record as unknown[]) {
      const bound = cellToBound(cell)
      if (!bound) throw new JsonBackupError(`A value in table ${table.shape.name} is no value.`)
      values.push(bound.value)
      casts.push(bound.cast)
    }
    for (const field of table.emptied) {
      values.push(emptyValue(field, table.records))
      casts.push('none')
    }
    statementFor(table, casts).run(values)
  }

  return {
    addSchema(entries) {
      entriesGiven = entries.filter((entry) => entry.type !== 'pragma')
      for (const { type, sql } of entries) {
        if (!(type === 'pragma' ? PRAGMA : CREATE[type]).test(sql)) throw new JsonBackupError('An entry of the schema is not what it says.')
        if (type === 'table' || type === 'pragma') runOne(db, sql)
      }
      later = entriesGiven.filter((entry) => entry.type !== 'table')
      shapes = new Map(readTableShapes(db).map((shape) => [shape.name, shape]))
    },
    startTable(name, fields) {
      const shape = shapes.get(name)
      if (!shape) throw new JsonBackupError(`Table ${name} is not in the schema, or comes twice.`)
      shapes.delete(name)
      const leftOut = leftOutOf(name, leaveOut)
      const expected = lineFields(shape, leftOut)
      if (JSON.stringify(fields) !== JSON.stringify(expected.map((field) => field.name))) throw new JsonBackupError(`The fields of table ${name} are not those of the schema.`)
      const emptied = shape.fields.filter((field) => !field.generated && leftOut.has(field.name))
      const columns = [...expected, ...emptied].map((field) => quoteIdentifier(field.name)).join(', ')
      open = { shape, emptied, columns, width: expected.length, statements: new Map(), last: null, records: 0 }
    },
    addRecords(records) {
      if (!open) throw new JsonBackupError('A record stands outside of a table.')
      for (const record of records) addRecord(open, record)
    },
    endTable() {
      for (const statement of open?.statements.values() ?? []) statement.free()
      open = null
    },
    finish(sequences) {
      for (const { sql } of later) runOne(db, sql)
      const made = new Set(readSchema(db).map((object) => JSON.stringify(object)))
      const given = entriesGiven.map(({ type, name, table, sql }) => JSON.stringify({ type, name, table, sql }))
      if (made.size !== given.length || given.some((entry) => !made.has(entry))) throw new JsonBackupError('The schema is not what its statements make.')
      restoreSequences(db, sequences)
      db.run('COMMIT; PRAGMA ignore_check_constraints = OFF')
    },
  }
}

function restoreSequences(db: SqlDatabase, sequences: ReadonlyMap<string, unknown>): void {
  if (db.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length === 0) {
    if (sequences.size > 0) throw new JsonBackupError('There are sequences of tables that have none.')
    return
  }
  db.run('DELETE FROM sqlite_sequence')
  const statement = db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, CAST(? AS INTEGER))')
  try {
    for (const [name, cell] of sequences) {
      const bound = cellToBound(cell)
      if (!bound || (typeof bound.value !== 'number' && bound.cast !== 'INTEGER') || bound.cast === 'REAL') throw new JsonBackupError('A sequence is no whole number.')
      statement.run([name, bound.value])
    }
  } finally {
    statement.free()
  }
}
