import { Readable, type Transform } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { DecompressionError, type Compression } from '../../core/backup/compression'

/** zlib's codes for packed data that is broken or ends too early. */
const BAD_DATA = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_STREAM_ERROR', 'Z_NEED_DICT'])

/** A failure of the source itself, so that it can be told from one of the unpacking. */
async function* remember(chunks: AsyncIterable<Uint8Array>, failures: unknown[]): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    failures.push(error)
    throw error
  }
}

async function* through(chunks: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  const failures: unknown[] = []
  const source = Readable.from(remember(chunks, failures), { objectMode: true, highWaterMark: 1 })
  source.on('error', (error) => transform.destroy(error))
  source.pipe(transform)
  try {
    for await (const chunk of transform) yield new Uint8Array(chunk as Uint8Array)
  } catch (error) {
    if (failures.length > 0) throw failures[0]
    if (error instanceof Error && 'code' in error && BAD_DATA.has(String(error.code))) throw new DecompressionError(error.message)
    throw error
  } finally {
    transform.destroy()
    source.destroy()
  }
}

/** gzip by Node's zlib. */
export const nodeCompression: Compression = {
  gzip: (chunks) => through(chunks, createGzip()),
  gunzip: (chunks) => through(chunks, createGunzip()),
}
