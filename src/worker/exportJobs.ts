import type { Failure } from '../core/base/failure'
import type { Progress, Work } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import { describeBook } from '../core/book/describeBook'
import { SqlError, type SqlDatabase, type SqlEngine } from '../core/book/sqlEngine'
import type { OpenRecords } from '../core/transfer/eachRecord'
import type { ExportedFile, ExportFormat, ExportQuery } from '../core/transfer/exportQuery'
import type { QueryOutcome } from '../core/transfer/runQueries'
import type { BookSnapshot } from './deviceApi'

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/** Records out of a book, and questions about it, each on a copy that is handed over. */
export interface ExportJobs {
  /** The records of a query as a file. Fails with `TableNotFound`, `FieldNotFound`, `TooManyRecords`, `ValuesTooLong` and `SqlFailed`. */
  exportRecords(snapshot: BookSnapshot, query: ExportQuery, format: ExportFormat, onProgress: OnProgress): Outcome<ExportedFile>
  /** Runs statements that only read: see `runQueries`. */
  askSql(snapshot: BookSnapshot, sql: string): Outcome<QueryOutcome>
  /** All rows of one of the statements as CSV. */
  sqlAsCsv(snapshot: BookSnapshot, sql: string, place: number): Outcome<Blob>
}

const TYPES: Readonly<Record<Exclude<ExportFormat, 'xlsx'>, string>> = { csv: 'text/csv', json: 'application/json', sql: 'application/sql' }
/** Pieces of a file after which it is told how far it has come. */
const PIECES = 4

async function withCopy<T>(engine: SqlEngine, snapshot: BookSnapshot, task: (db: SqlDatabase) => Outcome<T>): Outcome<T> {
  const db = engine.open(snapshot.bytes, { untrusted: true, memory: 'take' })
  try {
    return await task(db)
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  } finally {
    db.close()
  }
}

/** The records, which tell how many of them were read. */
function counted(records: OpenRecords, work: Work): OpenRecords {
  function* read() {
    let done = 0
    for (const cells of records.read()) {
      if (done++ % 1_000 === 0) work.report({ step: 'writing', done, total: records.count })
      yield cells
    }
  }
  return { ...records, read }
}

/** Forms of plain text hold everything. */
async function collect(pieces: Iterable<Uint8Array<ArrayBuffer>>, type: string, work: Work): Outcome<ExportedFile> {
  let parts: BlobPart[] = []
  let done = 0
  for (const piece of pieces) {
    parts.push(piece)
    if (++done % PIECES > 0) continue
    // what is in a Blob need not be in memory
    parts = [new Blob(parts)]
    const paused = await work.pause()
    if (!paused.ok) return paused
  }
  return ok({ file: new Blob(parts, { type }), filesLeftOut: 0 })
}

/** See `ExportJobs`. */
export function createExportJobs(engine: SqlEngine, toWork: (onProgress: OnProgress) => Work): ExportJobs {
  async function write(db: SqlDatabase, snapshot: BookSnapshot, query: ExportQuery, format: ExportFormat, work: Work): Outcome<ExportedFile> {
    const { openRecords } = await import('../core/transfer/eachRecord')
    const { identity } = snapshot.head
    const opened = openRecords(db, describeBook(db, identity), query, identity.currency)
    if (!opened.ok) return opened
    const records = counted(opened.value, work)
    switch (format) {
      case 'csv': return collect((await import('../core/transfer/exportCsv')).recordsToCsv(records, identity.currency), TYPES.csv, work)
      case 'json': return collect((await import('../core/transfer/exportJson')).recordsToJson(records, identity.currency), TYPES.json, work)
      case 'sql': return collect((await import('../core/transfer/exportSql')).recordsToSql(db, records), TYPES.sql, work)
      case 'xlsx': return (await import('../core/transfer/exportWorkbook')).recordsToWorkbook(records, identity.currency, query.fileNote)
    }
  }

  return {
    exportRecords: (snapshot, query, format, onProgress) => withCopy(engine, snapshot, (db) => write(db, snapshot, query, format, toWork(onProgress))),
    askSql: (snapshot, sql) => withCopy(engine, snapshot, async (db) => ok((await import('../core/transfer/runQueries')).runQueries(db, sql, snapshot.head.identity))),
    sqlAsCsv: (snapshot, sql, place) =>
      withCopy(engine, snapshot, async (db) => {
        const { queryToCsv } = await import('../core/transfer/runQueries')
        return ok(new Blob([...queryToCsv(db, sql, place)], { type: TYPES.csv }))
      }),
  }
}
