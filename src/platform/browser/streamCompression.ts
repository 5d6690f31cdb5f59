import { DecompressionError, type Compression } from '../../core/backup/compression'
import { guardSource } from '../streams/guardSource'
import { iteratorToStream } from '../streams/iteratorToStream'
import { streamToIterator } from '../streams/streamToIterator'

/** gzip by the platform's own streams, which browsers, workers and Node have alike. */
export const streamCompression: Compression = {
  gzip: (chunks) => streamToIterator<Uint8Array>(iteratorToStream(chunks).pipeThrough(new CompressionStream('gzip'))),
  async *gunzip(chunks) {
    const source = guardSource(chunks)
    try {
      yield* streamToIterator<Uint8Array>(iteratorToStream(source.chunks).pipeThrough(new DecompressionStream('gzip')))
    } catch (error) {
      source.rethrow()
      throw new DecompressionError('The packed bytes are broken or cut short.', { cause: error })
    }
  },
}
