import { concatBytes } from '../base/bytes'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, type Result } from '../base/result'
import type { SqlEngine } from '../book/sqlEngine'
import type { BackupReading } from './checkContents'
import type { Compression } from './compression'
import type { BackupForm } from './manifest'
import { readDbBackup } from './readDbBackup'
import { readJsonBackup } from './readJsonBackup'
import { openGzip, type GzipReading } from './sealedGzip'

/** What reading needs from the platform. */
export interface ReadDeps {
  readonly engine: SqlEngine
  readonly compression: Compression
}

/** Parts in memory as a stream. */
export async function* streamParts(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts
}

/** All bytes of a stream. */
export async function collectStream(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return concatBytes(parts)
}

/**
 * Reads a backup whose form is known, from its bytes in memory, with every check that a restore makes. Failures are
 * those of `readDbBackup`, `readJsonBackup` and `openGzip`.
 */
export async function readBackup(deps: ReadDeps, parts: readonly Uint8Array[], form: BackupForm, gzip: boolean, work: Work): Promise<Result<BackupReading, Failure>> {
  let packed: GzipReading | null = null
  if (gzip) {
    const opened = openGzip(deps.compression, parts[0] ?? new Uint8Array(), streamParts(parts))
    if (!opened.ok) return opened
    packed = opened.value
  }
  const chunks = packed?.chunks ?? streamParts(parts)
  const only = !packed && parts.length === 1 ? parts[0] : undefined
  const read = form === 'json' ? await readJsonBackup(deps.engine, chunks, work) : await readDbBackup(deps.engine, only ?? (await collectStream(chunks)), work)
  // a reader that stops early leaves the file half unpacked: then its own reason counts
  if (!read.ok && read.failure.type !== 'Damaged' && read.failure.type !== 'SealMismatch') return read
  const unpacked = packed?.outcome()
  if (!unpacked || unpacked.ok) return read
  if (read.ok) read.value.db.close()
  return fail(unpacked.failure)
}
