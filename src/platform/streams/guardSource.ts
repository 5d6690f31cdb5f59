/** A source of chunks that remembers whether it failed itself. */
export interface GuardedSource {
  readonly chunks: AsyncIterable<Uint8Array>
  /** Throws the source's own failure again, if that is what went wrong. */
  rethrow(): void
}

/**
 * Bad data and a failing source come out of a stream alike, and only the first is about the data. Put this before the
 * stream and ask `rethrow` where the stream failed.
 */
export function guardSource(source: AsyncIterable<Uint8Array>): GuardedSource {
  let failed: { readonly error: unknown } | null = null
  async function* guarded(): AsyncGenerator<Uint8Array> {
    try {
      yield* source
    } catch (error) {
      failed = { error }
      throw error
    }
  }
  return {
    chunks: guarded(),
    rethrow() {
      if (failed) throw (failed as { error: unknown }).error
    },
  }
}
