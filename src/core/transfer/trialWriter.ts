import { equalCells, type Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { RecordKey } from '../book/bookDescription'
import { createLineWriter, type BroughtTable, type LineWriter } from '../book/broughtTable'
import { createCellStatements } from '../book/edits/cellStatements'
import { createRecordFinder } from '../book/edits/recordFinder'
import { passedOver, sqlErrorToFailure } from '../book/edits/sqlErrorToFailure'
import { updateRecord } from '../book/edits/writeRecords'
import { keySql, type KeyedTable } from '../book/keyedTable'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import type { ForeignRecord } from '../restore/foreign/foreignSource'
import type { ImportRequest, ImportTable, RefusedRow } from './importPlan'
import { readKeys } from './readKeys'
import { shownValue, type FieldPair } from './rowReader'

const MAX_LISTED = 1_000

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/**
 * Writes rows into the copy of the book, one by one, and keeps what was written as lines, up to `maxLines`: where there are
 * more, the copy itself is what the book is to be.
 */
export function createTrialWriter(db: SqlDatabase, table: KeyedTable, pairs: readonly FieldPair[], request: ImportRequest, file: ImportTable, maxLines: number) {
  const fields = pairs.map(({ field }) => field.name)
  const keyPlaces = request.key.map((name) => fields.findIndex((field) => same(field, name)))
  const keepsKey = pairs.map(({ field }, i) => field.key && !keyPlaces.includes(i))
  let lines: LineWriter | null = createLineWriter()
  const seen = new Map<string, number>()
  const there = request.duplicates === 'add' || keyPlaces.length === 0 ? null : readKeys(db, table, keyPlaces.map((place) => fields[place] ?? ''))
  const finder = createRecordFinder(db, table, keySql(table), fields)
  // a trigger that passes over a record is no error to SQLite: only what is returned tells
  const returning = table.triggers.length > 0 ? ' RETURNING 1' : ''
  const insert = createCellStatements(db, (parameters) => `INSERT OR ABORT INTO ${quoteIdentifier(table.name)} (${fields.map(quoteIdentifier).join(', ')}) VALUES (${parameters.join(', ')})${returning}`)
  const refused: RefusedRow[] = []
  const count = { rows: 0, added: 0, changed: 0, skipped: 0, refused: 0 }

  function refuse(row: number, column: number | null, record: ForeignRecord, failure: Failure): void {
    count.refused++
    if (refused.length >= MAX_LISTED) return
    refused.push({ row, column: column === null ? null : (file.columns[column]?.name ?? null), value: column === null ? '' : shownValue(record[column]), failure })
  }

  /** What SQLite refused, in the person's terms. */
  function refuseBySql(row: number, record: ForeignRecord, error: SqlError): void {
    const failure = sqlErrorToFailure(error, table.name, table.triggers.length > 0)
    const named = failure.type === 'ConstraintBroken' ? failure.fields : undefined
    const pair = pairs.find(({ field }) => named?.some((name) => same(name, field.name)))
    refuse(row, pair?.column ?? null, record, failure)
  }

  function keep(line: { cells: readonly Cell[]; record?: RecordKey }): void {
    if (count.added + count.changed > maxLines) lines = null
    lines?.add({ atLeast: 1, ...line })
  }

  function change(cells: readonly Cell[], key: RecordKey, row: number, record: ForeignRecord): void {
    const before = finder.find(key)
    if (!before) throw new SqlError('a record of the copy is gone')
    // an empty cell says nothing, and what tells a record from the others stays
    const wanted = cells.map((cell, i) => (cell === null || keepsKey[i] ? (before.cells[i] ?? null) : cell))
    const places = wanted.flatMap((cell, i) => (equalCells(cell, before.cells[i] ?? null) ? [] : [i]))
    if (places.length === 0) {
      count.skipped++
      return
    }
    if (!updateRecord(db, table, key, places.map((place) => fields[place] ?? ''), places.map((place) => wanted[place] ?? null))) {
      refuse(row, null, record, passedOver(table.name))
      return
    }
    count.changed++
    keep({ cells: wanted, record: key })
  }

  /** Throws `SqlError` where the table does not take it. */
  function write(cells: readonly Cell[], row: number, record: ForeignRecord): void {
    const keyCells = keyPlaces.map((place) => cells[place] ?? null)
    const id = there && keyCells.every((cell) => cell !== null) ? JSON.stringify(keyCells) : null
    if (id !== null && there) {
      const earlier = seen.get(id)
      const known = there.get(id)
      if (request.duplicates === 'skip' && (known || earlier !== undefined)) {
        count.skipped++
        return
      }
      if (earlier !== undefined) {
        refuse(row, pairs[keyPlaces[0] ?? 0]?.column ?? null, record, { type: 'ConstraintBroken', table: table.name, detail: `row ${earlier} of the file has the same ${request.key.map((name) => `“${name}”`).join(', ')}`, fields: request.key })
        return
      }
      if (known) {
        change(cells, known, row, record)
        seen.set(id, row)
        return
      }
    }
    if (insert.get(cells) === null && returning !== '') {
      refuse(row, null, record, passedOver(table.name))
      return
    }
    if (id !== null) seen.set(id, row)
    count.added++
    keep({ cells })
  }

  return {
    count,
    write,
    refuse,
    refuseBySql,
    refused: () => refused.sort((a, b) => a.row - b.row),
    /** Null where there were too many. */
    brought: (make: BroughtTable['make']): BroughtTable | null => lines && {
      table: table.name,
      createSql: null,
      ...(make ? { make } : {}),
      matchedBy: 'record',
      fields,
      key: [],
      onlyWhenNew: fields.filter((_, i) => keepsKey[i]),
      lines: lines.end(),
      records: count.added + count.changed,
    },
    free() {
      finder.free()
      insert.free()
    },
  }
}

