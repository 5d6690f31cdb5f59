import { concatBytes } from '../base/bytes'
import type { Failure } from '../base/failure'
import { readFileChunks } from '../base/fileChunks'
import type { FileSource } from '../base/fileSource'
import { fail, ok, type Result } from '../base/result'
import { HEAD_BYTES } from './detectFormat'

export { readFileChunks, SourceReadError } from '../base/fileChunks'

/** One reading of the contents from the beginning. Ask `outcome` after the chunks ended. */
export interface ContentReading {
  readonly chunks: AsyncIterable<Uint8Array>
  /** What unwrapping came to; good when the reader stopped early for reasons of its own. */
  outcome(): Result<undefined, Failure>
}

/** What is inside a file, without its wrapper. */
export interface FileContents {
  readonly head: Uint8Array
  /** Bytes; null when wrapped, and so not known before the end. */
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
    if (length >= wanted) return { bytes: concatBytes(parts).slice(0, wanted), ended: false }
  }
  return { bytes: concatBytes(parts), ended: true }
}

/** How one wrapper is opened as its bytes stream by: the chunks end early at the first failure, which `outcome` then tells. */
export type OpenWrapper = (chunks: AsyncIterable<Uint8Array>) => Result<ContentReading, Failure>

/**
 * The contents of a wrapper that is itself the contents of something. Looks into it at once: fails with what the wrapper
 * fails with before it gave a single byte. The outermost wrapper that is broken tells why.
 */
export async function peelContents(outer: FileContents, open: OpenWrapper): Promise<Result<FileContents, Failure>> {
  const read = (): Result<ContentReading, Failure> => {
    const around = outer.read()
    if (!around.ok) return around
    const inner = open(around.value.chunks)
    if (!inner.ok) return inner
    let ended = false
    async function* watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      yield* chunks
      ended = true
    }
    return ok({
      chunks: watched(inner.value.chunks),
      outcome() {
        const outside = around.value.outcome()
        if (!outside.ok) return outside
        return ended ? inner.value.outcome() : ok()
      },
    })
  }
  const peek = read()
  if (!peek.ok) return peek
  const { bytes, ended } = await firstBytes(peek.value.chunks, HEAD_BYTES)
  const outcome = peek.value.outcome()
  if (!outcome.ok && bytes.length === 0) return fail(outcome.failure)
  return ok({ head: bytes, size: ended && outcome.ok ? bytes.length : null, packedSize: outer.packedSize, read })
}

/** All bytes of the contents, or why they cannot be had. */
export async function collectContents(contents: FileContents): Promise<Result<Uint8Array<ArrayBuffer>, Failure>> {
  const reading = contents.read()
  if (!reading.ok) return reading
  const parts: Uint8Array[] = []
  for await (const chunk of reading.value.chunks) parts.push(chunk)
  const outcome = reading.value.outcome()
  return outcome.ok ? ok(concatBytes(parts)) : outcome
}
