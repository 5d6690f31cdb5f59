import type { NotABackupHint } from '../base/failure'
import { sizeToText } from '../base/failureTexts'
import type { FileSource } from '../base/fileSource'
import type { Work } from '../base/progress'
import type { Compression } from '../backup/compression'
import { collectStream } from '../backup/readBackup'
import { UNPACKED_LIMIT } from '../backup/sealedGzip'
import type { SqlDatabase, SqlEngine } from '../book/sqlEngine'
import { detectFormat, HEAD_BYTES, type DetectedFormat } from './detectFormat'
import { canSalvage, errorFinding, failureToFinding, unpackingToFinding } from './failureToFinding'
import { gzipContents, plainContents, SourceReadError, type FileContents } from './fileContents'
import { inspectDatabase, unusable, type ContentOutcome } from './inspectDatabase'
import { inspectForeignJson, inspectOwnJson } from './inspectJson'
import type { ArchiveEntry, Inspection, Wrapper } from './inspection'
import { FILE_ALONE, type InspectRequest } from './inspectRequest'

/** What inspecting needs from the platform. */
export interface InspectDeps {
  readonly engine: SqlEngine
  readonly compression: Compression
  /** Bytes above which a file is refused unread, packed or not; 2 GiB when left out. */
  readonly limit?: number
}

/** An inspected file, with its contents open where they can be used. */
export interface InspectedFile {
  readonly inspection: Inspection
  /** The contents as a database of their own; null where they are not accepted. */
  readonly db: SqlDatabase | null
  close(): void
}

/** What `inspectFile` has come to: the contents' outcome and what only the file itself tells. */
interface Outcome extends ContentOutcome {
  readonly wrappers: readonly Wrapper[]
  readonly choices: readonly ArchiveEntry[]
  readonly hint: NotABackupHint | null
}

const plain = (outcome: ContentOutcome, hint: NotABackupHint | null = null): Outcome => ({ ...outcome, wrappers: [], choices: [], hint })

function notABackup(hint: NotABackupHint, reason: string): Outcome {
  return plain(unusable('not-a-backup', null, [errorFinding('not-a-backup', reason)]), hint)
}

async function inspectSqlite(deps: InspectDeps, contents: FileContents, work: Work): Promise<Outcome> {
  const reading = contents.read()
  if (!reading.ok) return plain(fromUnpacking(reading.failure))
  work.report({ step: 'reading', done: 0, total: contents.packedSize })
  const bytes = await collectStream(reading.value.chunks)
  const unpacked = reading.value.outcome()
  if (!unpacked.ok) return plain(fromUnpacking(unpacked.failure))
  return plain(await inspectDatabase(deps.engine, bytes, work))
}

function fromUnpacking(failure: Parameters<typeof unpackingToFinding>[0]): ContentOutcome {
  const { verdict, finding } = unpackingToFinding(failure)
  return unusable(verdict, null, [finding])
}

async function inspectContents(deps: InspectDeps, detected: DetectedFormat, contents: FileContents, work: Work): Promise<Outcome> {
  switch (detected.kind) {
    case 'sqlite': return inspectSqlite(deps, contents, work)
    case 'json': {
      if (detected.shape === 'nightsafe') return plain(await inspectOwnJson(deps.engine, contents, work))
      const outcome = await inspectForeignJson(deps.engine, contents, detected.shape, detected.byteOrderMark, work)
      return plain(outcome, outcome.verdict === 'not-a-backup' ? 'other-json' : null)
    }
    case 'age':
      return plain(unusable('needs-passphrase', null, [errorFinding('needs-passphrase', 'It is encrypted with age.')]), 'age')
    case 'gzip': return notABackup('unknown', 'It is a gzip file inside a gzip file.')
    case 'other': return notABackup(detected.hint, detected.reason)
  }
}

async function inspectGzip(deps: InspectDeps, source: FileSource, head: Uint8Array, work: Work): Promise<Outcome> {
  work.report({ step: 'unpacking', done: 0, total: source.size })
  const contents = await gzipContents(deps.compression, source, head, Math.min(deps.limit ?? UNPACKED_LIMIT, UNPACKED_LIMIT))
  if (!contents.ok) return { ...plain(fromUnpacking(contents.failure)), wrappers: ['gzip'] }
  const { head: inner, size } = contents.value
  if (size === 0) return { ...plain(unusable('not-a-backup', null, [errorFinding('empty', 'The file inside the gzip file is empty.')])), wrappers: ['gzip'] }
  const detected = detectFormat(inner, size ?? Number.MAX_SAFE_INTEGER)
  return { ...(await inspectContents(deps, detected, contents.value, work)), wrappers: ['gzip'] }
}

async function inspectSource(deps: InspectDeps, source: FileSource, work: Work): Promise<Outcome> {
  const limit = deps.limit ?? UNPACKED_LIMIT
  if (source.size === 0) return plain(unusable('not-a-backup', null, [errorFinding('empty', 'The file holds 0 bytes.')]))
  if (source.size > limit) {
    const detail = `It is ${sizeToText(source.size)}; files up to ${sizeToText(limit)} can be taken in. It was not read.`
    return plain(unusable('not-a-backup', null, [errorFinding('too-large', detail)]))
  }
  const head = await source.read(0, Math.min(HEAD_BYTES, source.size))
  if (!head.ok) throw new SourceReadError(head.failure)
  const detected = detectFormat(head.value, source.size)
  return detected.kind === 'gzip' ? inspectGzip(deps, source, head.value, work) : inspectContents(deps, detected, plainContents(source, head.value), work)
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
    outcome = await inspectSource(deps, source, work)
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
      salvageable: verdict === 'damaged' && canSalvage(findings.map(({ code }) => code)),
      choices,
    },
    db,
    close: () => db?.close(),
  }
}
