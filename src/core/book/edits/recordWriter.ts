import { cellToBound, type Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { RecordKey } from '../bookDescription'
import { keySql, type KeyedTable } from '../keyedTable'
import { readRowJson, rowJsonSql } from '../rowJson'
import type { SqlDatabase, SqlRow } from '../sqlEngine'
import { createCellStatements, type CellStatements } from './cellStatements'
import { createRecordFinder, withoutAffinity, type FoundRecord, type RecordFinder } from './recordFinder'

/** Reads, adds, changes and deletes records of one table by their keys time and again, each statement prepared once. Free it. */
export interface RecordWriter {
  /** The cells of some fields, whole; null when there is no such record. */
  read(key: RecordKey, fields: readonly string[]): readonly Cell[] | null
  /** The record as it is stored then, in the fields that were set; null when it is not there, or a trigger passed over it. */
  change(key: RecordKey, fields: readonly string[], cells: readonly Cell[]): FoundRecord | null
  /** Sets fields of a record that is there, of a table without triggers: quicker, because nothing is read back. */
  set(key: RecordKey, fields: readonly string[], cells: readonly Cell[]): void
  /** The key of the new record; null when a trigger passed over it. `columns` in SQL. */
  add(columns: readonly string[], cells: readonly Cell[]): RecordKey | null
  delete(key: RecordKey): void
  free(): void
}

/** Combinations of fields that are kept prepared at a time. */
const MAX_KEPT = 50

/** Things made once for each list of names, the last few kept. */
function createKept<T extends { free(): void }>(create: (names: readonly string[]) => T) {
  const kept = new Map<string, T>()
  // asked for thousands of times in a row with the same list
  let latest: { readonly names: readonly string[]; readonly one: T } | null = null
  function free() {
    for (const one of kept.values()) one.free()
    kept.clear()
    latest = null
  }
  function find(names: readonly string[]): T {
    const id = JSON.stringify(names)
    const known = kept.get(id)
    if (known) return known
    if (kept.size >= MAX_KEPT) free()
    const made = create(names)
    kept.set(id, made)
    return made
  }
  return {
    of(names: readonly string[]): T {
      if (latest?.names !== names) latest = { names, one: find(names) }
      return latest.one
    },
    free,
  }
}

const rowidCell = (digits: string): Cell => (Number.isSafeInteger(Number(digits)) ? Number(digits) : { i: digits })

/** `OR ABORT` keeps a table's own `ON CONFLICT REPLACE` from silently deleting other records. */
export function createRecordWriter(db: SqlDatabase, table: KeyedTable): RecordWriter {
  const name = quoteIdentifier(table.name)
  const { tableKey } = table
  const key = keySql(table)
  const returning = (expressions: readonly string[]) => rowJsonSql(expressions, { exact: true, blobLimit: null })
  const isHere = (parameters: readonly string[], from: number) => key.map((column, i) => `${column} = ${withoutAffinity(parameters[from + i])}`).join(' AND ')
  const isKey = (cells: RecordKey) => key.length > 0 && cells.length === key.length && cells.every((cell) => cellToBound(cell))

  const finders = createKept<RecordFinder>((fields) => createRecordFinder(db, table, key, fields))
  const updateSql = (fields: readonly string[], parameters: readonly string[]) => {
    const sets = fields.map((field, i) => `${quoteIdentifier(field)} = ${parameters[i]}`)
    return `UPDATE OR ABORT ${name} SET ${sets.join(', ')} WHERE ${isHere(parameters, fields.length)}`
  }
  const updates = createKept<CellStatements>((fields) =>
    createCellStatements(db, (parameters) => `${updateSql(fields, parameters)} RETURNING ${returning([...key, ...fields.map(quoteIdentifier)])}`),
  )
  const settings = createKept<CellStatements>((fields) => createCellStatements(db, (parameters) => updateSql(fields, parameters)))
  const inserts = createKept<CellStatements>((columns) =>
    createCellStatements(db, (parameters) => {
      const values = columns.length === 0 ? 'DEFAULT VALUES' : `(${columns.join(', ')}) VALUES (${parameters.join(', ')})`
      return `INSERT OR ABORT INTO ${name} ${values} RETURNING ${tableKey.type === 'rowid' ? `CAST(${tableKey.sql} AS TEXT)` : returning(key)}`
    }),
  )
  const removal = createCellStatements(db, (parameters) => `DELETE FROM ${name} WHERE ${isHere(parameters, 0)}`)

  function readReturned(row: SqlRow | null): Cell[] | null {
    if (!row) return null
    const cells = readRowJson(row)
    if (!cells) throw new TypeError('hexadecimal digits are always well-formed')
    return cells
  }

  return {
    read: (by, fields) => (isKey(by) ? (finders.of(fields).find(by)?.cells ?? null) : null),
    change(by, fields, cells) {
      const row = isKey(by) ? readReturned(updates.of(fields).finish([...cells, ...by])) : null
      return row && { key: row.slice(0, key.length), cells: row.slice(key.length) }
    },
    set(by, fields, cells) {
      if (isKey(by)) settings.of(fields).run([...cells, ...by])
    },
    add(columns, cells) {
      const row = inserts.of(columns).finish(cells)
      return row && tableKey.type === 'rowid' ? [rowidCell(String(row[0]))] : readReturned(row)
    },
    delete(by) {
      if (isKey(by)) removal.finish(by)
    },
    free() {
      for (const one of [finders, updates, settings, inserts, removal]) one.free()
    },
  }
}
