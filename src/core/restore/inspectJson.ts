import { bytesToText, concatBytes } from '../base/bytes'
import type { Work } from '../base/progress'
import { digestContent } from '../backup/contentDigest'
import { readJsonBackup } from '../backup/readJsonBackup'
import type { SqlEngine } from '../book/sqlEngine'
import { readBudgetManager } from './budgetManager/readBudgetManager'
import { listTables } from './checkDatabase'
import { errorFinding, failureToFinding, unpackingToFinding } from './failureToFinding'
import type { ContentReading, FileContents } from './fileContents'
import { failedOutcome, NO_OBJECTS, readingToOutcome, unusable, type ContentOutcome } from './inspectDatabase'
import type { Finding } from './inspection'

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
  return failedOutcome(read.failure, 'nightsafe-json')
}

function unpackingOutcome(failure: Parameters<typeof unpackingToFinding>[0]): ContentOutcome {
  const { verdict, finding } = unpackingToFinding(failure)
  return unusable(verdict, null, [finding])
}

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let skip = 3
  for await (const chunk of chunks) {
    const skipped = Math.min(skip, chunk.length)
    skip -= skipped
    yield chunk.subarray(skipped)
  }
}

/** Reads the budget manager's JSON into a database of its own. */
export async function inspectForeignJson(engine: SqlEngine, contents: FileContents, byteOrderMark: boolean, work: Work): Promise<ContentOutcome> {
  const readings: ContentReading[] = []
  let next = contents.read()
  if (!next.ok) return unpackingOutcome(next.failure)
  const open = (): AsyncIterable<Uint8Array> => {
    if (!next.ok) throw new TypeError('a header that was read once can be read again')
    const reading = next.value
    readings.push(reading)
    next = contents.read()
    return byteOrderMark ? withoutMark(reading.chunks) : reading.chunks
  }
  const read = await readBudgetManager(engine, open, work)
  for (const reading of readings) {
    const unpacked = reading.outcome()
    if (unpacked.ok) continue
    if (read.kind === 'read') read.db.close()
    return unpackingOutcome(unpacked.failure)
  }
  switch (read.kind) {
    case 'other-shape': return unusable('not-a-backup', null, [errorFinding('not-a-backup', `It is JSON, but no backup that is known here. ${read.reason}`)])
    case 'refused': return unusable('not-a-backup', null, [read.finding])
    case 'damaged': return unusable('damaged', 'budget-manager-json', [read.finding])
    case 'cancelled': return unusable('not-a-backup', null, [failureToFinding(read.failure).finding])
    case 'read': break
  }
  const digest = await digestContent(read.db, [], work)
  if (!digest.ok) {
    read.db.close()
    return failedOutcome(digest.failure, 'budget-manager-json')
  }
  return {
    verdict: 'foreign-json',
    format: 'budget-manager-json',
    manifest: null,
    contentDigest: digest.value.contentDigest,
    tables: listTables(digest.value.tables, NO_OBJECTS),
    objects: NO_OBJECTS,
    findings: read.findings,
    db: read.db,
  }
}
