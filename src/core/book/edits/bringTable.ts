import { equalCells, type Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { RecordKey } from '../bookDescription'
import { readLines, type BroughtLine, type BroughtTable } from '../broughtTable'
import { keySql, type KeyedTable } from '../keyedTable'
import { readRowJson, rowJsonSql } from '../rowJson'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import type { ChangedRecord, Inverse } from './appliedEdit'
import { createCellStatements, type CellStatements } from './cellStatements'
import { countContents } from './countContents'
import { keyAfter } from './recordEdits'
import { createRecordFinder, withoutAffinity } from './recordFinder'
import { sqlErrorToFailure } from './sqlErrorToFailure'
import { refusedByTrigger, storedFields } from './writeRecords'

/** How to take one record of it back. */
export type BroughtStep = Extract<Inverse, { type: 'removeRecords' | 'changeBack' }>

/** What bringing records into a table did. */
export interface BroughtRecords {
  readonly added: number
  readonly changed: number
  /** Statements that changed the table; as many changes as SQLite counts unless something else acted too. */
  readonly statements: number
  /** Keys of the records that were added or changed. */
  readonly keys: readonly RecordKey[]
  /** In the order in which it was done; only the first `maxSteps`. */
  readonly steps: readonly BroughtStep[]
}

/** Passes over records that were refused: another record may have had their unique value until it was changed itself. */
const MAX_PASSES = 20
/** Combinations of fields whose UPDATE is kept prepared at a time. */
const MAX_UPDATES = 50

/** Brings records into a table that exists and has the fields. `maxSteps`: how many steps back are worth keeping. */
export function bringTable(db: SqlDatabase, table: KeyedTable, brought: BroughtTable, maxSteps: number): Result<BroughtRecords, Failure> {
  const name = quoteIdentifier(table.name)
  const { fields } = brought
  const wholeFields = storedFields(table)
  const keyPlaces = brought.key.map((field) => fields.indexOf(field))
  const isUpdated = fields.map((field) => !brought.onlyWhenNew.includes(field))
  const isNamed = brought.matchedBy === 'record'
  const finder = createRecordFinder(db, table, isNamed ? keySql(table) : brought.key.map(quoteIdentifier), fields)
  const byKey = createRecordFinder(db, table, keySql(table), wholeFields)
  const columns = fields.map(quoteIdentifier).join(', ')
  const insert = createCellStatements(db, (parameters) =>
    `INSERT OR ABORT INTO ${name} (${columns}) VALUES (${parameters.join(', ')}) RETURNING ${rowJsonSql(keySql(table), { exact: true, blobLimit: null })}`)
  const updates = new Map<string, CellStatements>()
  const keys: RecordKey[] = []
  const steps: BroughtStep[] = []
  let added = 0
  let changed = 0
  let statements = 0
  let kept = 0
  // records added one after the other are taken back together
  let group: { key: RecordKey; cells: readonly Cell[] }[] | null = null
  let changes: ChangedRecord[] | null = null

  function updateOf(places: readonly number[]): CellStatements {
    const id = places.join()
    const known = updates.get(id)
    if (known) return known
    if (updates.size >= MAX_UPDATES) {
      for (const update of updates.values()) update.free()
      updates.clear()
    }
    const update = createCellStatements(db, (parameters) => {
      const sets = places.map((place, i) => `${quoteIdentifier(fields[place] ?? '')} = ${parameters[i]}`)
      return `UPDATE OR ABORT ${name} SET ${sets.join(', ')} WHERE ${keySql(table).map((column, i) => `${column} = ${withoutAffinity(parameters[places.length + i])}`).join(' AND ')}`
    })
    updates.set(id, update)
    return update
  }

  function add(cells: readonly Cell[]) {
    const row = insert.get(cells)
    if (!row) throw refusedByTrigger()
    const key = readRowJson(row)
    if (!key) throw new TypeError('a record that was inserted has a key')
    statements++
    added++
    keys.push(key)
    if (kept++ >= maxSteps) return
    const record = byKey.find(key)
    if (!record) return
    const last = steps.at(-1)
    if (group && last?.type === 'removeRecords') group.push({ key, cells: record.cells })
    else {
      group = [{ key, cells: record.cells }]
      steps.push({ type: 'removeRecords', table: table.name, fields: wholeFields, records: group })
    }
  }

  function upsert({ cells, record }: BroughtLine) {
    const by = record ?? keyPlaces.map((place) => cells[place] ?? null)
    const before = finder.find(by)
    if (!before) {
      if (record) throw new SqlError('a record to be changed is not there any more')
      add(cells)
      return
    }
    const places = cells.flatMap((cell, i) => (isUpdated[i] && !equalCells(cell, before.cells[i] ?? null) ? [i] : []))
    if (places.length === 0) return
    updateOf(places).get([...places.map((place) => cells[place] ?? null), ...before.key])
    statements++
    const after = finder.find(by)
    // the table may store another value than it is given (1 for '1'): then nothing may have changed
    const moved = after ? places.filter((place) => !equalCells(after.cells[place] ?? null, before.cells[place] ?? null)) : places
    if (!after || moved.length === 0) return
    changed++
    const names = moved.map((place) => fields[place] ?? '')
    const left = moved.map((place) => after.cells[place] ?? null)
    const key = keyAfter(table, before.key, names, left)
    keys.push(key)
    if (kept++ >= maxSteps) return
    const change: ChangedRecord = { key, formerKey: before.key, fields: names, before: moved.map((place) => before.cells[place] ?? null), left }
    const last = steps.at(-1)
    if (changes && last?.type === 'changeBack') changes.push(change)
    else steps.push({ type: 'changeBack', table: table.name, records: (changes = [change]) })
  }

  /** The records that SQLite refused, with its first reason. */
  function attempt(records: Iterable<BroughtLine>): { refused: BroughtLine[]; reason: SqlError | null } {
    const refused: BroughtLine[] = []
    let reason: SqlError | null = null
    for (const line of records) {
      try {
        if (brought.matchedBy === 'key' || line.record) upsert(line)
        else add(line.cells)
      } catch (error) {
        if (!(error instanceof SqlError)) throw error
        reason ??= error
        refused.push(line)
      }
    }
    return { refused, reason }
  }

  try {
    let { refused, reason } = attempt(brought.matchedBy === 'content' ? missing(db, table, brought) : readLines(brought.lines))
    for (let pass = 0; reason; pass++) {
      const again = attempt(refused.reverse())
      if (again.reason && (pass >= MAX_PASSES || again.refused.length === refused.length)) return fail(sqlErrorToFailure(reason, table.name, table.triggers.length > 0))
      ;({ refused, reason } = again)
    }
    return ok({ added, changed, statements, keys, steps })
  } finally {
    for (const one of [finder, byKey, insert, ...updates.values()]) one.free()
  }
}

/** The records of a table without a key that it does not have as often as it should. */
function* missing(db: SqlDatabase, table: KeyedTable, brought: BroughtTable): Generator<BroughtLine> {
  const lines = [...readLines(brought.lines)]
  const there = countContents(db, table.name, brought.fields, lines.map(({ cells }) => cells))
  for (const line of lines) {
    for (let have = there.get(JSON.stringify(line.cells)) ?? 0; have < line.atLeast; have++) yield line
  }
}
