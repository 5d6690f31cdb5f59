import { bytesToText, concatBytes } from '../base/bytes'
import type { Work } from '../base/progress'
import { readJsonBackup } from '../backup/readJsonBackup'
import type { SqlDatabase, SqlEngine } from '../book/sqlEngine'
import { errorFinding } from './failureToFinding'
import type { FileContents } from './fileContents'
import { inspectForeignTables, repeatReading, unpackingOutcome } from './foreign/inspectForeign'
import { jsonSource } from './foreign/jsonSource'
import type { JsonTablesShape } from './foreign/jsonTablesReader'
import { failedOutcome, readingToOutcome, unusable, type ContentOutcome } from './inspectDatabase'
import type { FileFormat, Finding } from './inspection'

const TAIL = 4096

/** Passes chunks on and remembers the last bytes that went by. */
function rememberTail(chunks: AsyncIterable<Uint8Array>): { chunks: AsyncIterable<Uint8Array>; tail(): string } {
  let tail: Uint8Array = new Uint8Array()
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      tail = chunk.length >= TAIL ? chunk.subarray(-TAIL) : concatBytes([tail, chunk]).subarray(-TAIL)
      yield chunk
    }
  }
  return {
    chunks: watched(),
    // the cut may split a character: the seal itself is plain ASCII
    tail: () => bytesToText(tail) ?? String.fromCharCode(...tail),
  }
}

/** What the end of a JSON backup says about why it could not be read: cut off, added to, laid out anew, or neither. */
function checkTail(tail: string): Finding | null {
  if (/\n"seal":"[0-9a-f]{64}"\}\n$/.test(tail)) return null
  if (/\n"seal":"[0-9a-f]{64}"\}\n/.test(tail)) return errorFinding('trailing-bytes', 'Something follows the end of the backup.')
  if (/"seal"\s*:\s*"[0-9a-f]{64}"\s*\}\s*$/.test(tail)) {
    return errorFinding('seal-mismatch', 'The file was laid out anew by another program, so its seal cannot be right.')
  }
  return errorFinding('truncated', 'The end of the backup, with its seal, is missing.')
}

/**
 * The records of a backup whose format this app does not know, as far as its lines look like ours: to be looked into and
 * written out, never restored. Null where nothing can be read.
 */
async function openReadable(engine: SqlEngine, contents: FileContents, work: Work): Promise<SqlDatabase | null> {
  const { salvageOwnJson } = await import('./salvage/salvageOwnJson')
  const again = contents.read()
  if (!again.ok) return null
  const parts: Uint8Array[] = []
  for await (const chunk of again.value.chunks) parts.push(chunk)
  if (!again.value.outcome().ok) return null
  const read = await salvageOwnJson(engine, concatBytes(parts), work)
  return read.ok ? engine.open(read.value.bytes, { untrusted: true }) : null
}

/** Reads a JSON backup of ours as it streams by. */
export async function inspectOwnJson(engine: SqlEngine, contents: FileContents, work: Work): Promise<ContentOutcome> {
  const reading = contents.read()
  if (!reading.ok) return unpackingOutcome(reading.failure)
  const { chunks, tail } = rememberTail(reading.value.chunks)
  const read = await readJsonBackup(engine, chunks, work, contents.size ?? 0)
  const unpacked = reading.value.outcome()
  if (!unpacked.ok) {
    if (read.ok) read.value.db.close()
    return unpackingOutcome(unpacked.failure)
  }
  if (read.ok) return readingToOutcome(read.value, 'nightsafe-json', [])
  const atTheEnd = read.failure.type === 'Damaged' ? checkTail(tail()) : null
  if (atTheEnd) return unusable('damaged', 'nightsafe-json', [atTheEnd])
  const failed = failedOutcome(read.failure, 'nightsafe-json')
  return read.failure.type === 'NewerFormat' ? { ...failed, db: await openReadable(engine, contents, work) } : failed
}

/** The formats of JSON documents of other programs. */
const FORMATS: Record<JsonTablesShape, FileFormat> = { 'budget-manager': 'budget-manager-json', ff2api: 'ff2api-json', tables: 'json-tables' }

/** Reads another program's JSON tables into a database of their own. */
export async function inspectForeignJson(
  engine: SqlEngine, contents: FileContents, shape: JsonTablesShape, byteOrderMark: boolean, work: Work,
): Promise<ContentOutcome> {
  const reading = repeatReading(contents, byteOrderMark)
  if (!('open' in reading)) return reading
  const source = jsonSource(shape, () => reading.open(), contents.size ?? 0)
  const kind = { verdict: 'foreign-json', format: FORMATS[shape], otherwise: 'It is JSON, but no backup that is known here.' } as const
  return inspectForeignTables(engine, source, kind, () => reading.failed(), work)
}
