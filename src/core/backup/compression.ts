/** Packed bytes that cannot be unpacked (broken or cut short). The only error a `Compression` throws for bad data. */
export class DecompressionError extends Error {
  override readonly name = 'DecompressionError'
}

/**
 * gzip (RFC 1952) as the platform has it, streaming: nothing is held longer than a chunk. Stop reading early and the
 * source is let go of. Unpacking throws `DecompressionError`; a small chunk may give many large ones.
 */
export interface Compression {
  gzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  gunzip(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
}
