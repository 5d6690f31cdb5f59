import { ok } from '../../core/base/result'
import type { BookLock } from '../../core/book/storage'
import { wakeWaiters, type MemoryDevice, type MemoryLockState, type MemoryWindow } from './memoryDevice'
import { never } from './memoryWindow'

/** A lock between the windows of one device. A frozen window does not answer: its lock is taken by force. */
export function createMemoryBookLock(device: MemoryDevice, window: MemoryWindow, bookId: string): BookLock {
  let beforeRelease: () => Promise<void> = () => Promise.resolve()
  // the task under way: a window hands over only between two of them
  let running: Promise<unknown> = Promise.resolve()
  let releasing: Promise<void> | null = null

  function state(): MemoryLockState {
    let lock = device.locks.get(bookId)
    if (!lock) device.locks.set(bookId, (lock = { holder: null, askHolder: null, waiting: [] }))
    return lock
  }

  function letGo(): Promise<void> {
    return (releasing ??= release().finally(() => (releasing = null)))
  }

  async function release(): Promise<void> {
    await running
    await beforeRelease()
    const lock = state()
    if (lock.holder !== window) return
    lock.holder = null
    lock.askHolder = null
    wakeWaiters(lock)
  }

  async function acquire(): Promise<{ fresh: boolean; stolen: boolean }> {
    const lock = state()
    let stolen = false
    while (lock.holder !== window) {
      if (!lock.holder) break
      if (lock.holder.isFrozen) {
        stolen = true
        break
      }
      const { askHolder } = lock
      lock.askHolder = null
      const free = new Promise<void>((resolve) => lock.waiting.push(resolve))
      if (askHolder) void askHolder()
      await free
      await window.awake
      if (window.isDead) return never()
    }
    if (lock.holder === window) return { fresh: false, stolen: false }
    lock.holder = window
    lock.askHolder = letGo
    return { fresh: true, stolen }
  }

  return {
    async hold(task) {
      await window.awake
      if (window.isDead) return never()
      while (releasing) await releasing
      // from here on until the task has ended, the lock is not handed over
      const before = running
      let finish: () => void = () => undefined
      running = new Promise<void>((resolve) => (finish = resolve)).then(() => before)
      try {
        const lease = await acquire()
        if (window.isDead) return never()
        const value = await task(lease)
        return window.isDead ? never() : ok(value)
      } finally {
        finish()
        if (state().holder === window && state().waiting.length > 0) void letGo()
      }
    },
    async verifyLease() {
      await window.awake
      return state().holder === window
    },
    onRelease(run) {
      beforeRelease = run
    },
    async close() {
      if (state().holder === window) await letGo()
    },
  }
}
