import type { Failure } from '../core/base/failure'
import type { Progress, Work } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import type { BroughtTable } from '../core/book/broughtTable'
import { SqlError, type SqlEngine } from '../core/book/sqlEngine'
import type { OpenedTables } from '../core/restore/foreign/openTables'
import type { UnwrapDeps } from '../core/restore/unwrap/unwrapFile'
import type { ImportCheck, ImportPreview, ImportRequest } from '../core/transfer/importPlan'
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
  /** The records that were found good in the last check, once. */
  planImport(): Outcome<BroughtTable>
}

/** What these jobs need from the worker. */
export interface ImportJobParts extends UnwrapDeps {
  readonly engine: SqlEngine
}

/** Room that a copy of a book needs for the records of a file, in bytes of the file. */
const ROOM = 1.5

/** See `ImportJobs`. */
export function createImportJobs(parts: ImportJobParts, toWork: (onProgress: OnProgress) => Work): ImportJobs {
  let open: { readonly tables: OpenedTables; readonly preview: ImportPreview; readonly size: number } | null = null
  let brought: BroughtTable | null = null

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
      brought = null
      const room = Math.ceil(live.bytes.length + open.size * ROOM)
      const db = parts.engine.open(live.bytes, { memory: 'take', room })
      try {
        const trial = await trialImport(db, live.head.identity, open.tables, file, request, toWork(onProgress))
        if (!trial.ok) return trial
        brought = trial.value.brought
        return ok(trial.value.check)
      } catch (error) {
        if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
        throw error
      } finally {
        db.close()
      }
    },
    async planImport() {
      if (!brought) throw new Error('nothing was checked')
      const plan = brought
      brought = null
      return ok(plan)
    },
  }
}
