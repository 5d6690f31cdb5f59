import type { RandomBytes } from '../core/base/id'
import { unwatchedWork, type Progress, type Work } from '../core/base/progress'
import { fail, ok } from '../core/base/result'
import type { Compression } from '../core/backup/compression'
import { digestContent } from '../core/backup/contentDigest'
import type { Encryption } from '../core/backup/encryption'
import { makeBackup } from '../core/backup/makeBackup'
import type { SpoolStore } from '../core/backup/spool'
import type { SqlEngine } from '../core/book/sqlEngine'
import { inspectFile } from '../core/restore/inspectFile'
import { prepareContents } from '../core/restore/prepareContents'
import type { ReadArchive } from '../core/restore/unwrap/readArchive'
import { blobFileSource } from '../platform/browser/blobFileSource'
import type { SpooledBlob } from '../platform/browser/blobSpools'
import { createCopyJobs } from './copyJobs'
import { createExportJobs } from './exportJobs'
import { createImportJobs } from './importJobs'
import type { GivenFile, JobApi } from './jobApi'

/** What jobs are made of. */
export interface JobParts {
  readonly engine: SqlEngine
  readonly compression: Compression
  readonly encryption: Encryption
  readonly readArchive: ReadArchive
  readonly spools: SpoolStore<SpooledBlob>
  readonly randomBytes: RandomBytes
  readonly appVersion: string
}

const REPORT_EVERY_MS = 60

/** Reports the first and then at most one progress per interval and step; a job is cancelled by ending its worker. */
function quietWork(onProgress: (progress: Progress) => void): Work {
  let step = ''
  let reportedAt = 0
  return {
    pause: unwatchedWork.pause,
    report(progress) {
      const now = Date.now()
      if (progress.step === step && now - reportedAt < REPORT_EVERY_MS) return
      step = progress.step
      reportedAt = now
      onProgress(progress)
    },
  }
}

const inspectGiven = (parts: JobParts, { file, passphrase, entry, wal }: GivenFile, work: Work) =>
  inspectFile(parts, blobFileSource(file, file.name), work, { passphrase, entry, wal: wal && blobFileSource(wal, wal.name) })

/** The jobs, over a database engine of their own. */
export function createJobs(parts: JobParts): JobApi {
  return {
    ...createCopyJobs({ engine: parts.engine, inspect: (given, work) => inspectGiven(parts, given, work), toWork: quietWork }),
    ...createImportJobs(parts, quietWork),
    ...createExportJobs(parts.engine, quietWork),
    async makeBackup(snapshot, request, onProgress) {
      const made = await makeBackup(parts, { ...snapshot, isSpare: true }, request, quietWork(onProgress))
      if (!made.ok) return made
      const { file, fileName, manifest, seal } = made.value
      return ok({ file: file.blob, fileName, manifest, seal })
    },
    async inspect(given, onProgress) {
      const inspected = await inspectGiven(parts, given, quietWork(onProgress))
      inspected.close()
      return inspected.inspection
    },
    async liveFacts(snapshot, leftOut) {
      const db = parts.engine.open(snapshot.bytes)
      try {
        const digested = await digestContent(db, [...leftOut], unwatchedWork)
        if (!digested.ok) return digested
        const { contentDigest, tables } = digested.value
        return ok({ head: snapshot.head, contentDigest, tables })
      } finally {
        db.close()
      }
    },
    async checkCopy(bytes) {
      const { checkCopy } = await import('../core/restore/checkCopy')
      const checked = await checkCopy(parts.engine, bytes, unwatchedWork)
      return checked.ok ? ok(checked.value.contentDigest) : checked
    },
    async readShape(file) {
      const { readShape } = await import('./shapeJob')
      return readShape(file)
    },
    async saveShape(snapshot, request) {
      const { saveShape } = await import('./shapeJob')
      return saveShape(parts.engine, snapshot, request)
    },
    async salvage(given, request, onProgress) {
      const { salvageGiven } = await import('./salvageJob')
      return salvageGiven(parts, given, request, quietWork(onProgress))
    },
    async prepare(given, request, onProgress) {
      const work = quietWork(onProgress)
      const inspected = await inspectGiven(parts, given, work)
      try {
        const prepared = await prepareContents(parts, inspected, request, work)
        const { format, tables } = inspected.inspection
        if (!prepared.ok) return prepared
        if (format === null) return fail({ type: 'NothingToRestore' })
        const records = tables.reduce((sum, table) => sum + (table.records ?? 0), 0)
        return ok({ ...prepared.value, format, records })
      } finally {
        inspected.close()
      }
    },
  }
}
