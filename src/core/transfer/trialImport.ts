import { equalCells, type Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { fail, ok, type Result } from '../base/result'
import type { FieldDraft, RecordKey } from '../book/bookDescription'
import type { BookIdentity } from '../book/bookHead'
import { createLineWriter, type BroughtTable } from '../book/broughtTable'
import { describeBook } from '../book/describeBook'
import { makeRoom } from '../book/edits/bringIn'
import { createCellStatements } from '../book/edits/cellStatements'
import { createRecordFinder } from '../book/edits/recordFinder'
import { sqlErrorToFailure } from '../book/edits/sqlErrorToFailure'
import { updateRecord } from '../book/edits/writeRecords'
import { findField, findEditableTable, keySql, type BookShape, type KeyedTable } from '../book/keyedTable'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import type { ForeignRecord } from '../restore/foreign/foreignSource'
import type { OpenedTables } from '../restore/foreign/openTables'
import type { ImportCheck, ImportRequest, ImportTable, RefusedRow } from './importPlan'
import { readKeys } from './readKeys'
import { stopToFailure } from './readPreview'
import { createRowReader, shownValue, type FieldPair } from './rowReader'

/** What an import would do, and the records that would do it. */
export interface Trial {
  readonly check: ImportCheck
  /** The rows that can be taken in, for one `bringIn` edit. */
  readonly brought: BroughtTable
}

const MAX_LISTED = 1_000
/** Rows of a table that refers to itself which wait for the rows that they refer to. */
const MAX_WAITING = 100_000

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The fields that have to be made for the columns of a request. */
function newFields(request: ImportRequest, file: ImportTable): FieldDraft[] {
  return request.targets.flatMap((target, i): FieldDraft[] => {
    if (target.to !== 'new') return []
    const choices = target.kind === 'choice' ? (file.columns[i]?.values ?? []).map((value) => value.trim()) : []
    return [{ name: target.name, kind: target.kind, required: false, choices: [...new Set(choices)], refersTo: null }]
  })
}

function pairFields(table: KeyedTable, request: ImportRequest): Result<FieldPair[], Failure> {
  const pairs: FieldPair[] = []
  for (const [column, target] of request.targets.entries()) {
    if (target.to === 'nowhere') continue
    const field = findField(table, target.to === 'new' ? target.name.trim().normalize('NFC') : target.field)
    if (!field.ok) return field
    if (pairs.some((pair) => pair.field === field.value)) return fail({ type: 'NameTaken', name: field.value.name })
    pairs.push({ column, field: field.value })
  }
  return pairs.length === 0 ? fail({ type: 'FieldNotFound', table: table.name, field: '' }) : ok(pairs)
}

/** Writes rows into the copy of the book, one by one, and keeps what can be written as lines. */
function createTrialWriter(db: SqlDatabase, table: KeyedTable, pairs: readonly FieldPair[], request: ImportRequest, file: ImportTable) {
  const fields = pairs.map(({ field }) => field.name)
  const keyPlaces = request.key.map((name) => fields.findIndex((field) => same(field, name)))
  const keepsKey = pairs.map(({ field }, i) => field.key && !keyPlaces.includes(i))
  const lines = createLineWriter()
  const seen = new Map<string, number>()
  const there = request.duplicates === 'add' || keyPlaces.length === 0 ? null : readKeys(db, table, keyPlaces.map((place) => fields[place] ?? ''))
  const finder = createRecordFinder(db, table, keySql(table), fields)
  const insert = createCellStatements(db, (parameters) => `INSERT OR ABORT INTO ${quoteIdentifier(table.name)} (${fields.map(quoteIdentifier).join(', ')}) VALUES (${parameters.join(', ')})`)
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

  function change(cells: readonly Cell[], key: RecordKey): void {
    const before = finder.find(key)
    if (!before) throw new SqlError('a record of the copy is gone')
    // an empty cell says nothing, and what tells a record from the others stays
    const wanted = cells.map((cell, i) => (cell === null || keepsKey[i] ? (before.cells[i] ?? null) : cell))
    const places = wanted.flatMap((cell, i) => (equalCells(cell, before.cells[i] ?? null) ? [] : [i]))
    if (places.length === 0) {
      count.skipped++
      return
    }
    updateRecord(db, table, key, places.map((place) => fields[place] ?? ''), places.map((place) => wanted[place] ?? null))
    lines.add({ cells: wanted, atLeast: 1, record: key })
    count.changed++
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
        change(cells, known)
        seen.set(id, row)
        return
      }
    }
    insert.get(cells)
    if (id !== null) seen.set(id, row)
    lines.add({ cells, atLeast: 1 })
    count.added++
  }

  return {
    count,
    write,
    refuse,
    refuseBySql,
    refused: () => refused.sort((a, b) => a.row - b.row),
    brought: (make: BroughtTable['make']): BroughtTable => ({
      table: table.name,
      createSql: null,
      ...(make ? { make } : {}),
      matchedBy: 'record',
      fields,
      key: [],
      onlyWhenNew: fields.filter((_, i) => keepsKey[i]),
      lines: lines.end(),
      records: count.added + count.changed,
    }),
    free() {
      finder.free()
      insert.free()
    },
  }
}

/** What tells one request from the room that its records need: null where there is none to be made. */
function roomFor(request: ImportRequest, file: ImportTable): BroughtTable['make'] {
  const fields = newFields(request, file)
  if (request.isNew) return { what: 'table', fields }
  return fields.length === 0 ? undefined : { what: 'fields', fields }
}

/** The table as it will be, made in the copy. */
function prepareTable(db: SqlDatabase, identity: BookIdentity, request: ImportRequest, make: BroughtTable['make']): Result<{ shape: BookShape; table: KeyedTable }, Failure> {
  const shape = describeBook(db, identity)
  const roomy = makeRoom({ db, shape, identity, changeIdentity: () => undefined }, make ? { table: request.table, make } : { table: request.table })
  if (!roomy.ok) return roomy
  const table = findEditableTable(roomy.value, request.table.trim().normalize('NFC'))
  return table.ok ? ok({ shape: roomy.value, table: table.value }) : table
}

/**
 * Tries an import in `db`, a copy of the book that is thrown away afterwards: reads every row as its fields' kinds, finds
 * duplicates and writes it, so that whatever the table demands is known before anything is done. Fails with what the
 * request itself fails with (`NameTaken`, `FieldNotFound`, `TableIsReadOnly` …), `FileUnreadable` and `Cancelled`.
 */
export async function trialImport(
  db: SqlDatabase, identity: BookIdentity, opened: OpenedTables, file: ImportTable, request: ImportRequest, work: Work,
): Promise<Result<Trial, Failure>> {
  db.run('PRAGMA foreign_keys = ON; BEGIN')
  const make = roomFor(request, file)
  const prepared = prepareTable(db, identity, request, make)
  if (!prepared.ok) return prepared
  const { shape, table } = prepared.value
  const pairs = pairFields(table, request)
  if (!pairs.ok) return pairs
  const unmatched = request.key.find((name) => !pairs.value.some(({ field }) => same(field.name, name)))
  if (unmatched !== undefined) return fail({ type: 'FieldNotFound', table: table.name, field: unmatched })
  const reader = createRowReader(db, shape, table, pairs.value, request.forms, identity.currency)
  const writer = createTrialWriter(db, table, pairs.value, request, file)
  const refersToItself = pairs.value.some(({ field }) => field.refersTo && same(field.refersTo.table, table.name))
  let waiting: { row: number; cells: readonly Cell[]; record: ForeignRecord; error: SqlError }[] = []

  function take(row: number, cells: readonly Cell[], record: ForeignRecord): void {
    try {
      writer.write(cells, row, record)
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      if (refersToItself && waiting.length < MAX_WAITING) waiting.push({ row, cells, record, error })
      else writer.refuseBySql(row, record, error)
    }
  }

  try {
    const pass = await opened.source.read({
      table: () => undefined,
      record({ index }, record) {
        if (index !== file.index) return
        const row = file.firstRow + writer.count.rows++
        const read = reader.read(record)
        if ('failure' in read) writer.refuse(row, read.column, record, read.failure)
        else take(row, read.cells, [...record])
      },
    }, work)
    if (pass.kind !== 'whole') return fail(opened.failed() ?? stopToFailure(pass))
    for (let before = Infinity; waiting.length > 0 && waiting.length < before; ) {
      before = waiting.length
      const again = waiting
      waiting = []
      for (const { row, cells, record } of again) take(row, cells, record)
    }
    for (const { row, record, error } of waiting) writer.refuseBySql(row, record, error)
    const { rows, added, changed, skipped, refused: refusedCount } = writer.count
    return ok({ check: { rows, added, changed, skipped, refusedCount, refused: writer.refused() }, brought: writer.brought(make) })
  } finally {
    reader.free()
    writer.free()
  }
}
