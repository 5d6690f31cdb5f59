import { concatBytes } from '../base/bytes'
import type { Failure } from '../base/failure'
import { readFileChunks, SourceReadError } from '../base/fileChunks'
import type { FileSource } from '../base/fileSource'
import { peekChunks } from '../base/peekChunks'
import type { Work } from '../base/progress'
import { fail, type Result } from '../base/result'
import type { SqlEngine } from '../book/sqlEngine'
import type { BackupLayers } from './backupRequest'
import type { BackupReading } from './checkContents'
import type { Compression } from './compression'
import { DecryptionError, type Encryption } from './encryption'
import { readDbBackup } from './readDbBackup'
import { readJsonBackup } from './readJsonBackup'
import { openGzip, type GzipReading } from './sealedGzip'

/** What reading needs from the platform. */
export interface ReadDeps {
  readonly engine: SqlEngine
  readonly compression: Compression
  readonly encryption: Encryption
}

const GZIP_START = 64

/** Parts in memory as a stream. */
export async function* streamParts(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts
}

/** All bytes of a stream. Needs no second copy of them when `size`, their number, is known. */
export async function collectStream(chunks: AsyncIterable<Uint8Array>, size: number | null = null): Promise<Uint8Array<ArrayBuffer>> {
  if (size === null) {
    const parts: Uint8Array[] = []
    for await (const chunk of chunks) parts.push(chunk)
    return concatBytes(parts)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for await (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return at === size ? bytes : bytes.slice(0, at)
}

async function readLayers(deps: ReadDeps, file: FileSource, { form, gzip, passphrase }: BackupLayers, work: Work): Promise<Result<BackupReading, Failure>> {
  let chunks: AsyncIterable<Uint8Array> = readFileChunks(file)
  if (passphrase !== null) {
    const opened = await deps.encryption.decrypt(chunks, passphrase)
    if (!opened.ok) return opened
    chunks = opened.value
  }
  let packed: GzipReading | null = null
  if (gzip) {
    const { start, all } = await peekChunks(chunks, (start) => start.length >= GZIP_START)
    const opened = openGzip(deps.compression, start, all)
    if (!opened.ok) return opened
    packed = opened.value
    chunks = packed.chunks
  }
  const size = gzip || passphrase !== null ? null : file.size
  const read = form === 'json' ? await readJsonBackup(deps.engine, chunks, work, size ?? 0) : await readDbBackup(deps.engine, await collectStream(chunks, size), work)
  // a reader that stops early leaves the file half unpacked: then its own reason counts
  if (!read.ok && read.failure.type !== 'Damaged' && read.failure.type !== 'SealMismatch') return read
  const unpacked = packed?.outcome()
  if (!unpacked || unpacked.ok) return read
  if (read.ok) read.value.db.close()
  return fail(unpacked.failure)
}

/**
 * Reads a backup whose layers are known, as its bytes stream by, with every check that a restore makes. Failures are
 * those of `Encryption.decrypt`, `openGzip`, `readDbBackup` and `readJsonBackup`, and `FileUnreadable`.
 */
export async function readBackup(deps: ReadDeps, file: FileSource, layers: BackupLayers, work: Work): Promise<Result<BackupReading, Failure>> {
  try {
    return await readLayers(deps, file, layers, work)
  } catch (error) {
    if (error instanceof SourceReadError) return fail(error.failure)
    if (error instanceof DecryptionError) return fail({ type: 'Damaged', detail: 'The file cannot be decrypted to its end.' })
    throw error
  }
}
