import { cellToBound, type BoundValue, type Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription, RecordKey, TableDescription } from '../bookDescription'
import { keySql, type KeyedTable } from '../keyedTable'
import { keyCondition } from '../readRecord'
import { readRowJson, rowJsonSql } from '../rowJson'
import { SqlError, type SqlDatabase } from '../sqlEngine'

/** SQL parameters for cells that were checked before, with their casts. */
export function bindCells(cells: readonly Cell[]): { sql: string[]; params: BoundValue[] } {
  const sql: string[] = []
  const params: BoundValue[] = []
  for (const cell of cells) {
    const bound = cellToBound(cell)
    if (!bound) throw new TypeError('cells are checked before they are bound')
    sql.push(bound.cast === 'none' ? '?' : `CAST(? AS ${bound.cast})`)
    params.push(bound.value)
  }
  return { sql, params }
}

/** The fields that are stored: all but the calculated ones. */
export function storedFields(table: TableDescription): string[] {
  return table.fields.filter((field) => !field.generated).map((field) => field.name)
}

/** The field that is the rowid under another name; undefined when there is none. */
export function rowidField(table: KeyedTable): FieldDescription | undefined {
  const [only, more] = table.fields.filter((field) => field.key)
  // no other key is filled by the database without saying how
  return table.tableKey.type === 'rowid' && !more && only?.automatic && !only.generated && (only.initialSql ?? null) === null ? only : undefined
}

/** What an INSERT that returns nothing means: a trigger of the table answered with RAISE(IGNORE), and nothing was added. */
export function refusedByTrigger(): SqlError {
  return new SqlError('a trigger of the table does not let the record in')
}

/**
 * Inserts one record and gives its key; null when a trigger passed over it. `OR ABORT` keeps a table's own `ON CONFLICT REPLACE` from silently deleting others.
 */
export function insertRecord(db: SqlDatabase, table: KeyedTable, columns: readonly string[], cells: readonly Cell[]): RecordKey | null {
  const { sql, params } = bindCells(cells)
  const values = columns.length === 0 ? 'DEFAULT VALUES' : `(${columns.join(', ')}) VALUES (${sql.join(', ')})`
  const returning = rowJsonSql(keySql(table), { exact: true, blobLimit: null })
  const [row] = db.rows(`INSERT OR ABORT INTO ${quoteIdentifier(table.name)} ${values} RETURNING ${returning}`, params)
  return row ? readRowJson(row) : null
}

/** Sets fields of one record. False when it is not there, or a trigger passed over it. */
export function updateRecord(db: SqlDatabase, table: KeyedTable, key: RecordKey, fields: readonly string[], cells: readonly Cell[]): boolean {
  const condition = keyCondition(table, key)
  if (!condition) return false
  const { sql, params } = bindCells(cells)
  const assignments = fields.map((field, i) => `${quoteIdentifier(field)} = ${sql[i]}`)
  return db.rows(`UPDATE OR ABORT ${quoteIdentifier(table.name)} SET ${assignments.join(', ')} WHERE ${condition.sql} RETURNING 1`, [...params, ...condition.params]).length > 0
}

const rowidText = (cell: Cell | undefined) => (typeof cell === 'object' && cell && 'i' in cell ? cell.i : JSON.stringify(cell ?? null))

/** A rowid as SQL and JSON write it; null for a key that is none. */
export function rowidOf(key: RecordKey): string | null {
  const [cell, more] = key
  if (more !== undefined) return null
  if (typeof cell === 'object' && cell !== null) return 'i' in cell && /^-?[0-9]{1,19}$/.test(cell.i) ? cell.i : null
  return Number.isSafeInteger(cell) ? String(cell) : null
}

/** Deletes records, those that refer to each other in any order. By rowid that is one statement; else last first, again and again as long as that helps. */
export function deleteByKeys(db: SqlDatabase, table: KeyedTable, keys: readonly RecordKey[]): void {
  const from = `DELETE FROM ${quoteIdentifier(table.name)}`
  if (table.tableKey.type === 'rowid') {
    db.rows(`${from} WHERE ${table.tableKey.sql} IN (SELECT value FROM json_each(?))`, [`[${keys.map((key) => rowidText(key[0])).join(',')}]`])
    return
  }
  let left = keys
  let refused: SqlError | null
  do {
    refused = null
    const again: RecordKey[] = []
    for (const key of [...left].reverse()) {
      const condition = keyCondition(table, key)
      try {
        if (condition) db.rows(`${from} WHERE ${condition.sql}`, condition.params)
      } catch (error) {
        if (!(error instanceof SqlError) || left.length === 1) throw error
        refused ??= error
        again.unshift(key)
      }
    }
    if (refused && again.length === left.length) throw refused
    left = again
  } while (refused)
}

/** All changes that the connection made so far, those of triggers and of foreign key actions included. */
export function totalChanges(db: SqlDatabase): number {
  return Number(db.rows('SELECT total_changes()')[0]?.[0])
}
