import type { Failure, NotABackupHint } from '../base/failure'
import { sizeToText } from '../base/failureTexts'
import type { FileSource } from '../base/fileSource'
import type { Work } from '../base/progress'
import { UNPACKED_LIMIT } from '../backup/sealedGzip'
import type { SqlDatabase, SqlEngine } from '../book/sqlEngine'
import { HEAD_BYTES, type DetectedFormat } from './detectFormat'
import { canSalvage, errorFinding, failureToFinding } from './failureToFinding'
import { plainContents, SourceReadError, type FileContents } from './fileContents'
import { inspectTables } from './foreign/inspectTables'
import { unusable, type ContentOutcome } from './inspectDatabase'
import { inspectForeignJson, inspectOwnJson } from './inspectJson'
import type { ArchiveEntry, Inspection, Wrapper } from './inspection'
import { FILE_ALONE, type InspectRequest } from './inspectRequest'
import { inspectSqlite, walNotApplied } from './inspectSqlite'
import { unwrapFile, type UnwrapDeps } from './unwrap/unwrapFile'

/** What inspecting needs from the platform. */
export interface InspectDeps extends UnwrapDeps {
  readonly engine: SqlEngine
}

/** An inspected file, with its contents open where they can be used. */
export interface InspectedFile {
  readonly inspection: Inspection
  /** The contents as a database of their own; null where they are not accepted. A `.db` backup of a newer app can be looked into. */
  readonly db: SqlDatabase | null
  /** Why it could not be unlocked, where that is why it is not accepted. */
  readonly locked?: Failure
  close(): void
}

/** What `inspectFile` has come to: the contents' outcome and what only the file itself tells. */
interface Outcome extends ContentOutcome {
  readonly wrappers: readonly Wrapper[]
  readonly choices: readonly ArchiveEntry[]
  readonly hint: NotABackupHint | null
  readonly locked?: Failure
}

const plain = (outcome: ContentOutcome, hint: NotABackupHint | null = null): Outcome => ({ ...outcome, wrappers: [], choices: [], hint })

function notABackup(hint: NotABackupHint, reason: string): Outcome {
  return plain(unusable('not-a-backup', null, [errorFinding('not-a-backup', reason)]), hint)
}

async function inspectContents(
  deps: InspectDeps, detected: DetectedFormat, contents: FileContents, wal: FileContents | null, fileName: string, work: Work,
): Promise<Outcome> {
  switch (detected.kind) {
    case 'sqlite': return plain(await inspectSqlite(deps.engine, contents, wal, deps.limit ?? UNPACKED_LIMIT, work))
    case 'json': {
      if (detected.shape === 'nightsafe') return plain(await inspectOwnJson(deps.engine, contents, work))
      const outcome = await inspectForeignJson(deps.engine, contents, detected.shape, detected.byteOrderMark, work)
      return plain(outcome, outcome.verdict === 'not-a-backup' ? 'other-json' : null)
    }
    case 'csv':
    case 'sql-dump':
    case 'workbook': {
      const { outcome, hint } = await inspectTables(deps, detected, contents, fileName, work)
      return plain(outcome, hint)
    }
    // these were taken off already, where they stood in their place
    case 'age': return notABackup('age', 'It is an encrypted file inside another file. Unpack it, then choose the encrypted file.')
    case 'gzip': return notABackup('unknown', 'It is a gzip file inside a gzip file.')
    case 'other': return notABackup(detected.hint, detected.reason)
  }
}

const NOT_SQLITE = 'It belongs to an SQLite database, which this file is not.'

async function inspectSource(deps: InspectDeps, source: FileSource, work: Work, request: InspectRequest): Promise<Outcome> {
  const limit = deps.limit ?? UNPACKED_LIMIT
  if (source.size === 0) return plain(unusable('not-a-backup', null, [errorFinding('empty', 'The file holds 0 bytes.')]))
  if (source.size > limit) {
    const detail = `It is ${sizeToText(source.size)}; files up to ${sizeToText(limit)} can be taken in. It was not read.`
    return plain(unusable('not-a-backup', null, [errorFinding('too-large', detail)]))
  }
  const head = await source.read(0, Math.min(HEAD_BYTES, source.size))
  if (!head.ok) throw new SourceReadError(head.failure)
  const inside = await unwrapFile(deps, plainContents(source, head.value), work, request)
  if (inside.kind === 'refused') {
    const { verdict, finding, wrappers, hint, choices } = inside
    return { ...plain(unusable(verdict, null, [finding]), hint), wrappers, choices, ...(inside.locked ? { locked: inside.locked } : {}) }
  }
  const { detected, contents, wrappers } = inside
  const wal = request.wal ? plainContents(request.wal, new Uint8Array()) : inside.wal
  const outcome = await inspectContents(deps, detected, contents, wal, inside.name ?? source.name, work)
  const findings = [...outcome.findings, ...inside.findings, ...(wal && detected.kind !== 'sqlite' ? [walNotApplied(NOT_SQLITE)] : [])]
  return { ...outcome, findings, wrappers }
}

/**
 * A hostile file can make the engine trap or run out of memory; that is an answer about the file. Everything else that
 * throws is a bug of ours.
 */
function trapToOutcome(error: unknown): Outcome {
  if (error instanceof SourceReadError) {
    const { verdict, finding } = failureToFinding(error.failure)
    return plain(unusable(verdict, null, [finding]))
  }
  if (error instanceof Error && (error.name === 'RuntimeError' || error.name === 'RangeError')) {
    return plain(unusable('damaged', null, [errorFinding('corrupt', `The database engine gave up on the file: ${error.message}`)]))
  }
  throw error
}

/**
 * Tells what a file is, without changing anything and without trusting it: by its content, never by its name. Whatever
 * is wrong is in the inspection; bad input never throws. Close it when done.
 */
export async function inspectFile(deps: InspectDeps, source: FileSource, work: Work, request: InspectRequest = FILE_ALONE): Promise<InspectedFile> {
  let outcome: Outcome
  try {
    outcome = await inspectSource(deps, source, work, request)
  } catch (error) {
    outcome = trapToOutcome(error)
  }
  const { verdict, format, wrappers, choices, manifest, contentDigest, tables, objects, findings, hint, db } = outcome
  return {
    inspection: {
      fileName: source.name,
      fileSize: source.size,
      verdict,
      format,
      wrappers,
      manifest,
      contentDigest,
      tables,
      views: objects.views,
      triggers: objects.triggers,
      findings,
      hint,
      salvageable: verdict === 'damaged' && canSalvage(format, findings.map(({ code }) => code)),
      choices,
    },
    db,
    ...(outcome.locked ? { locked: outcome.locked } : {}),
    close: () => db?.close(),
  }
}
