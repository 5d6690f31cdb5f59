import type { BookNews, NewsChannel } from '../../core/book/storage'

/** News of a book between the windows of this origin, over a BroadcastChannel that is opened when it is first needed. */
export function createBroadcastNews(bookId: string, createChannel = (name: string) => new BroadcastChannel(name)): NewsChannel {
  const listeners = new Set<(news: BookNews) => void>()
  let channel: BroadcastChannel | null = null

  function open(): BroadcastChannel {
    if (channel) return channel
    channel = createChannel(`nightsafe-news-${bookId}`)
    channel.onmessage = (event: MessageEvent<BookNews>) => {
      for (const listen of [...listeners]) listen(event.data)
    }
    return channel
  }

  return {
    announce: (news) => open().postMessage(news),
    onNews(listen) {
      open()
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    close() {
      channel?.close()
      channel = null
      listeners.clear()
    },
  }
}
