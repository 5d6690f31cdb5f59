import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { instantToIso } from '../core/base/clock'
import type { Failure } from '../core/base/failure'
import { readFileChunks } from '../core/base/fileChunks'
import { unwatchedWork } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import type { BackupLayers } from '../core/backup/backupRequest'
import { makeBackup, type BackupDeps } from '../core/backup/makeBackup'
import type { BackupForm, FieldName } from '../core/backup/manifest'
import type { SpooledFile } from '../core/backup/spool'
import { readTableShapes } from '../core/backup/tableShape'
import type { InspectDeps } from '../core/restore/inspectFile'
import type { PreparedContents } from '../core/restore/prepareContents'
import { nodeClock } from '../platform/node/nodeClock'
import { systemErrorCode } from '../platform/node/systemError'
import { writeVerifiedFile } from '../platform/node/writeVerifiedFile'
import { withInspectedFile } from './inspectTask'
import type { GivenWith } from './task'

/** What writing a new file from another needs: reading, writing, and the version to write into new manifests. */
export type ConvertDeps = InspectDeps & BackupDeps

/** The form, packing and encryption that a file name asks for; null when it asks for none. */
export function nameToForm(name: string): { form: BackupForm; gzip: boolean; encrypted: boolean } | null {
  const [, form, gz, age] = /\.(json|db)(\.gz)?(\.age)?$/i.exec(name) ?? []
  return form === undefined ? null : { form: form.toLowerCase() as BackupForm, gzip: gz !== undefined, encrypted: age !== undefined }
}

/** The name of a book that begins with a file: the file's own, without its endings. */
export function fileNameToBookName(path: string): string {
  return basename(path).replace(/(\.(json|db|sqlite3?|csv|xlsx|sql|gz|age|tar|tgz))+$/i, '').slice(0, 200) || 'Book'
}

/** A backup that is made and not yet at its place: the digest that it must have, and the secret-looking fields that are not in it. */
export interface NewBackup {
  readonly file: SpooledFile
  readonly contentDigest: string
  readonly leftOut: readonly FieldName[]
}

async function identityOf(path: string): Promise<{ file: string; size: number } | null> {
  try {
    const { dev, ino, size } = await stat(path)
    return { file: `${dev}:${ino}`, size }
  } catch (error) {
    if (systemErrorCode(error) !== null) return null
    throw error
  }
}

/** Whether a new file may take its place. Fails with a sentence where it would replace what is read, or another file unasked. */
export async function checkPlace(from: string, to: string, force: boolean): Promise<Result<undefined, string>> {
  const here = await identityOf(from)
  const there = await identityOf(to)
  if (here && there && here.file === there.file) return fail('The new file would replace the one that is read. Choose another name.')
  if (there && there.size > 0 && !force) return fail(`There is already a file ${basename(to)} there. Choose another name, or add --force.`)
  return ok()
}

/** The layers that the new file's name asks for. Fails with a sentence where the command cannot mean these two names. */
export async function checkNewFile(from: string, to: string, given: GivenWith, force: boolean): Promise<Result<BackupLayers, string>> {
  const wanted = nameToForm(to)
  if (!wanted) return fail('The name of the new file must end in .json, .db, .json.gz or .db.gz (and .age after it to encrypt it), in .csv for one table, or in a slash for a folder of them.')
  const passphrase = wanted.encrypted ? given.passphrase : null
  if (wanted.encrypted && passphrase === null) return fail('To write an encrypted file, give its passphrase with --passphrase-file.')
  const place = await checkPlace(from, to, force)
  return place.ok ? ok({ form: wanted.form, gzip: wanted.gzip, passphrase }) : place
}

/** The first backup of a new book; fields that look secret stay in it only where they are to be kept. */
export async function makeFirstBackup(
  deps: ConvertDeps, { identity, bytes }: Pick<PreparedContents, 'identity' | 'bytes'>, layers: BackupLayers, origin: string, keepSecrets: boolean, salvaged = false,
): Promise<Result<NewBackup, Failure>> {
  const at = nodeClock.now()
  const db = deps.engine.open(bytes, { untrusted: true })
  const fields = readTableShapes(db).flatMap((shape) => shape.fields.map((field) => ({ table: shape.name, field: field.name })))
  db.close()
  const keepFields = keepSecrets ? fields : []
  const made = await makeBackup(
    deps,
    { head: { identity, generation: 1, epoch: 0, size: bytes.length, changedAt: at }, bytes, journalHead: '' },
    { kind: 'manual', ...layers, note: `${origin} on ${instantToIso(at)}`, deviceName: '', operatorName: '', at, keepFields, leaveOutFields: [], ...(salvaged ? { salvaged } : {}) },
    unwatchedWork,
  )
  if (!made.ok) return made
  const { file, manifest } = made.value
  return ok({ file, contentDigest: manifest.contentDigest, leftOut: manifest.fieldsLeftOut })
}

/** Puts a backup at its place, read back from disk and compared before it gets its name. Gives its bytes. */
export function writeNewFile(deps: ConvertDeps, to: string, { file: made, contentDigest }: NewBackup, { passphrase }: BackupLayers): Promise<Result<number, Failure>> {
  return writeVerifiedFile(to, readFileChunks(made), deps.randomBytes, (path) =>
    withInspectedFile(deps, path, { passphrase, entry: null }, ({ inspection }) => {
      const same = inspection.verdict === 'own-backup' && inspection.contentDigest === contentDigest
      return Promise.resolve(same ? ok() : fail<Failure>({ type: 'TestRestoreFailed', detail: inspection.findings[0]?.detail ?? 'The records are not those of the first file.' }))
    }),
  ).finally(() => made.discard())
}
