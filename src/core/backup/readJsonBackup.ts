import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { SqlError, type SqlDatabase, type SqlEngine } from '../book/sqlEngine'
import { sealProblem } from './backupProblem'
import { checkContents, type BackupReading } from './checkContents'
import { createJsonLayout, type JsonLayout } from './jsonLayout'
import { createJsonLoader } from './jsonLoader'
import { createSealCheck, type SealOutcome } from './createSealCheck'
import { createLineSplitter } from './splitLines'
import { JSON_START } from './writeJsonBackup'

/**
 * Bytes of database for each byte of JSON, indexes included: what nearly all books need at most. What is not needed is
 * never touched, so it costs nothing; a file that outgrows its room is in memory twice while it moves.
 */
const ROOM = 2

type Splitter = ReturnType<typeof createLineSplitter>

function readChunk(layout: JsonLayout, splitter: Splitter, chunk: Uint8Array): Result<undefined, Failure> {
  const lines = splitter.feed(chunk)
  if (lines === null) return fail({ type: 'Damaged', detail: 'The file is not UTF-8 text in lines.' })
  try {
    return layout.readLines(lines)
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: `SQLite does not take what the file says: ${error.message}` })
    throw error
  }
}

/** The failure of a file that could not be read to its end; the seal tells whether it was changed after it was written. */
function refusal(failure: Failure, seal: SealOutcome): Failure {
  if (failure.type !== 'Damaged') return failure
  if (seal.found === null) return { type: 'Damaged', detail: 'The file does not end as a backup does: its end is missing, or something was added.' }
  return seal.right ? failure : { type: 'SealMismatch' }
}

/** Reads all chunks, past the first failure too, because the seal stands at the end. */
async function readAll(
  layout: JsonLayout, chunks: AsyncIterable<Uint8Array>, work: Work, total: number,
): Promise<Result<{ outcome: Result<undefined, Failure>; seal: SealOutcome }, Failure>> {
  const check = createSealCheck()
  const splitter = createLineSplitter()
  let outcome: Result<undefined, Failure> = ok()
  let done = 0
  for await (const chunk of chunks) {
    check.update(chunk)
    if (outcome.ok) outcome = readChunk(layout, splitter, chunk)
    if (!outcome.ok && outcome.failure.type !== 'Damaged') break
    done += chunk.length
    work.report({ step: 'reading', done, total })
    const paused = await work.pause()
    if (!paused.ok) return paused
  }
  if (outcome.ok && (!layout.isComplete() || splitter.rest() > 0)) {
    // a whole document in one line was laid out anew
    outcome = splitter.lines() === 0 && done > JSON_START.length ? fail({ type: 'SealMismatch' }) : fail({ type: 'Damaged', detail: 'The file ends too early.' })
  }
  return ok({ outcome, seal: check.finish() })
}

/**
 * Reads a JSON backup of ours (never laid out otherwise) into a fresh database, as its bytes stream by; `total` is
 * their number, 0 = not known. Only the seal and the digests may be wrong in what it gives; `problems` says so. Fails
 * with `NewerFormat`, `SealMismatch` (changed or laid out anew and no longer readable), `Damaged`, `TooDeep` or `Cancelled`.
 */
export async function readJsonBackup(
  engine: SqlEngine, chunks: AsyncIterable<Uint8Array>, work: Work, total = 0,
): Promise<Result<BackupReading, Failure>> {
  const db: SqlDatabase = engine.open(null, { untrusted: true, room: Math.ceil(total * ROOM) })
  let kept = false
  try {
    const layout = createJsonLayout((manifest) => createJsonLoader(db, manifest.fieldsLeftOut))
    const read = await readAll(layout, chunks, work, total)
    if (!read.ok) return read
    const { outcome, seal } = read.value
    if (!outcome.ok) return fail(refusal(outcome.failure, seal))
    const manifest = layout.manifest()
    if (!manifest) return fail({ type: 'Damaged', detail: 'The manifest is missing.' })
    const checked = await checkContents(db, manifest, seal.right ? [] : [sealProblem()], work)
    kept = checked.ok
    return checked
  } finally {
    if (!kept) db.close()
  }
}
