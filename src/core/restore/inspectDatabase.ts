import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { SqlError, type SqlDatabase, type SqlEngine } from '../book/sqlEngine'
import type { BackupReading } from '../backup/checkContents'
import { digestContent } from '../backup/contentDigest'
import { hasSealMark } from '../backup/dbSeal'
import type { Manifest } from '../backup/manifest'
import { checkIntegrity, hasManifest, readDbBackup, readDbManifest } from '../backup/readDbBackup'
import { checkForeignKeys, checkStructure, listNames, listTables, objectFindings, readDatabaseObjects, type DatabaseObjects } from './checkDatabase'
import { checkSqliteHeader } from './checkSqliteHeader'
import { errorFinding, failureToFinding, problemToFinding } from './failureToFinding'
import { rebuildAsUtf8 } from './rebuildAsUtf8'
import type { FileFormat, FileTable, FileVerdict, Finding } from './inspection'

/** What the contents of a file turned out to be. `db` is open only where the contents can be used. */
export interface ContentOutcome {
  readonly verdict: FileVerdict
  readonly format: FileFormat | null
  readonly manifest: Manifest | null
  readonly contentDigest: string | null
  readonly tables: readonly FileTable[]
  readonly objects: DatabaseObjects
  readonly findings: readonly Finding[]
  readonly db: SqlDatabase | null
}

export const NO_OBJECTS: DatabaseObjects = { virtualTables: [], views: [], triggers: [], reservedNames: [] }

/** An outcome of contents of which nothing can be used. */
export function unusable(verdict: FileVerdict, format: FileFormat | null, findings: readonly Finding[]): ContentOutcome {
  return { verdict, format, manifest: null, contentDigest: null, tables: [], objects: NO_OBJECTS, findings, db: null }
}

/** The outcome of a failure while reading contents of a known format. */
export function failedOutcome(failure: Failure, format: FileFormat, before: readonly Finding[] = []): ContentOutcome {
  const { verdict, finding } = failureToFinding(failure)
  return unusable(verdict, format, [...before, finding])
}

const isBad = (findings: readonly Finding[]) => findings.some((finding) => finding.severity === 'error')

/** Takes over what a reader of our own formats found; closes the database where the backup is not what it says. */
export function readingToOutcome(reading: BackupReading, format: FileFormat, before: readonly Finding[]): ContentOutcome {
  const { db, manifest } = reading
  const findings = [...before, ...reading.problems.map(problemToFinding)]
  const objects = readDatabaseObjects(db)
  if (!isBad(findings)) findings.push(...checkForeignKeys(db))
  if (manifest.fieldsLeftOut.length > 0) {
    const names = manifest.fieldsLeftOut.map(({ table, field }) => `${table}.${field}`)
    findings.push({ code: 'fields-left-out', severity: 'info', detail: `Left out when the backup was made: ${listNames(names)}.` })
  }
  if (manifest.salvaged) findings.push({ code: 'salvaged', severity: 'warning', detail: 'The records were read out of a damaged file. Some may be missing.' })
  const bad = isBad(findings)
  if (bad) db.close()
  return {
    verdict: bad ? 'damaged' : 'own-backup',
    format,
    manifest,
    contentDigest: reading.contentDigest,
    tables: listTables(reading.tables, objects),
    objects,
    findings,
    db: bad ? null : db,
  }
}

/** The database of a backup whose description this app does not know: sound enough to be looked into, never restored. */
function openReadable(engine: SqlEngine, bytes: Uint8Array): SqlDatabase | null {
  const db = engine.open(bytes, { untrusted: true })
  if (checkIntegrity(db).ok) return db
  db.close()
  return null
}

/** Whether the backup's own description can be read, whatever else is wrong with the file. */
function hasReadableManifest(engine: SqlEngine, bytes: Uint8Array): boolean {
  const db = engine.open(bytes, { untrusted: true })
  try {
    return readDbManifest(db).ok
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  } finally {
    db.close()
  }
}

async function inspectOwn(engine: SqlEngine, bytes: Uint8Array, header: readonly Finding[], work: Work): Promise<ContentOutcome> {
  const read = await readDbBackup(engine, bytes, work)
  if (read.ok) return readingToOutcome(read.value, 'nightsafe-db', header)
  const { verdict, finding } = failureToFinding(read.failure)
  if (read.failure.type === 'NewerFormat') return { ...unusable(verdict, 'nightsafe-db', [...header, finding]), db: openReadable(engine, bytes) }
  const code = finding.code === 'corrupt' && !isBad(header) && !hasReadableManifest(engine, bytes) ? 'manifest-unreadable' : finding.code
  return unusable(verdict, 'nightsafe-db', [...header, { ...finding, code }])
}

async function inspectForeign(engine: SqlEngine, opened: SqlDatabase, header: readonly Finding[], work: Work): Promise<ContentOutcome> {
  const findings = [...header]
  let db = opened
  work.report({ step: 'checking', done: 0, total: 1 })
  if (!isBad(findings)) findings.push(...checkStructure(db))
  const objects = readDatabaseObjects(db)
  const tooLarge = findings.some((finding) => finding.code === 'too-large')
  if (isBad(findings)) return { ...unusable(tooLarge ? 'not-a-backup' : 'damaged', 'sqlite', findings), tables: listTables([], objects), objects }
  findings.push(...checkForeignKeys(db), ...objectFindings(objects))
  // keys sort by their bytes, and a book is UTF-8: what is digested must be what will be kept
  if (db.rows('PRAGMA encoding')[0]?.[0] !== 'UTF-8' && objects.virtualTables.length === 0) {
    const rebuilt = await rebuildAsUtf8(engine, db, work)
    if (!rebuilt.ok) return failedOutcome(rebuilt.failure, 'sqlite', findings)
    db = rebuilt.value
  }
  const digest = await digestContent(db, [], work)
  if (!digest.ok) return failedOutcome(digest.failure, 'sqlite', findings)
  const tables = listTables(digest.value.tables, objects)
  if (tables.length === 0) findings.push({ code: 'no-tables', severity: 'warning', detail: 'The database is empty: it has no tables and no views.' })
  return { verdict: 'foreign-sqlite', format: 'sqlite', manifest: null, contentDigest: digest.value.contentDigest, tables, objects, findings, db }
}

/** SQLite goes looking for a log when the header asks for one; the copy that is opened asks for none. */
function withoutWalFlag(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy[18] = 1
  copy[19] = 1
  return copy
}

/**
 * Checks an SQLite file, in the order header, structure, references, schema, manifest, seal and digests. Nothing in
 * the file runs: no view, no trigger, no function of the app.
 */
export async function inspectDatabase(engine: SqlEngine, bytes: Uint8Array, work: Work): Promise<ContentOutcome> {
  const { header, findings } = checkSqliteHeader(bytes, bytes.length)
  if (!header) return unusable('damaged', 'sqlite', findings)
  const db = engine.open(header.wal ? withoutWalFlag(bytes) : bytes, { untrusted: true, memory: 'share' })
  let own = false
  let kept = false
  try {
    own = hasManifest(db)
    if (!own && hasSealMark(bytes)) {
      const detail = 'It carries the seal of a backup, but the description that belongs to it cannot be found.'
      return unusable('damaged', 'nightsafe-db', [...findings, errorFinding('manifest-unreadable', detail)])
    }
    if (!own) {
      const outcome = await inspectForeign(engine, db, findings, work)
      kept = outcome.db === db
      return outcome
    }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    return failedOutcome({ type: 'Damaged', detail: error.message }, 'sqlite', findings)
  } finally {
    if (!kept) db.close()
  }
  return inspectOwn(engine, bytes, findings, work)
}
