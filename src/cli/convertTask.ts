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
import { readTableShapes } from '../core/backup/tableShape'
import { convertBackup } from '../core/backup/writeBackup'
import type { SpooledFile } from '../core/backup/spool'
import type { InspectDeps, InspectedFile } from '../core/restore/inspectFile'
import { prepareContents, type PreparedContents } from '../core/restore/prepareContents'
import { nodeClock } from '../platform/node/nodeClock'
import { systemErrorCode } from '../platform/node/systemError'
import { writeVerifiedFile } from '../platform/node/writeVerifiedFile'
import { withInspectedFile } from './inspectTask'
import type { GivenWith, TaskResult } from './task'

/** What converting needs: reading, writing, and the version to write into new manifests. */
export type ConvertDeps = InspectDeps & BackupDeps

/** The form, packing and encryption that a file name asks for; null when it asks for none. */
export function nameToForm(name: string): { form: BackupForm; gzip: boolean; encrypted: boolean } | null {
  const [, form, gz, age] = /\.(json|db)(\.gz)?(\.age)?$/i.exec(name) ?? []
  return form === undefined ? null : { form: form.toLowerCase() as BackupForm, gzip: gz !== undefined, encrypted: age !== undefined }
}

/** The name of a book that begins with a file: the file's own, without its endings. */
export function fileNameToBookName(path: string): string {
  return basename(path).replace(/(\.(json|db|sqlite3?|gz|age|tar|tgz))+$/i, '').slice(0, 200) || 'Book'
}

/** The new file, the digest that it must have, and the secret-looking fields that are not in it. */
interface Conversion {
  readonly file: SpooledFile
  readonly contentDigest: string
  readonly leftOut: readonly FieldName[]
}

/** What the person asked for besides the names. */
export interface ConvertOptions {
  /** Replaces a file that has the new name already. */
  readonly force: boolean
  /** Keeps the fields that look secret, which backups leave out. */
  readonly keepSecrets: boolean
  /** Opens an encrypted file, and locks the new one where its name asks for that. */
  readonly given: GivenWith
}

async function backupOfPrepared(
  deps: ConvertDeps, from: string, prepared: PreparedContents, layers: BackupLayers, keepSecrets: boolean,
): Promise<Result<Conversion, Failure>> {
  const at = nodeClock.now()
  const { identity, bytes } = prepared
  const db = deps.engine.open(bytes, { untrusted: true })
  const fields = readTableShapes(db).flatMap((shape) => shape.fields.map((field) => ({ table: shape.name, field: field.name })))
  db.close()
  const keepFields = keepSecrets ? fields : []
  const made = await makeBackup(
    deps,
    { head: { identity, generation: 1, epoch: 0, size: bytes.length, changedAt: at }, bytes, journalHead: '' },
    { kind: 'manual', ...layers, note: `Converted from ${basename(from)} on ${instantToIso(at)}`, deviceName: '', operatorName: '', at, keepFields, leaveOutFields: [] },
    unwatchedWork,
  )
  if (!made.ok) return made
  const { file, manifest } = made.value
  return ok({ file, contentDigest: manifest.contentDigest, leftOut: manifest.fieldsLeftOut })
}

async function writeParts(
  deps: ConvertDeps, from: string, file: InspectedFile, layers: BackupLayers, keepSecrets: boolean,
): Promise<Result<Conversion, Failure>> {
  const { db, inspection } = file
  if (db && inspection.manifest) {
    db.run('PRAGMA query_only = OFF')
    const written = await convertBackup(deps, db, inspection.manifest, layers, unwatchedWork)
    const { contentDigest, fieldsLeftOut } = inspection.manifest
    return written.ok ? ok({ file: written.value.file, contentDigest, leftOut: fieldsLeftOut }) : written
  }
  const request = { live: null, name: fileNameToBookName(from), currency: 'EUR', wake: false, at: nodeClock.now() }
  const prepared = await prepareContents(deps, file, request, unwatchedWork)
  return prepared.ok ? backupOfPrepared(deps, from, prepared.value, layers, keepSecrets) : prepared
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

/**
 * Writes `from` anew at `to`, in the form that its name asks for. The manifest of an own backup stays as it is; a
 * foreign file becomes the first backup of a new book, without its secret-looking fields unless they are asked for. The
 * new file is read back from disk before it gets its name.
 */
export async function convertFile(deps: ConvertDeps, from: string, to: string, { force, keepSecrets, given }: ConvertOptions): Promise<TaskResult> {
  const wanted = nameToForm(to)
  if (!wanted) return { type: 'misused', reason: 'The name of the new file must end in .json, .db, .json.gz or .db.gz, and .age after it to encrypt it.' }
  const passphrase = wanted.encrypted ? given.passphrase : null
  if (wanted.encrypted && passphrase === null) return { type: 'misused', reason: 'To write an encrypted file, give its passphrase with --passphrase-file.' }
  const layers = { form: wanted.form, gzip: wanted.gzip, passphrase }
  const here = await identityOf(from)
  const there = await identityOf(to)
  if (here && there && here.file === there.file) return { type: 'misused', reason: 'The new file would replace the one that is read. Choose another name.' }
  if (there && there.size > 0 && !force) return { type: 'misused', reason: 'There is already a file of the new name. Choose another, or add --force.' }
  return withInspectedFile(deps, from, given, async (file): Promise<TaskResult> => {
    const conversion = await writeParts(deps, from, file, layers, keepSecrets)
    if (!conversion.ok) return { type: 'failed', failure: conversion.failure }
    const { file: made, contentDigest, leftOut } = conversion.value
    const written = await writeVerifiedFile(to, readFileChunks(made), deps.randomBytes, (path) =>
      withInspectedFile(deps, path, { passphrase, entry: null }, async ({ inspection }) => {
        const same = inspection.verdict === 'own-backup' && inspection.contentDigest === contentDigest
        return same ? ok() : fail({ type: 'TestRestoreFailed', detail: inspection.findings[0]?.detail ?? 'The records are not those of the first file.' })
      }),
    ).finally(() => made.discard())
    if (!written.ok) return { type: 'failed', failure: written.failure }
    return { type: 'converted', path: to, size: written.value, contentDigest, leftOut }
  })
}
