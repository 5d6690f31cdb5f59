import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SqlDatabase, SqlStatement } from '../../book/sqlEngine'
import type { PlannedType } from './fieldProfile'
import type { ForeignRecord } from './foreignSource'
import { foreignToBound } from './foreignToBound'
import { plannedTableSql, type PlannedTable } from './planTables'

/** Takes records in and counts what did not fit the plan. */
export interface RecordLoader {
  /** `table` is the table's index in the file. */
  record(table: number, record: ForeignRecord): void
  /** Ends the transaction and tells what the plan got wrong: tables by index, fields by their planned names. */
  finish(): { repeatedIds: number[]; brokenReferences: string[] }
}

const CASTS: Record<PlannedType, string> = {
  INTEGER: 'CAST(? AS INTEGER)',
  MONEY_INTEGER: 'CAST(? AS INTEGER)',
  BOOLEAN: 'CAST(? AS INTEGER)',
  REAL: 'CAST(? AS REAL)',
  DATE: '?',
  DATETIME: '?',
  JSON_TEXT: '?',
  LONGTEXT: '?',
  TEXT: '?',
}

function countOf(db: SqlDatabase, sql: string): number {
  return Number(db.rows(sql)[0]?.[0] ?? 0)
}

/** Makes the planned tables in an empty database and begins the one transaction that fills them. */
export function createRecordLoader(db: SqlDatabase, tables: readonly PlannedTable[], textual: boolean): RecordLoader {
  db.run('PRAGMA foreign_keys = OFF')
  db.run('BEGIN')
  const inserts = new Map<number, { table: PlannedTable; statement: SqlStatement }>()
  for (const table of tables) {
    db.run(plannedTableSql(table))
    const fields = table.fields.map((field) => quoteIdentifier(field.name)).join(', ')
    const sql = `INSERT OR IGNORE INTO ${quoteIdentifier(table.name)} (${fields}) VALUES (${table.fields.map((field) => CASTS[field.type]).join(', ')})`
    inserts.set(table.index, { table, statement: db.prepare(sql) })
  }

  function brokenReferencesOf(table: PlannedTable): string[] {
    return table.fields.flatMap((field) => {
      if (!field.refersTo) return []
      const [here, there, name, key] = [table.name, field.refersTo.table, field.name, field.refersTo.field].map(quoteIdentifier)
      const missing = countOf(db, `SELECT count(*) FROM ${here ?? ''} AS here WHERE here.${name ?? ''} IS NOT NULL ` +
        `AND NOT EXISTS (SELECT 1 FROM ${there ?? ''} AS there WHERE there.${key ?? ''} = here.${name ?? ''})`)
      return missing === 0 ? [] : [`${table.name}.${field.name}`]
    })
  }

  return {
    record(index, record) {
      const insert = inserts.get(index)
      insert?.statement.run(insert.table.fields.map((field, i) => foreignToBound(record[i], field.type, textual)))
    },
    finish() {
      for (const { statement } of inserts.values()) statement.free()
      db.run('COMMIT')
      return {
        repeatedIds: tables.filter((table) => countOf(db, `SELECT count(*) FROM ${quoteIdentifier(table.name)}`) < table.records).map((table) => table.index),
        brokenReferences: tables.flatMap(brokenReferencesOf),
      }
    },
  }
}
