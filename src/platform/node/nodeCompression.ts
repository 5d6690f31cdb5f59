import { Readable, type Transform } from 'node:stream'
import { crc32, createGunzip, createGzip } from 'node:zlib'
import { DecompressionError, type Compression } from '../../core/backup/compression'

/** zlib's codes for packed data that is broken or ends too early. */
const BAD_DATA = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_STREAM_ERROR', 'Z_NEED_DICT'])
const TRAILER = 8

/** What went into a stream: a failure of the source itself, and the last bytes that passed. */
interface Seen {
  failure: Error | undefined
  tail: Uint8Array
}

async function* watch(chunks: AsyncIterable<Uint8Array>, seen: Seen): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) {
      seen.tail = chunk.length >= TRAILER ? chunk.slice(-TRAILER) : Buffer.concat([seen.tail, chunk]).subarray(-TRAILER)
      yield chunk
    }
  } catch (error) {
    seen.failure = error instanceof Error ? error : new Error(String(error))
    throw error
  }
}

async function* through(chunks: AsyncIterable<Uint8Array>, transform: Transform, seen: Seen): AsyncGenerator<Uint8Array> {
  const source = Readable.from(watch(chunks, seen), { objectMode: true, highWaterMark: 1 })
  source.on('error', (error) => transform.destroy(error))
  source.pipe(transform)
  try {
    for await (const chunk of transform) yield new Uint8Array(chunk as Uint8Array)
  } catch (error) {
    if (seen.failure !== undefined) throw seen.failure
    if (error instanceof Error && 'code' in error && BAD_DATA.has(String(error.code))) throw new DecompressionError(error.message)
    throw error
  } finally {
    transform.destroy()
    source.destroy()
  }
}

/**
 * Node goes on with a second member and past trailing bytes, browsers do not. Holding everything that came out against
 * the very last eight bytes (checksum and length, RFC 1952) makes both alike.
 */
async function* gunzipOne(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const seen: Seen = { failure: undefined, tail: new Uint8Array() }
  let sum = 0
  let length = 0
  for await (const chunk of through(chunks, createGunzip(), seen)) {
    sum = crc32(chunk, sum)
    length = (length + chunk.length) % 2 ** 32
    yield chunk
  }
  const trailer = new DataView(seen.tail.buffer, seen.tail.byteOffset, seen.tail.length)
  if (seen.tail.length < TRAILER || trailer.getUint32(0, true) !== sum || trailer.getUint32(4, true) !== length) {
    throw new DecompressionError('The packed file does not end with its one member.')
  }
}

/** gzip by Node's zlib; files of several members are refused. */
export const nodeCompression: Compression = {
  gzip: (chunks) => through(chunks, createGzip(), { failure: undefined, tail: new Uint8Array() }),
  gunzip: gunzipOne,
}
