/** What a stream gives, one after the other (streams cannot be iterated everywhere). Stop early and the stream is cancelled. */
export async function* streamToIterator<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
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
