import type { BoundValue, Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { RecordKey } from '../bookDescription'
import type { KeyedTable } from '../keyedTable'
import { readCells } from '../readCells'
import { readRowsJson, rowsJsonSql } from '../rowJson'
import type { SqlDatabase } from '../sqlEngine'
import type { RecordWriter } from './recordWriter'
import { rowidOf } from './writeRecords'

/** Keys in one statement. */
const PIECE = 2_000
const SMALL_PIECE = 20
/** Fewer are found one by one as quickly. */
const FEW = 8

/** All rows of a query in one value, which is by far the quickest way out of SQLite. */
function readRows(db: SqlDatabase, columns: readonly string[], rest: string, params: readonly BoundValue[]): Cell[][] {
  for (const exact of [false, true]) {
    const sql = rowsJsonSql(columns, { exact, blobLimit: null })
    const [row] = sql === null ? [] : db.rows(`SELECT ${sql} ${rest}`, params)
    const cells = row && readRowsJson(row)
    if (cells) return cells
  }
  return readCells(db, columns, { rest, params, blobLimit: null })
}

function readByRowids(db: SqlDatabase, table: KeyedTable, rowid: string, ids: readonly string[], fields: readonly string[]): (readonly Cell[] | null)[] {
  const found = new Map<string, readonly Cell[]>()
  const columns = [rowid, ...fields.map(quoteIdentifier)]
  const rest = `FROM ${quoteIdentifier(table.name)} WHERE ${rowid} IN (SELECT value FROM json_each(?))`
  // records with files in them are large
  const piece = table.fields.some(({ kind, declaredType }) => kind === 'file' || declaredType === '') ? SMALL_PIECE : PIECE
  for (let from = 0; from < ids.length; from += piece) {
    const rows = readRows(db, columns, rest, [`[${ids.slice(from, from + piece).join()}]`])
    for (const [id = null, ...cells] of rows) found.set(rowidOf([id]) ?? '', cells)
  }
  return ids.map((id) => found.get(id) ?? null)
}

/** The cells of some fields of many records, whole, in the order of the keys; null where there is no such record. By rowid in few statements. */
export function readMany(db: SqlDatabase, table: KeyedTable, writer: Pick<RecordWriter, 'read'>, keys: readonly RecordKey[], fields: readonly string[]): (readonly Cell[] | null)[] {
  const { tableKey } = table
  const ids = tableKey.type === 'rowid' && keys.length > FEW ? keys.map(rowidOf) : []
  const isByRowid = ids.length > 0 && ids.every((id) => id !== null)
  if (tableKey.type === 'rowid' && isByRowid) return readByRowids(db, table, tableKey.sql, ids, fields)
  return keys.map((key) => writer.read(key, fields))
}
