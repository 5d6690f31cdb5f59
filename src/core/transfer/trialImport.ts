import type { Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import type { FieldDraft } from '../book/bookDescription'
import type { BookIdentity } from '../book/bookHead'
import type { BroughtTable } from '../book/broughtTable'
import { describeBook } from '../book/describeBook'
import { makeRoom } from '../book/edits/bringIn'
import { sqlErrorToFailure } from '../book/edits/sqlErrorToFailure'
import { findEditableTable } from '../book/findEditableTable'
import { findField, type BookShape, type KeyedTable } from '../book/keyedTable'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import type { ForeignRecord } from '../restore/foreign/foreignSource'
import type { OpenedTables } from '../restore/foreign/openTables'
import type { ImportCheck, ImportRequest, ImportTable } from './importPlan'
import { stopToFailure } from './readPreview'
import { createRowReader, type FieldPair } from './rowReader'
import { createTrialWriter } from './trialWriter'

/** What an import would do, and the records that would do it. */
export interface Trial {
  readonly check: ImportCheck
  /** The rows that can be taken in, for one `bringIn` edit; null where there are so many that the copy is to be the book. */
  readonly brought: BroughtTable | null
}

/** More records than this are not written a second time: the copy, in which they are, becomes the book. As many as `bringIn` can take back one by one. */
const MAX_LINES = 5_000
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

/** Ends the transaction; what is deferred to its end may be refused then. */
function commit(db: SqlDatabase, table: KeyedTable): Result<undefined, Failure> {
  try {
    db.run('COMMIT')
    return ok()
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    const count = Number(db.rows('SELECT count(*) FROM pragma_foreign_key_check(?)', [table.name])[0]?.[0] ?? 0)
    return fail(count > 0 ? { type: 'ReferencesBroken', count } : sqlErrorToFailure(error, table.name, false))
  }
}

/**
 * Tries an import in `db`, a copy of the book: reads every row as its fields' kinds, finds duplicates and writes it, so that
 * whatever the table demands is known before anything is done. The copy is as the book is to be afterwards where `brought` is
 * null, and of no use otherwise. Fails with what the
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
  // a trigger may roll back what was written before: then the copy is not what the book is to be
  const hasTriggers = shape.tables.some(({ triggers }) => triggers.length > 0)
  const writer = createTrialWriter(db, table, pairs.value, request, file, hasTriggers ? Number.POSITIVE_INFINITY : MAX_LINES)
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
    const brought = writer.brought(make)
    if (!brought) {
      const kept = commit(db, table)
      if (!kept.ok) return kept
    }
    return ok({ check: { rows, added, changed, skipped, refusedCount, refused: writer.refused() }, brought })
  } finally {
    reader.free()
    writer.free()
  }
}
