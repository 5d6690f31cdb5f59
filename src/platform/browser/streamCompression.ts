import { DecompressionError, type Compression } from '../../core/backup/compression'

/** An iterator as a stream that asks only for what is wanted. */
function iteratorToStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

/** What a stream gives, chunk by chunk (streams cannot be iterated everywhere). */
async function* streamToIterator(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let ended = false
  try {
    for (;;) {
      const next = await reader.read()
      if (next.done) break
      yield next.value
    }
    ended = true
  } finally {
    // a reader that stops early lets go of the source; an errored stream has nothing to cancel
    if (!ended) await reader.cancel().catch(() => undefined)
  }
}

/** gzip by the platform's own streams, which browsers, workers and Node have alike. */
export const streamCompression: Compression = {
  gzip: (chunks) => streamToIterator(iteratorToStream(chunks).pipeThrough(new CompressionStream('gzip'))),
  async *gunzip(chunks) {
    let sourceError: { error: unknown } | null = null
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield* chunks
      } catch (error) {
        sourceError = { error }
        throw error
      }
    }
    try {
      yield* streamToIterator(iteratorToStream(source()).pipeThrough(new DecompressionStream('gzip')))
    } catch (error) {
      // bad data and a failing source come out of the stream alike; only the first is about the data
      if (sourceError) throw (sourceError as { error: unknown }).error
      throw new DecompressionError('The packed bytes are broken or cut short.', { cause: error })
    }
  },
}
