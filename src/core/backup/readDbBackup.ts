import type { Failure, FailureOf } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { ROOMY_CACHE, SqlError, type SqlDatabase, type SqlEngine } from '../book/sqlEngine'
import { corruptProblem, sealProblem, type BackupProblem } from './backupProblem'
import { checkContents, type BackupReading } from './checkContents'
import { isDbSealRight } from './dbSeal'
import type { Manifest } from './manifest'
import { MANIFEST_LIMIT, readManifest, type ManifestFailure } from './readManifest'
import { MANIFEST_TABLE } from './tableShape'
import { MANIFEST_TABLE_SQL } from './writeDbBackup'

/** Whether the database says that it is a backup of ours, rightly or not. Throws `SqlError` where it cannot be read at all. */
export function hasManifest(db: SqlDatabase): boolean {
  return db.rows('SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE', [MANIFEST_TABLE]).length > 0
}

function readValue(db: SqlDatabase, name: string): string | null {
  const [row] = db.rows(`SELECT value FROM ${MANIFEST_TABLE} WHERE name = ? AND typeof(value) = 'text' AND length(value) <= ${MANIFEST_LIMIT}`, [name])
  return typeof row?.[0] === 'string' ? row[0] : null
}

/** The manifest and the seal record of a `.db` backup. The reserved table must be exactly as `writeDbBackup` makes it. */
export function readDbManifest(db: SqlDatabase): Result<{ manifest: Manifest; seal: string }, ManifestFailure> {
  try {
    const objects = db.rows('SELECT type, sql FROM sqlite_schema WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL', [MANIFEST_TABLE])
    const [object] = objects
    if (objects.length !== 1 || object?.[0] !== 'table' || object[1] !== MANIFEST_TABLE_SQL) return fail({ type: 'Damaged', detail: 'The manifest is missing.' })
    const json = readValue(db, 'manifest')
    const seal = readValue(db, 'seal')
    if (json === null || seal === null) return fail({ type: 'Damaged', detail: 'The manifest is missing.' })
    const manifest = readManifest(json)
    return manifest.ok ? ok({ manifest: manifest.value, seal }) : manifest
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}

/** What SQLite's own check says of the file's structure; constraints that records broke before they were added do not count. */
export function checkIntegrity(db: SqlDatabase): Result<undefined, FailureOf<'Damaged'>> {
  try {
    db.run(`PRAGMA ignore_check_constraints = ON; ${ROOMY_CACHE}`)
    const said = db.rows('PRAGMA integrity_check(3)').map(([line]) => String(line))
    db.run('PRAGMA ignore_check_constraints = OFF')
    return said.length === 1 && said[0] === 'ok' ? ok() : fail({ type: 'Damaged', detail: said.join('; ') })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}

async function readOpened(db: SqlDatabase, bytes: Uint8Array, work: Work): Promise<Result<BackupReading, Failure>> {
  const read = readDbManifest(db)
  if (!read.ok) return read
  const problems: BackupProblem[] = []
  if (!isDbSealRight(bytes, read.value.seal)) problems.push(sealProblem())
  work.report({ step: 'checking', done: 1, total: 2 })
  const paused = await work.pause()
  if (!paused.ok) return paused
  const integrity = checkIntegrity(db)
  if (!integrity.ok) problems.push(corruptProblem(integrity.failure.detail))
  work.report({ step: 'checking', done: 2, total: 2 })
  return checkContents(db, read.value.manifest, problems, work)
}

/**
 * Reads a `.db` backup of ours: manifest, seal over the raw bytes, SQLite's integrity check, digests. What is wrong but
 * did not stop the reading is in `problems`. The database it gives still holds the reserved
 * table (see `dropManifest`), and lives in `bytes`: nobody may use them any more.
 * Fails with `Damaged`, `NewerFormat`, `TooDeep` or `Cancelled`.
 */
export async function readDbBackup(engine: SqlEngine, bytes: Uint8Array, work: Work): Promise<Result<BackupReading, Failure>> {
  work.report({ step: 'checking', done: 0, total: 2 })
  let db: SqlDatabase
  try {
    db = engine.open(bytes, { untrusted: true, memory: 'share' })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
  let kept = false
  try {
    const read = await readOpened(db, bytes, work)
    kept = read.ok
    return read
  } finally {
    if (!kept) db.close()
  }
}
