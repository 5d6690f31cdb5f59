import type { BookNews, NewsChannel } from '../../core/book/storage'
import type { MemoryDevice, MemoryWindow } from './memoryDevice'

/** News between the windows of one device; delivered later, never to the window that told them. */
export function createMemoryNewsChannel(device: MemoryDevice, window: MemoryWindow, bookId: string): NewsChannel {
  const mine = new Set<{ window: MemoryWindow; hear(news: BookNews): void }>()
  return {
    announce(news) {
      for (const listener of device.listeners) {
        if (listener.window === window) continue
        const copy = structuredClone(news)
        void listener.window.awake.then(() => {
          if (!listener.window.isDead) listener.hear(copy)
        })
      }
    },
    onNews(listen) {
      const listener = { window, hear: (news: BookNews) => news.bookId === bookId && listen(news) }
      device.listeners.add(listener)
      mine.add(listener)
      return () => void device.listeners.delete(listener)
    },
    close() {
      for (const listener of mine) device.listeners.delete(listener)
    },
  }
}
