import type { Failure } from '../base/failure'
import type { RandomBytes } from '../base/id'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import type { SqlDatabase } from '../book/sqlEngine'
import type { Compression } from './compression'
import type { BackupForm, Manifest } from './manifest'
import { writeSealedGzip } from './sealedGzip'
import { writeDbBackup } from './writeDbBackup'
import { writeJsonBackup, writeJsonData, type JsonData } from './writeJsonBackup'

/** A backup file in parts, and its seal (that of the form inside, not of the gzip around it). */
export interface WrittenBackup {
  readonly parts: Uint8Array[]
  readonly seal: string
}

/** What writing needs from the platform. */
export interface WriteDeps {
  readonly compression: Compression
  readonly randomBytes: RandomBytes
}

/** Writes a backup of `db` (a private copy, left-out fields emptied) in one form; `data` is what JSON holds, if it was read before. */
export async function writeBackup(
  deps: WriteDeps, db: SqlDatabase, manifest: Manifest, form: BackupForm, gzip: boolean, work: Work, data: JsonData | null,
): Promise<Result<WrittenBackup, Failure>> {
  let written: WrittenBackup
  if (form === 'json') {
    const read = data ? ok(data) : await writeJsonData(db, manifest.fieldsLeftOut, work)
    if (!read.ok) return read
    const json = await writeJsonBackup(db, manifest, read.value, work)
    if (!json.ok) return json
    written = json.value
  } else {
    const file = await writeDbBackup(db, manifest, deps.randomBytes, work)
    if (!file.ok) return file
    written = { parts: [file.value.bytes], seal: file.value.seal }
  }
  if (!gzip) return ok(written)
  const packed = await writeSealedGzip(deps.compression, written.parts, work)
  return packed.ok ? ok({ parts: packed.value, seal: written.seal }) : packed
}

/**
 * Writes an open backup (as a reader gave it, without problems) in another form, manifest unchanged, with a new seal.
 * Changes `db`. Fails with `DigestMismatch` when the database is no longer what the manifest says.
 */
export async function convertBackup(
  deps: WriteDeps, db: SqlDatabase, manifest: Manifest, form: BackupForm, gzip: boolean, work: Work,
): Promise<Result<WrittenBackup, Failure>> {
  const data = await writeJsonData(db, manifest.fieldsLeftOut, work)
  if (!data.ok) return data
  const { contentDigest } = data.value.content
  if (contentDigest !== manifest.contentDigest) return fail({ type: 'DigestMismatch', expected: manifest.contentDigest, actual: contentDigest })
  return writeBackup(deps, db, manifest, form, gzip, work, data.value)
}
