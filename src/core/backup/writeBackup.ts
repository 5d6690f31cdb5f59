import type { Failure } from '../base/failure'
import { SourceReadError } from '../base/fileChunks'
import type { RandomBytes } from '../base/id'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import type { SqlDatabase } from '../book/sqlEngine'
import type { BackupLayers } from './backupRequest'
import type { Compression } from './compression'
import { digestContent } from './contentDigest'
import type { Encryption } from './encryption'
import type { Manifest } from './manifest'
import { writeSealedGzip } from './sealedGzip'
import { SpoolError, type SpooledFile, type SpoolStore } from './spool'
import { readReporting, spoolChunks } from './spoolChunks'
import { writeDbBackup } from './writeDbBackup'
import { writeJsonBackup, writeJsonData, type JsonData } from './writeJsonBackup'

/** A backup file, and its seal (that of the form inside, not of the gzip around it). Whoever gets it discards it. */
export interface WrittenBackup<F extends SpooledFile = SpooledFile> {
  readonly file: F
  readonly seal: string
}

/** What writing needs from the platform. */
export interface WriteDeps<F extends SpooledFile = SpooledFile> {
  readonly compression: Compression
  readonly encryption: Encryption
  readonly spools: SpoolStore<F>
  readonly randomBytes: RandomBytes
}

async function writeForm<F extends SpooledFile>(
  deps: WriteDeps<F>, db: SqlDatabase, manifest: Manifest, form: BackupLayers['form'], work: Work, data: JsonData<F> | null,
): Promise<Result<WrittenBackup<F>, Failure>> {
  if (form === 'db') return writeDbBackup(db, manifest, deps, work)
  const read = data ? ok(data) : await writeJsonData(db, manifest.fieldsLeftOut, deps.spools, work)
  if (!read.ok) return read
  let isWritten = false
  try {
    const json = await writeJsonBackup(db, manifest, read.value, deps.spools, work)
    isWritten = json.ok
    return json
  } finally {
    if (!isWritten) await read.value.file.discard()
  }
}

/** Puts the layers around a file, one after the other, and lets go of what was inside. */
async function wrap<F extends SpooledFile>(deps: WriteDeps<F>, file: F, { gzip, passphrase }: BackupLayers, work: Work): Promise<Result<F, Failure>> {
  let inside = file
  const steps = [
    ...(gzip ? [() => writeSealedGzip(deps.compression, inside, deps.spools, work)] : []),
    ...(passphrase === null ? [] : [() => spoolChunks(deps.spools, deps.encryption.encrypt(readReporting(inside, 'writing', work), passphrase), work)]),
  ]
  for (const step of steps) {
    const wrapped = await step().finally(() => inside.discard())
    if (!wrapped.ok) return wrapped
    inside = wrapped.value
  }
  return ok(inside)
}

/**
 * Writes a backup of `db` (a private copy, left-out fields emptied): form, packing, encryption, each as a stream into a
 * spool. `data` is what JSON holds, if it was read before. Throws `SpoolError` and `SourceReadError`.
 */
export async function writeBackup<F extends SpooledFile>(
  deps: WriteDeps<F>, db: SqlDatabase, manifest: Manifest, layers: BackupLayers, work: Work, data: JsonData<F> | null,
): Promise<Result<WrittenBackup<F>, Failure>> {
  const written = await writeForm(deps, db, manifest, layers.form, work, data)
  if (!written.ok) return written
  const wrapped = await wrap(deps, written.value.file, layers, work)
  return wrapped.ok ? ok({ file: wrapped.value, seal: written.value.seal }) : wrapped
}

/** The failure of a spool that could not take or give back what was written; anything else is thrown on. */
export function spoolFailure(error: unknown): Failure {
  if (error instanceof SpoolError || error instanceof SourceReadError) return error.failure
  throw error
}

/**
 * Writes an open backup (as a reader gave it, without problems) in another form, manifest unchanged, with a new seal.
 * Changes `db`. Fails with `DigestMismatch` when the database is no longer what the manifest says.
 */
export async function convertBackup<F extends SpooledFile>(
  deps: WriteDeps<F>, db: SqlDatabase, manifest: Manifest, layers: BackupLayers, work: Work,
): Promise<Result<WrittenBackup<F>, Failure>> {
  try {
    const data = layers.form === 'json' ? await writeJsonData(db, manifest.fieldsLeftOut, deps.spools, work) : null
    if (data && !data.ok) return data
    const content = data ? ok(data.value.content) : await digestContent(db, manifest.fieldsLeftOut, work)
    if (!content.ok) return content
    const { contentDigest } = content.value
    if (contentDigest !== manifest.contentDigest) {
      await data?.value.file.discard()
      return fail({ type: 'DigestMismatch', expected: manifest.contentDigest, actual: contentDigest })
    }
    return await writeBackup(deps, db, manifest, layers, work, data?.value ?? null)
  } catch (error) {
    return fail(spoolFailure(error))
  }
}
