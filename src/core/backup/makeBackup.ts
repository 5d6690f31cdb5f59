import { instantToIso } from '../base/clock'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import { backupFileName } from './backupFileName'
import type { BackupRequest, BackupSource } from './backupRequest'
import { digestContent, type ContentDigest } from './contentDigest'
import { emptySecretFields } from './emptySecretFields'
import { FORMAT_VERSION, type FieldName, type Manifest } from './manifest'
import { readBackup, type ReadDeps } from './readBackup'
import { digestSchema } from './schemaDigest'
import { fieldsToLeaveOut } from './secretFields'
import { readTableShapes } from './tableShape'
import { writeBackup, type WriteDeps } from './writeBackup'
import { dropManifest } from './writeDbBackup'
import { writeJsonData, type JsonData } from './writeJsonBackup'

/** What making a backup needs from the platform. */
export interface BackupDeps extends ReadDeps, WriteDeps {
  readonly appVersion: string
}

/** A backup that was test-restored from the very parts given here. */
export interface MadeBackupParts {
  readonly parts: Uint8Array[]
  readonly fileName: string
  readonly manifest: Manifest
  readonly seal: string
}

function describe(
  deps: BackupDeps, source: BackupSource, request: BackupRequest, content: ContentDigest, schemaDigest: string, fieldsLeftOut: FieldName[],
): Manifest {
  const { identity, generation, changedAt } = source.head
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
    },
    schemaDigest,
    contentDigest: content.contentDigest,
    tables: content.tables,
    fieldsLeftOut,
    journalHead: source.journalHead,
  }
}

/** Restores the backup from its own bytes into a scratch database and holds it against the live book. */
async function testRestore(
  deps: BackupDeps, parts: readonly Uint8Array[], request: BackupRequest, manifest: Manifest, work: Work,
): Promise<Result<undefined, Failure>> {
  work.report({ step: 'testing', done: 0, total: 1 })
  const testing: Work = { pause: () => work.pause(), report: ({ done, total }) => work.report({ step: 'testing', done, total }) }
  const read = await readBackup(deps, parts, request.form, request.gzip, testing)
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

async function writeFrom(
  deps: BackupDeps, db: SqlDatabase, source: BackupSource, request: BackupRequest, work: Work,
): Promise<Result<Omit<MadeBackupParts, 'fileName'>, Failure>> {
  dropManifest(db)
  const leaveOut = fieldsToLeaveOut(readTableShapes(db), request.keepFields, request.leaveOutFields)
  const json = request.form === 'json' ? await writeJsonData(db, leaveOut, work) : null
  if (json && !json.ok) return json
  const data: JsonData | null = json ? json.value : null
  const digested = data ? ok(data.content) : await digestContent(db, leaveOut, work)
  if (!digested.ok) return digested
  const schemaDigest = digestSchema(db)
  // for JSON too: what cannot be emptied here could not be loaded there
  const emptied = emptySecretFields(db, leaveOut)
  if (!emptied.ok) return emptied
  const manifest = describe(deps, source, request, digested.value, schemaDigest, leaveOut)
  const written = await writeBackup(deps, db, manifest, request.form, request.gzip, work, data)
  return written.ok ? ok({ ...written.value, manifest }) : written
}

/**
 * Makes a backup of a book's snapshot: digest of the live data, left-out fields emptied, written, sealed, packed, and then
 * test-restored from its own bytes. It is good only when this returns it. Fails with `TestRestoreFailed`,
 * `SecretFieldNotEmptiable`, `NotInJson`, `Damaged` (the book itself) or `Cancelled`.
 */
export async function makeBackup(deps: BackupDeps, source: BackupSource, request: BackupRequest, work: Work): Promise<Result<MadeBackupParts, Failure>> {
  const db = deps.engine.open(source.bytes)
  let written: Awaited<ReturnType<typeof writeFrom>>
  try {
    written = await writeFrom(deps, db, source, request, work)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    return fail({ type: 'Damaged', detail: error.message })
  } finally {
    db.close()
  }
  if (!written.ok) return written
  const { parts, manifest, seal } = written.value
  const tested = await testRestore(deps, parts, request, manifest, work)
  if (!tested.ok) return tested
  const { kind, note, at, form, gzip } = request
  return ok({ parts, fileName: backupFileName({ bookName: source.head.identity.name, kind, note, at, form, gzip }), manifest, seal })
}
