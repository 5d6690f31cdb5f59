import { instantToIso } from '../base/clock'
import type { Failure } from '../base/failure'
import type { FileSource } from '../base/fileSource'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { isEmptyLayout } from '../book/layout/isEmptyLayout'
import { readLayout } from '../book/layout/layoutSchema'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import { backupFileName } from './backupFileName'
import type { BackupRequest, BackupSource } from './backupRequest'
import { digestContent, type ContentDigest } from './contentDigest'
import { emptySecretFields } from './emptySecretFields'
import { FORMAT_VERSION, type FieldName, type Manifest } from './manifest'
import { readBackup, type ReadDeps } from './readBackup'
import { digestSchema } from './schemaDigest'
import { fieldsToLeaveOut } from './secretFields'
import type { SpooledFile } from './spool'
import { readTableShapes } from './tableShape'
import { spoolFailure, writeBackup, type WriteDeps, type WrittenBackup } from './writeBackup'
import { dropManifest } from './writeDbBackup'
import { writeJsonData } from './writeJsonBackup'

/** What making a backup needs from the platform. */
export interface BackupDeps<F extends SpooledFile = SpooledFile> extends ReadDeps, WriteDeps<F> {
  readonly appVersion: string
}

/** A backup that was test-restored from the very file given here. Whoever gets it discards it. */
export interface MadeBackupFile<F extends SpooledFile = SpooledFile> extends WrittenBackup<F> {
  readonly fileName: string
  readonly manifest: Manifest
}

function describe(
  deps: BackupDeps, source: BackupSource, request: BackupRequest, content: ContentDigest, schemaDigest: string, fieldsLeftOut: FieldName[],
): Manifest {
  const { identity, generation, changedAt } = source.head
  const layout = readLayout(identity.layout)
  return {
    backupDate: instantToIso(request.at),
    version: String(FORMAT_VERSION),
    databaseType: 'sqlite',
    appVersion: deps.appVersion,
    kind: request.kind,
    note: request.note,
    madeAt: request.at,
    deviceName: request.deviceName,
    operatorName: request.operatorName,
    book: {
      id: identity.bookId,
      name: identity.name,
      createdAt: identity.createdAt,
      currency: identity.currency,
      generation,
      changedAt,
      lineage: [...identity.lineage],
      asleep: [...identity.asleep],
      samples: identity.samples.map(({ table, keys }) => ({ table, keys: keys.map((key) => [...key]) })),
      // as it reads back; nothing when it is empty, so that books without one are written as ever
      ...(isEmptyLayout(layout) ? {} : { layout }),
    },
    schemaDigest,
    contentDigest: content.contentDigest,
    tables: content.tables,
    fieldsLeftOut,
    journalHead: source.journalHead,
    ...(request.salvaged ? { salvaged: request.salvaged } : {}),
  }
}

/** Restores the backup from its own bytes (decrypted, unpacked) into a scratch database and holds it against the live book. */
async function testRestore(deps: BackupDeps, file: FileSource, request: BackupRequest, manifest: Manifest, work: Work): Promise<Result<undefined, Failure>> {
  work.report({ step: 'testing', done: 0, total: 1 })
  const testing: Work = { pause: () => work.pause(), report: ({ done, total }) => work.report({ step: 'testing', done, total }) }
  const read = await readBackup(deps, file, request, testing)
  if (!read.ok) return read.failure.type === 'Cancelled' ? read : fail({ type: 'TestRestoreFailed', detail: read.failure.type })
  const { db, problems, contentDigest, manifest: found } = read.value
  db.close()
  const [problem] = problems
  if (problem) return fail({ type: 'TestRestoreFailed', detail: problem.detail })
  if (contentDigest !== manifest.contentDigest || JSON.stringify(found) !== JSON.stringify(manifest)) {
    return fail({ type: 'TestRestoreFailed', detail: 'What was read back is not what was written.' })
  }
  return ok()
}

async function writeFrom<F extends SpooledFile>(
  deps: BackupDeps<F>, db: SqlDatabase, source: BackupSource, request: BackupRequest, work: Work,
): Promise<Result<Omit<MadeBackupFile<F>, 'fileName'>, Failure>> {
  dropManifest(db)
  const leaveOut = fieldsToLeaveOut(readTableShapes(db), request.keepFields, request.leaveOutFields)
  const json = request.form === 'json' ? await writeJsonData(db, leaveOut, deps.spools, work) : null
  if (json && !json.ok) return json
  let isHandedOver = false
  try {
    const digested = json ? ok(json.value.content) : await digestContent(db, leaveOut, work)
    if (!digested.ok) return digested
    const schemaDigest = digestSchema(db)
    // for JSON too: what cannot be emptied here could not be loaded there
    const emptied = emptySecretFields(db, leaveOut)
    if (!emptied.ok) return emptied
    const manifest = describe(deps, source, request, digested.value, schemaDigest, leaveOut)
    isHandedOver = true
    const written = await writeBackup(deps, db, manifest, request, work, json?.value ?? null)
    return written.ok ? ok({ ...written.value, manifest }) : written
  } finally {
    if (!isHandedOver) await json?.value.file.discard()
  }
}

/**
 * Makes a backup of a book's snapshot: digest of the live data, left-out fields emptied, written, sealed, packed,
 * encrypted, and then test-restored from its own bytes. It is good only when this returns it. Fails with
 * `TestRestoreFailed`, `SecretFieldNotEmptiable`, `NotInJson`, `Damaged` (the book itself), `StorageFull` or
 * `StorageUnavailable` (where it is spooled), or `Cancelled`.
 */
export async function makeBackup<F extends SpooledFile>(
  deps: BackupDeps<F>, source: BackupSource, request: BackupRequest, work: Work,
): Promise<Result<MadeBackupFile<F>, Failure>> {
  const db = deps.engine.open(source.bytes, { memory: source.isSpare ? 'take' : 'copy' })
  let written: Awaited<ReturnType<typeof writeFrom<F>>>
  try {
    written = await writeFrom(deps, db, source, request, work)
  } catch (error) {
    return fail(error instanceof SqlError ? { type: 'Damaged', detail: error.message } : spoolFailure(error))
  } finally {
    // before the test: it gets the memory that this had
    db.close()
  }
  if (!written.ok) return written
  const { file, manifest, seal } = written.value
  let isGood = false
  try {
    const tested = await testRestore(deps, file, request, manifest, work)
    isGood = tested.ok
    if (!tested.ok) return tested
  } finally {
    if (!isGood) await file.discard()
  }
  const { kind, note, at, form, gzip, passphrase } = request
  const encrypted = passphrase !== null
  return ok({ file, fileName: backupFileName({ bookName: source.head.identity.name, kind, note, at, form, gzip, encrypted }), manifest, seal })
}
