import type { Failure } from '../core/base/failure'
import type { Progress, Work } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import type { FieldName } from '../core/backup/manifest'
import { dropManifest } from '../core/backup/writeDbBackup'
import type { BookDescription, RowQuery, RowWindow } from '../core/book/bookDescription'
import type { BookIdentity } from '../core/book/bookHead'
import { tableToCsv } from '../core/book/csv'
import { currencyDigits } from '../core/book/currencyDigits'
import { describeBook, withCounts } from '../core/book/describeBook'
import { findTable, type BookShape, type KeyedTable } from '../core/book/keyedTable'
import { createRowMemory, readRows } from '../core/book/readRows'
import { SqlError, type SqlDatabase, type SqlEngine } from '../core/book/sqlEngine'
import { checkBringIn } from '../core/restore/difference/checkBringIn'
import { compareBooks, type DifferenceIndex } from '../core/restore/difference/compareBooks'
import { differencesToCsv } from '../core/restore/difference/differenceCsv'
import type { BringInCheck, BringInSelection, DifferenceQuery, DifferenceSummary, DifferenceWindow } from '../core/restore/difference/difference'
import { planBringIn, type BringInPlan } from '../core/restore/difference/planBringIn'
import { readDifferences } from '../core/restore/difference/readDifferences'
import { tableFromFile } from '../core/restore/difference/tableFromFile'
import type { InspectedFile } from '../core/restore/inspectFile'
import { refusal } from '../core/restore/prepareContents'
import type { BookSnapshot } from './deviceApi'
import type { GivenFile } from './jobApi'

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/** Where a copy comes from: a file, of which nothing runs, or bytes that this device kept. */
export type CopySource =
  | { readonly kind: 'file'; readonly given: GivenFile; readonly intoTable: string | null; readonly fromTable: string | null }
  | { readonly kind: 'kept'; readonly bytes: Uint8Array<ArrayBuffer>; readonly identity: Pick<BookIdentity, 'currency' | 'layout'> }

/**
 * Looking into a copy, or holding it against the live book. What was opened stays open in the job's worker and answers
 * until the worker is ended; a worker has one copy or one difference.
 */
export interface CopyJobs {
  openCopy(source: CopySource, onProgress: OnProgress): Outcome<BookDescription>
  copyRows(query: RowQuery): Outcome<RowWindow>
  copyTableAsCsv(table: string): Outcome<Blob>
  copyAsDatabase(): Outcome<Blob>
  openDifference(source: CopySource, live: BookSnapshot, onProgress: OnProgress): Outcome<DifferenceSummary>
  differenceRows(query: DifferenceQuery): Outcome<DifferenceWindow>
  differenceAsCsv(query: Omit<DifferenceQuery, 'from' | 'count'>): Outcome<Blob>
  checkBringIn(selection: BringInSelection): Outcome<BringInCheck>
  planBringIn(selection: BringInSelection): Outcome<BringInPlan>
}

/** What these jobs need from the worker. */
export interface CopyJobParts {
  readonly engine: SqlEngine
  inspect(given: GivenFile, work: Work): Promise<InspectedFile>
  toWork(onProgress: OnProgress): Work
}

interface HeldCopy {
  readonly db: SqlDatabase
  readonly shape: BookShape
  readonly currency: string
  /** A copy that this device kept is as good as the book itself: its views may run. */
  readonly isOurs: boolean
}

interface HeldDifference {
  readonly index: DifferenceIndex
  readonly live: BookSnapshot
}

/** The bytes of a copy and what its manifest says of them. */
interface CopyBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly leftOut: readonly FieldName[]
}

const toBlob = (parts: Iterable<Uint8Array<ArrayBuffer>>, type: string) => new Blob([...parts], { type })

/** What SQLite says of a copy that cannot be read after all. */
async function readingCopy<T>(task: () => Promise<Result<T, Failure>> | Result<T, Failure>): Outcome<T> {
  try {
    return await task()
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}

/** See `CopyJobs`. */
export function createCopyJobs({ engine, inspect, toWork }: CopyJobParts): CopyJobs {
  let copy: HeldCopy | null = null
  let difference: HeldDifference | null = null
  const rowMemory = createRowMemory()

  function theCopy(): HeldCopy {
    if (!copy) throw new Error('no copy is open')
    return copy
  }

  function theDifference(): HeldDifference {
    if (!difference) throw new Error('no difference is open')
    return difference
  }

  function hold(db: SqlDatabase, { asleep, currency, layout }: Pick<BookIdentity, 'asleep' | 'currency' | 'layout'>, isOurs: boolean): Result<BookDescription, Failure> {
    const shape = withCounts(db, describeBook(db, { asleep, samples: [], ...(layout === undefined ? {} : { layout }) }), new Map())
    copy = { db, shape, currency, isOurs }
    return ok(plainDescription(shape))
  }

  function tableOf(name: string): Result<KeyedTable, Failure> {
    const { shape, isOurs } = theCopy()
    const table = findTable(shape, name)
    if (!table.ok || isOurs || table.value.kind === 'table') return table
    return fail({ type: 'TableIsReadOnly', table: table.value.name, reason: 'nothing of a file is run' })
  }

  async function openBytes(source: CopySource, live: BookSnapshot, work: Work): Outcome<CopyBytes> {
    if (source.kind === 'kept') return ok({ bytes: source.bytes, leftOut: [] })
    const file = await inspect(source.given, work)
    try {
      const { inspection, db } = file
      // which fields a newer app left out is not known here: they would look like differences
      if (!db || inspection.verdict === 'newer-app') return fail(refusal(inspection))
      if (source.intoTable === null) return ok({ bytes: db.bytes(), leftOut: inspection.manifest?.fieldsLeftOut ?? [] })
      const book = engine.open(live.bytes, { untrusted: true })
      try {
        const table = tableFromFile(engine, db, book, { from: source.fromTable, into: source.intoTable }, currencyDigits(live.head.identity.currency))
        return table.ok ? ok({ bytes: table.value, leftOut: [] }) : table
      } finally {
        book.close()
      }
    } finally {
      file.close()
    }
  }

  return {
    openCopy: (source, onProgress) =>
      readingCopy(async () => {
        if (source.kind === 'kept') return hold(engine.open(source.bytes, { untrusted: true }), { asleep: [], ...source.identity }, true)
        const { inspection, db } = await inspect(source.given, toWork(onProgress))
        if (!db) return fail(refusal(inspection))
        const { asleep, currency, layout } = inspection.manifest?.book ?? { asleep: [...inspection.views, ...inspection.triggers], currency: 'EUR' }
        return hold(db, { asleep, currency, ...(layout === undefined ? {} : { layout }) }, false)
      }),
    copyRows: (query) =>
      readingCopy(() => {
        const table = tableOf(query.table)
        const { db, currency } = theCopy()
        // a copy's references are shown as they are stored
        return table.ok ? readRows(db, table.value, query, { tables: [], currency }, rowMemory) : table
      }),
    copyTableAsCsv: (name) =>
      readingCopy(() => {
        const table = tableOf(name)
        return table.ok ? ok(toBlob(tableToCsv(theCopy().db, table.value, currencyDigits(theCopy().currency)), 'text/csv')) : table
      }),
    copyAsDatabase: () =>
      readingCopy(() => {
        const { db } = theCopy()
        // a seal left on a free page would make the file look like a backup that lost its description
        db.run('PRAGMA query_only = OFF; PRAGMA secure_delete = ON')
        dropManifest(db)
        const bytes = db.bytes()
        // an export reopens the database, which forgets what was set for one that nobody vouches for
        db.run('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON')
        return ok(toBlob([bytes], 'application/vnd.sqlite3'))
      }),
    openDifference: (source, live, onProgress) =>
      readingCopy(async () => {
        const work = toWork(onProgress)
        const opened = await openBytes(source, live, work)
        if (!opened.ok) return opened
        const { bytes, leftOut } = opened.value
        const onlyTable = source.kind === 'file' ? source.intoTable : null
        const compared = await compareBooks(engine.openPair(live.bytes, bytes), { leftOut, onlyTable }, work)
        if (!compared.ok) return compared
        difference = { index: compared.value, live }
        return ok(compared.value.summary)
      }),
    differenceRows: (query) => readingCopy(() => readDifferences(theDifference().index, query)),
    differenceAsCsv: (query) =>
      readingCopy(() => {
        const { index, live } = theDifference()
        const csv = differencesToCsv(index, query, currencyDigits(live.head.identity.currency))
        return csv.ok ? ok(toBlob(csv.value, 'text/csv')) : csv
      }),
    checkBringIn: (selection) => readingCopy(() => checkBringIn(theDifference().index, selection, theDifference().live.head.identity)),
    planBringIn: (selection) => readingCopy(() => planBringIn(theDifference().index, selection)),
  }
}

/** Without what only reading and editing need. */
const plainDescription = ({ tables, asleep, hasSamples, layout }: BookShape): BookDescription => ({ tables, asleep, hasSamples, layout })
