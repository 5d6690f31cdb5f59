import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { BoundValue } from '../../base/cell'
import type { SqlDatabase, SqlStatement } from '../../book/sqlEngine'
import { amountToMinorUnits, mendText, type PlannedType } from './fieldProfile'
import { plannedTableSql, type PlannedTable } from './planTables'
import type { BudgetValue } from './readBudgetRecords'

/** Takes records in and counts what did not fit the plan. */
export interface RecordLoader {
  record(table: string, values: ReadonlyMap<string, BudgetValue>): void
  /** Ends the transaction and tells what the plan got wrong. */
  finish(): { repeatedIds: string[]; brokenReferences: string[] }
}

const CASTS: Record<PlannedType, string> = {
  INTEGER: 'CAST(? AS INTEGER)',
  MONEY_INTEGER: 'CAST(? AS INTEGER)',
  BOOLEAN: 'CAST(? AS INTEGER)',
  REAL: 'CAST(? AS REAL)',
  DATE: '?',
  DATETIME: '?',
  LONGTEXT: '?',
  TEXT: '?',
}

function toBound(value: BudgetValue | undefined, type: PlannedType): BoundValue {
  if (value === undefined || value === null) return null
  const text = typeof value === 'object' ? value.number : typeof value === 'boolean' ? (type === 'BOOLEAN' ? (value ? '1' : '0') : String(value)) : value
  if (type === 'MONEY_INTEGER') return amountToMinorUnits(text)
  // the platform rounds to the nearest double; SQLite's own reading of digits may be one unit off
  return type === 'REAL' ? Number(text) : mendText(text)
}

function countOf(db: SqlDatabase, sql: string): number {
  return Number(db.rows(sql)[0]?.[0] ?? 0)
}

/** Makes the planned tables in an empty database and begins the one transaction that fills them. */
export function createRecordLoader(db: SqlDatabase, tables: readonly PlannedTable[]): RecordLoader {
  db.run('PRAGMA foreign_keys = OFF')
  db.run('BEGIN')
  const inserts = new Map<string, { table: PlannedTable; statement: SqlStatement }>()
  for (const table of tables) {
    db.run(plannedTableSql(table))
    const fields = table.fields.map((field) => quoteIdentifier(field.name)).join(', ')
    const sql = `INSERT OR IGNORE INTO ${quoteIdentifier(table.name)} (${fields}) VALUES (${table.fields.map((field) => CASTS[field.type]).join(', ')})`
    inserts.set(table.source, { table, statement: db.prepare(sql) })
  }

  function brokenReferencesOf(table: PlannedTable): string[] {
    return table.fields.flatMap((field) => {
      if (!field.refersTo) return []
      const [name, target, key] = [field.name, field.refersTo.table, field.refersTo.field].map(quoteIdentifier)
      const missing = countOf(db, `SELECT count(*) FROM ${quoteIdentifier(table.name)} AS here WHERE here.${name ?? ''} IS NOT NULL ` +
        `AND NOT EXISTS (SELECT 1 FROM ${target ?? ''} AS there WHERE there.${key ?? ''} = here.${name ?? ''})`)
      return missing === 0 ? [] : [`${table.name}.${field.name}`]
    })
  }

  return {
    record(name, values) {
      const insert = inserts.get(name)
      insert?.statement.run(insert.table.fields.map((field) => toBound(values.get(field.source), field.type)))
    },
    finish() {
      for (const { statement } of inserts.values()) statement.free()
      db.run('COMMIT')
      return {
        repeatedIds: tables.filter((table) => countOf(db, `SELECT count(*) FROM ${quoteIdentifier(table.name)}`) < table.records).map((table) => table.source),
        brokenReferences: tables.flatMap(brokenReferencesOf),
      }
    },
  }
}
