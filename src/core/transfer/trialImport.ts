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
import type { ImportCheck, ImportCounts, ImportRequest, ImportTable, MendedRow, MendOutcome, RefusedValue } from './importPlan'
import { stopToFailure } from './readPreview'
import { createRefusedRows } from './refusedRows'
import { createProblemFinder } from './rowProblems'
import { createRowReader, type FieldPair, type ReadRow } from './rowReader'
import { createTrialWriter } from './trialWriter'

/** What an import would do, tried on a copy of the book that stays open, so that rows can be mended. Close it. */
export interface Trial {
  readonly check: ImportCheck
  /** Puts other texts in the place of what stands in a listed row, which is taken in where it fits then, and keeps them where it does not. */
  mend(mended: MendedRow): MendOutcome
  /**
   * The rows that can be taken in, for one `bringIn` edit; null where there are so many that the copy is to be the book.
   * Call once.
   */
  brought(): Result<BroughtTable | null, Failure>
  close(): void
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

/** A row as it is after mending. */
function withMended(record: ForeignRecord, values: MendedRow['values'] | undefined): ForeignRecord {
  if (!values) return record
  const changed = [...record]
  for (const [place, text] of Object.entries(values)) changed[Number(place)] = text
  return changed
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
  const finder = createProblemFinder(db, table, pairs.value)
  // a trigger may roll back what was written before: then the copy is not what the book is to be
  const hasTriggers = shape.tables.some(({ triggers }) => triggers.length > 0)
  const writer = createTrialWriter(db, table, pairs.value, request, hasTriggers ? Number.POSITIVE_INFINITY : MAX_LINES)
  const refused = createRefusedRows(file.columns.length)
  const refersToItself = pairs.value.some(({ field }) => field.refersTo && same(field.refersTo.table, table.name))
  const mended = new Map(request.mended.map(({ row, values }) => [row, values]))
  let waiting: { row: number; cells: readonly Cell[]; record: ForeignRecord; error: SqlError }[] = []

  /** What is found besides, where that is about another column than what is known. */
  function withMore(problems: readonly RefusedValue[], cells: readonly (Cell | undefined)[]): RefusedValue[] {
    const more = finder.find(cells, !writer.isKnown(cells)).filter(({ column }) => !problems.some((known) => known.column === column))
    return [...problems, ...more].sort((a, b) => (a.column ?? -1) - (b.column ?? -1))
  }

  /** What is wrong with a row; null where it was taken in. Throws `SqlError` where the table does not take it. */
  function attempt({ cells, problems }: ReadRow, row: number): readonly RefusedValue[] | null {
    if (problems) return refused.hasRoom() ? withMore(problems, cells) : problems
    const problem = writer.write(cells, row)
    return problem && [problem]
  }

  const sqlProblems = (error: SqlError, cells: readonly (Cell | undefined)[]) => (refused.hasRoom() ? withMore([writer.sqlProblem(error)], cells) : [])

  function take(row: number, read: ReadRow, record: ForeignRecord): void {
    try {
      const problems = attempt(read, row)
      if (problems) refused.add(row, record, problems, mended.has(row))
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      if (refersToItself && waiting.length < MAX_WAITING && !read.problems) waiting.push({ row, cells: read.cells, record: [...record], error })
      else refused.add(row, record, sqlProblems(error, read.cells), mended.has(row))
    }
  }

  const counts = (): ImportCounts => ({ ...writer.count, refusedCount: refused.count })

  function free(): void {
    reader.free()
    finder.free()
    writer.free()
  }

  let isWhole = false
  let isCommitted = false
  try {
    const pass = await opened.source.read({
      table: () => undefined,
      record({ index }, written) {
        if (index !== file.index) return
        const row = file.firstRow + writer.count.rows++
        const record = mended.size === 0 ? written : withMended(written, mended.get(row))
        take(row, reader.read(record), record)
      },
    }, work)
    if (pass.kind !== 'whole') return fail(opened.failed() ?? stopToFailure(pass))
    for (let before = Infinity; waiting.length > 0 && waiting.length < before; ) {
      before = waiting.length
      const again = waiting
      waiting = []
      for (const { row, cells, record } of again) take(row, { cells: [...cells], problems: null }, record)
    }
    for (const { row, record, cells, error } of waiting) refused.add(row, record, sqlProblems(error, cells), mended.has(row))
    isCommitted = !writer.hasLines()
    if (isCommitted) {
      const kept = commit(db, table)
      if (!kept.ok) return kept
    }
    isWhole = true
  } finally {
    if (!isWhole) free()
  }

  return ok({
    check: { ...counts(), refused: refused.list() },
    mend({ row, values }) {
      const written = refused.recordOf(row)
      if (!written) throw new Error(`row ${row} is not listed`)
      const record = withMended(written, values)
      const read = reader.read(record)
      let problems: readonly RefusedValue[] | null
      try {
        problems = read.problems ? withMore(read.problems, read.cells) : attempt(read, row)
      } catch (error) {
        if (!(error instanceof SqlError)) throw error
        problems = withMore([writer.sqlProblem(error)], read.cells)
      }
      if (!problems) refused.remove(row)
      return { counts: counts(), refused: problems && refused.replace(row, record, problems) }
    },
    brought() {
      free()
      const brought = writer.brought(make)
      // mended rows may have made them too many
      const kept = brought || isCommitted ? ok() : commit(db, table)
      return kept.ok ? ok(brought) : kept
    },
    close: free,
  })
}
