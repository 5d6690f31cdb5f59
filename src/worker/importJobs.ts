import type { Failure } from '../core/base/failure'
import type { Progress, Work } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import type { BroughtTable } from '../core/book/broughtTable'
import { ROOMY_CACHE, SqlError, type SqlDatabase, type SqlEngine } from '../core/book/sqlEngine'
import type { MadeBook } from '../core/book/edits/editSteps'
import type { OpenedTables } from '../core/restore/foreign/openTables'
import type { UnwrapDeps } from '../core/restore/unwrap/unwrapFile'
import type { ImportCheck, ImportCounts, ImportPreview, ImportRequest, MendedRow, MendOutcome } from '../core/transfer/importPlan'
import type { Trial } from '../core/transfer/trialImport'
import type { WrittenForms } from '../core/transfer/writtenForms'
import { blobFileSource } from '../platform/browser/blobFileSource'
import type { BookSnapshot } from './deviceApi'
import type { GivenFile } from './jobApi'

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/** Taking tables of a file into a book's tables. The file stays open in the job's worker until it is ended. */
export interface ImportJobs {
  /** Reads the file once. `otherwise`: how numbers and dates are written where it does not tell. */
  openImport(given: GivenFile, otherwise: WrittenForms, onProgress: OnProgress): Outcome<ImportPreview>
  /** Tries an import on a copy of the book, which is handed over. */
  checkImport(request: ImportRequest, live: BookSnapshot, onProgress: OnProgress): Outcome<ImportCheck>
  /** Mends a row that the last check listed. */
  mendRow(mended: MendedRow): Outcome<MendOutcome>
  /** What the last check found to be good, with what was mended since; once. */
  planImport(): Outcome<ImportPlan>
}

/** What an import comes to: a few records for one `bringIn` edit, or the book with the many records in it. */
export type ImportPlan = { readonly by: 'records'; readonly brought: BroughtTable } | { readonly by: 'state'; readonly made: MadeBook }

/** What these jobs need from the worker. */
export interface ImportJobParts extends UnwrapDeps {
  readonly engine: SqlEngine
}

/** As the live book has it, with as much at hand as indexes need; the whole transaction is thrown away where it does not succeed. */
const TRIAL_PRAGMAS = `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; ${ROOMY_CACHE}`

/** Room that a copy of a book needs for the records of a file, in bytes of the file. */
const ROOM = 1.5

/** See `ImportJobs`. */
export function createImportJobs(parts: ImportJobParts, toWork: (onProgress: OnProgress) => Work): ImportJobs {
  let open: { readonly tables: OpenedTables; readonly preview: ImportPreview; readonly size: number } | null = null
  let tried: { readonly trial: Trial; readonly db: SqlDatabase; readonly generation: number; counts: ImportCounts } | null = null

  function endTrial(): void {
    tried?.trial.close()
    tried?.db.close()
    tried = null
  }

  return {
    async openImport({ file, passphrase, entry }, otherwise, onProgress) {
      const [{ openTables }, { readPreview }] = await Promise.all([import('../core/restore/foreign/openTables'), import('../core/transfer/readPreview')])
      const work = toWork(onProgress)
      try {
        const tables = await openTables(parts, blobFileSource(file, file.name), work, { passphrase, entry, wal: null })
        if (!tables.ok) return tables
        const preview = await readPreview(tables.value, otherwise, work)
        if (preview.ok) open = { tables: tables.value, preview: preview.value, size: file.size }
        return preview
      } catch (error) {
        // a file that fills the memory costs this worker, and is an answer about the file
        if (error instanceof RangeError) return fail({ type: 'FileUnreadable', reason: 'It needs more memory than this device gives.' })
        throw error
      }
    },
    async checkImport(request, live, onProgress) {
      const { trialImport } = await import('../core/transfer/trialImport')
      const file = open?.preview.tables.find(({ index }) => index === request.index)
      if (!open || !file) throw new Error('no file is open')
      endTrial()
      const { generation } = live.head
      const room = Math.ceil(live.bytes.length + open.size * ROOM)
      const db = parts.engine.open(live.bytes, { memory: 'take', room })
      try {
        db.run(TRIAL_PRAGMAS)
        const trial = await trialImport(db, live.head.identity, open.tables, file, request, toWork(onProgress))
        if (!trial.ok) return trial
        const { check } = trial.value
        tried = { trial: trial.value, db, generation, counts: check }
        return ok(check)
      } catch (error) {
        if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
        throw error
      } finally {
        if (!tried) db.close()
      }
    },
    async mendRow(mended) {
      if (!tried) throw new Error('nothing was checked')
      const outcome = tried.trial.mend(mended)
      tried.counts = outcome.counts
      return ok(outcome)
    },
    async planImport() {
      if (!tried) throw new Error('nothing was checked')
      const { trial, db, generation, counts: { added, changed } } = tried
      tried = null
      const found = trial.brought()
      if (!found.ok || found.value) db.close()
      if (!found.ok) return found
      if (found.value) return ok({ by: 'records', brought: found.value })
      return ok({ by: 'state', made: { state: { generation, bytes: db.take() }, records: added + changed, added } })
    },
  }
}
