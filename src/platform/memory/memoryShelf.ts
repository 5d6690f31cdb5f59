import { ok } from '../../core/base/result'
import type { Shelf } from '../../core/book/storage'
import { createMemoryBookLock } from './memoryBookLock'
import { createMemoryCommitLog } from './memoryCommitLog'
import { createMemoryDevice, wakeWaiters, type MemoryDevice } from './memoryDevice'
import { createMemoryNewsChannel } from './memoryNewsChannel'
import { createMemoryPageHome } from './memoryPageHome'
import { createMemoryRestorePoints } from './memoryRestorePoints'
import { createMemorySafetyCopyStore } from './memorySafetyCopyStore'
import { createMemoryWindow, killWindow } from './memoryWindow'

/** The shelf of one window in memory, and what can befall that window. */
export interface MemoryShelf extends Shelf {
  readonly device: MemoryDevice
  /** Ends the window as a crash does. */
  kill(): void
  /** Stops the window as a browser does with one in the background; `thaw` lets it go on. */
  freeze(): void
  thaw(): void
}

/** A window of a device in memory; give two shelves one device to have two windows. `hasLog` false: a browser without OPFS. */
export function createMemoryShelf(device = createMemoryDevice(), { hasLog = true } = {}): MemoryShelf {
  const window = createMemoryWindow()
  let wake: () => void = () => undefined
  return {
    device,
    bookIds() {
      const ids = [...device.books].filter(([, book]) => book.home !== null || book.segments.length > 0 || book.safetyCopies.size > 0 || book.restorePoints.size > 0)
      return Promise.resolve(ok(ids.map(([id]) => id)))
    },
    storageOf: (bookId) => ({
      log: hasLog ? createMemoryCommitLog(device, window, bookId) : null,
      home: createMemoryPageHome(device, window, bookId),
      safetyCopies: createMemorySafetyCopyStore(device, window, bookId),
      restorePoints: createMemoryRestorePoints(device, window, bookId, hasLog ? 'named' : 'copied'),
      lock: createMemoryBookLock(device, window, bookId),
      news: createMemoryNewsChannel(device, window, bookId),
    }),
    kill: () => killWindow(device, window),
    freeze() {
      if (window.isFrozen) return
      window.isFrozen = true
      window.awake = new Promise((resolve) => (wake = resolve))
      // those who wait for its locks find out that it does not answer
      for (const lock of device.locks.values()) if (lock.holder === window) wakeWaiters(lock)
    },
    thaw() {
      window.isFrozen = false
      wake()
    },
  }
}
