import { concatBytes } from '../base/bytes'
import type { Failure } from '../base/failure'
import { readFileChunks } from '../base/fileChunks'
import type { FileSource } from '../base/fileSource'
import { fail, ok, type Result } from '../base/result'
import type { Compression } from '../backup/compression'
import { openGzip } from '../backup/sealedGzip'
import { HEAD_BYTES } from './detectFormat'

export { readFileChunks, SourceReadError } from '../base/fileChunks'

/** One reading of the contents from the beginning. Ask `outcome` after the chunks ended. */
export interface ContentReading {
  readonly chunks: AsyncIterable<Uint8Array>
  /** What unpacking came to; good when the reader stopped early for reasons of its own. */
  outcome(): Result<undefined, Failure>
}

/** What is inside a file, without its wrapper. */
export interface FileContents {
  readonly head: Uint8Array
  /** Bytes; null when packed, and so not known before the end. */
  readonly size: number | null
  /** Bytes of the file itself. */
  readonly packedSize: number
  read(): Result<ContentReading, Failure>
}

/** A plain file: its contents are its bytes. */
export function plainContents(source: FileSource, head: Uint8Array): FileContents {
  return {
    head,
    size: source.size,
    packedSize: source.size,
    read: () => ok({ chunks: readFileChunks(source), outcome: () => ok() }),
  }
}

async function firstBytes(chunks: AsyncIterable<Uint8Array>, wanted: number): Promise<{ bytes: Uint8Array; ended: boolean }> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length >= wanted) return { bytes: concatBytes(parts).subarray(0, wanted), ended: false }
  }
  return { bytes: concatBytes(parts), ended: true }
}

/** A gzip file: looks into it, with caps on what comes out. Fails with `Damaged`, `SealMismatch`, `DecompressionTooLarge`. */
export async function gzipContents(compression: Compression, source: FileSource, head: Uint8Array, limit: number): Promise<Result<FileContents, Failure>> {
  const read = (): Result<ContentReading, Failure> => {
    const gzip = openGzip(compression, head, readFileChunks(source), limit)
    if (!gzip.ok) return gzip
    let ended = false
    async function* watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      yield* chunks
      ended = true
    }
    return ok({ chunks: watched(gzip.value.chunks), outcome: () => (ended ? gzip.value.outcome() : ok()) })
  }
  const peek = read()
  if (!peek.ok) return peek
  const { bytes, ended } = await firstBytes(peek.value.chunks, HEAD_BYTES)
  const outcome = peek.value.outcome()
  if (!outcome.ok && bytes.length === 0) return fail(outcome.failure)
  return ok({ head: bytes, size: ended && outcome.ok ? bytes.length : null, packedSize: source.size, read })
}
