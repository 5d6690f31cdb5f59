import { equalCells, type Cell } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { RecordKey } from '../book/bookDescription'
import { createLineWriter, type BroughtTable, type LineWriter } from '../book/broughtTable'
import { createCellStatements } from '../book/edits/cellStatements'
import { createRecordFinder } from '../book/edits/recordFinder'
import { passedOver, sqlErrorToFailure } from '../book/edits/sqlErrorToFailure'
import { updateRecord } from '../book/edits/writeRecords'
import { keySql, type KeyedTable } from '../book/keyedTable'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import type { ImportRequest, RefusedValue } from './importPlan'
import { readKnownRecords } from './knownRecords'
import { readKeys } from './readKeys'
import type { FieldPair } from './rowReader'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/**
 * Writes rows into the copy of the book, one by one, and keeps what was written as lines, up to `maxLines`: where there are
 * more, the copy itself is what the book is to be.
 */
export function createTrialWriter(db: SqlDatabase, table: KeyedTable, pairs: readonly FieldPair[], request: ImportRequest, maxLines: number) {
  const fields = pairs.map(({ field }) => field.name)
  const keyPlaces = request.key.map((name) => fields.findIndex((field) => same(field, name)))
  const keepsKey = pairs.map(({ field }, i) => field.key && !keyPlaces.includes(i))
  let lines: LineWriter | null = createLineWriter()
  const seen = new Map<string, number>()
  const byKey = request.duplicates !== 'add' && keyPlaces.length > 0
  const there = byKey ? readKeys(db, table, keyPlaces.map((place) => fields[place] ?? '')) : null
  const known = byKey || request.isNew ? null : readKnownRecords(db, table, fields)
  const finder = createRecordFinder(db, table, keySql(table), fields)
  // a trigger that passes over a record is no error to SQLite: only what is returned tells
  const returning = table.triggers.length > 0 ? ' RETURNING 1' : ''
  const insert = createCellStatements(db, (parameters) => `INSERT OR ABORT INTO ${quoteIdentifier(table.name)} (${fields.map(quoteIdentifier).join(', ')}) VALUES (${parameters.join(', ')})${returning}`)
  const count = { rows: 0, added: 0, changed: 0, copies: 0, known: 0, repeated: 0 }

  /** What SQLite refused, in the person's terms. */
  function sqlProblem(error: SqlError): RefusedValue {
    const failure = sqlErrorToFailure(error, table.name, table.triggers.length > 0)
    const named = failure.type === 'ConstraintBroken' ? failure.fields : undefined
    const pair = pairs.find(({ field }) => named?.some((name) => same(name, field.name)))
    return { column: pair?.column ?? null, failure }
  }

  function keep(line: { cells: readonly Cell[]; record?: RecordKey }): void {
    if (count.added + count.changed > maxLines) lines = null
    lines?.add({ atLeast: 1, ...line })
  }

  const passed = (): RefusedValue => ({ column: null, failure: passedOver(table.name) })

  function change(cells: readonly Cell[], key: RecordKey): RefusedValue | null {
    const before = finder.find(key)
    if (!before) throw new SqlError('a record of the copy is gone')
    // an empty cell says nothing, and what tells a record from the others stays
    const wanted = cells.map((cell, i) => (cell === null || keepsKey[i] ? (before.cells[i] ?? null) : cell))
    const places = wanted.flatMap((cell, i) => (equalCells(cell, before.cells[i] ?? null) ? [] : [i]))
    if (places.length === 0) {
      count.copies++
      return null
    }
    if (request.duplicates === 'skip') {
      count.known++
      return null
    }
    if (!updateRecord(db, table, key, places.map((place) => fields[place] ?? ''), places.map((place) => wanted[place] ?? null))) return passed()
    count.changed++
    keep({ cells: wanted, record: key })
    return null
  }

  function add(cells: readonly Cell[]): RefusedValue | null {
    if (request.copies === 'skip' && known?.takeOne(cells)) {
      count.copies++
      return null
    }
    if (insert.get(cells) === null && returning !== '') return passed()
    // only now: a copy that the table does not take is refused, and nothing else
    if (request.copies === 'add' && known?.takeOne(cells)) count.copies++
    count.added++
    keep({ cells })
    return null
  }

  function keyOf(cells: readonly (Cell | undefined)[]): string | null {
    const keyCells = keyPlaces.map((place) => cells[place] ?? null)
    return there && keyCells.every((cell) => cell !== null) ? JSON.stringify(keyCells) : null
  }

  /** Takes a row in; what is wrong with it where it is passed over. Throws `SqlError` where the table does not take it. */
  function write(cells: readonly Cell[], row: number): RefusedValue | null {
    const id = keyOf(cells)
    if (id === null || !there) return add(cells)
    const earlier = seen.get(id)
    if (earlier !== undefined && request.duplicates === 'skip') {
      count.repeated++
      return null
    }
    if (earlier !== undefined) {
      const detail = `row ${earlier} of the file has the same ${request.key.map((name) => `“${name}”`).join(', ')}`
      return { column: pairs[keyPlaces[0] ?? 0]?.column ?? null, failure: { type: 'ConstraintBroken', table: table.name, detail, fields: request.key } }
    }
    const key = there.get(id)
    const problem = key ? change(cells, key) : add(cells)
    if (!problem) seen.set(id, row)
    return problem
  }

  return {
    count,
    write,
    sqlProblem,
    /** Whether the record that a row is about is there already. */
    isKnown: (cells: readonly (Cell | undefined)[]) => there?.has(keyOf(cells) ?? '') ?? false,
    /** Whether what was written is kept as lines. */
    hasLines: () => lines !== null,
    /** Null where there were too many; call once. */
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
      known?.free()
      finder.free()
      insert.free()
    },
  }
}
