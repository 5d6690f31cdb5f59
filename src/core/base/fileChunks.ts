import type { FailureOf } from './failure'
import type { FileSource } from './fileSource'

const CHUNK = 1024 * 1024

/** A read that failed in the middle of a stream; caught where the stream was begun. */
export class SourceReadError extends Error {
  override readonly name = 'SourceReadError'
  constructor(readonly failure: FailureOf<'FileUnreadable'>) {
    super(failure.reason)
  }
}

/** The file's bytes in order. Throws `SourceReadError`, also when the file became shorter than it was. */
export async function* readFileChunks(source: FileSource): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < source.size; ) {
    const read = await source.read(at, Math.min(at + CHUNK, source.size))
    if (!read.ok) throw new SourceReadError(read.failure)
    if (read.value.length === 0) throw new SourceReadError({ type: 'FileUnreadable', reason: 'The file became shorter while it was read.' })
    at += read.value.length
    yield read.value
  }
}
