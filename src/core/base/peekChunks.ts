import { concatBytes } from './bytes'

/** The beginning of a stream, and the whole of it again. */
export interface PeekedChunks {
  /** As much as was wanted, or everything there is. */
  readonly start: Uint8Array
  /** Every byte, once. */
  readonly all: AsyncIterable<Uint8Array>
}

/** Reads chunks until their beginning is enough to tell something by. */
export async function peekChunks(chunks: AsyncIterable<Uint8Array>, isEnough: (start: Uint8Array) => boolean): Promise<PeekedChunks> {
  const iterator = chunks[Symbol.asyncIterator]()
  let start: Uint8Array = new Uint8Array()
  while (!isEnough(start)) {
    const next = await iterator.next()
    if (next.done) break
    start = concatBytes([start, next.value])
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield start
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { start, all: all() }
}
