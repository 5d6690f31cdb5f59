import type { Progress } from '../../core/base/progress'
import type { ExportedFile, ExportFormat, ExportQuery } from '../../core/transfer/exportQuery'
import type { QueryOutcome } from '../../core/transfer/runQueries'
import type { DeviceApi } from '../deviceApi'
import type { Run } from './nightsafeClient'
import { runInJob, type JobHandle } from './runInJob'

/** Records out of a book, and questions about it. */
export interface ExportClient {
  /** The records of a query as a file, from the book as it is now. */
  exportRecords(bookId: string, query: ExportQuery, format: ExportFormat, onProgress: (progress: Progress) => void): Run<ExportedFile>
  /** Asks SQL that only reads, in a worker that is ended after so many seconds (`TimeLimit`). */
  askSql(bookId: string, sql: string, seconds: number): Run<QueryOutcome>
  /** All rows of one statement as CSV. */
  sqlAsCsv(bookId: string, sql: string, place: number, seconds: number): Run<Blob>
}

/** What these calls need of a client. */
interface ExportingParts {
  readonly device: DeviceApi
  startJob(): JobHandle
}

/** Ends a run that takes too long. */
function limited<T>(start: () => Run<T>, seconds: number): Run<T> {
  const run = start()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    run.cancel()
  }, seconds * 1000)
  const outcome = run.outcome.then((result) => (!result.ok && isLate ? { ok: false as const, failure: { type: 'TimeLimit' as const, seconds } } : result)).finally(() => clearTimeout(timer))
  return { outcome, cancel: run.cancel }
}

/** See `ExportClient`. */
export function createExporting({ device, startJob }: ExportingParts): ExportClient {
  return {
    exportRecords: (bookId, query, format, onProgress) =>
      runInJob(startJob, async (job) => {
        const snapshot = await device.snapshot(bookId)
        return snapshot.ok ? job.exportRecords(snapshot.value, query, format, onProgress) : snapshot
      }),
    askSql: (bookId, sql, seconds) =>
      limited(() => runInJob(startJob, async (job) => {
        const snapshot = await device.snapshot(bookId)
        return snapshot.ok ? job.askSql(snapshot.value, sql) : snapshot
      }), seconds),
    sqlAsCsv: (bookId, sql, place, seconds) =>
      limited(() => runInJob(startJob, async (job) => {
        const snapshot = await device.snapshot(bookId)
        return snapshot.ok ? job.sqlAsCsv(snapshot.value, sql, place) : snapshot
      }), seconds),
  }
}
