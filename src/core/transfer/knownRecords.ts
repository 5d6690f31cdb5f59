import { base64ToBytes } from '../base/bytes'
import { equalCells, type BoundValue, type Cell } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { RecordKey } from '../book/bookDescription'
import { createRecordFinder } from '../book/edits/recordFinder'
import { keySql, type KeyedTable } from '../book/keyedTable'
import { readRowJson, rowJsonSql } from '../book/rowJson'
import type { SqlDatabase } from '../book/sqlEngine'
import { hashValues } from './hashValues'

/** The records of a table as they were before an import, to tell rows that are exactly the same. Free it. */
export interface KnownRecords {
  /**
   * Whether such a record is there, which then counts for this row alone: of two rows that are the same, a table that has
   * one such record knows one.
   */
  takeOne(cells: readonly Cell[]): boolean
  free(): void
}

/** A cell as SQLite gives it when it is read plainly. */
function plainValue(cell: Cell): BoundValue {
  if (cell === null || typeof cell !== 'object') return cell
  if ('i' in cell) return Number(cell.i)
  return 'r' in cell ? Number(cell.r) : base64ToBytes('b' in cell ? cell.b : cell.x)
}

const asNumber = (cell: Cell) => (typeof cell === 'number' ? cell : typeof cell === 'object' && cell && 'r' in cell ? Number(cell.r) : null)
/** A column of whole numbers keeps 5.0 as 5: no other value. */
const isSame = (a: Cell, b: Cell) => equalCells(a, b) || (asNumber(a) !== null && asNumber(a) === asNumber(b))

/**
 * Reads the records of a table once and keeps a hash of each, so that a row is looked up and not searched for; what has the
 * hash of a record is then compared with it. Null where the table is empty. `fields`: those that count.
 */
export function readKnownRecords(db: SqlDatabase, table: KeyedTable, fields: readonly string[]): KnownRecords | null {
  const key = keySql(table)
  const isRowid = table.tableKey.type === 'rowid'
  /** Keys that are no rowid, by the number that stands for them. */
  const keys: RecordKey[] = []
  const byHash = new Map<number, number | number[]>()
  const lead = isRowid ? key : [rowJsonSql(key, { exact: true, blobLimit: null })]
  const statement = db.prepare(`SELECT ${[...lead, ...fields.map(quoteIdentifier)].join(', ')} FROM ${quoteIdentifier(table.name)}`)
  try {
    for (let row = statement.next(); row; row = statement.next()) {
      const [first = null] = row
      const id = isRowid ? Number(first) : keys.push(readRowJson([first]) ?? []) - 1
      // rounded on the way: it could be the key of another one
      if (!Number.isSafeInteger(id)) continue
      const hash = hashValues(row, 1)
      const before = byHash.get(hash)
      if (before === undefined) byHash.set(hash, id)
      else if (typeof before === 'number') byHash.set(hash, [before, id])
      else before.push(id)
    }
  } finally {
    statement.free()
  }
  if (byHash.size === 0) return null
  const finder = createRecordFinder(db, table, key, fields)

  function isThere(id: number, cells: readonly Cell[]): boolean {
    const record = finder.find(isRowid ? [id] : (keys[id] ?? []))
    return record?.cells.every((cell, i) => isSame(cell, cells[i] ?? null)) ?? false
  }

  return {
    takeOne(cells) {
      const hash = hashValues(cells.map(plainValue))
      const ids = byHash.get(hash)
      if (ids === undefined) return false
      if (typeof ids === 'number') return isThere(ids, cells) && byHash.delete(hash)
      const place = ids.findLastIndex((id) => isThere(id, cells))
      if (place >= 0) ids.splice(place, 1)
      return place >= 0
    },
    free: () => finder.free(),
  }
}
