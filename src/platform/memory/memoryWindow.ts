import { fail, type Result } from '../../core/base/result'
import type { StorageFailure } from '../../core/book/storage'
import { segmentsOf, wakeWaiters, type MemoryDevice, type MemoryWindow, type StorageCall } from './memoryDevice'

/** Never settles: what a window that is gone hears. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** A new window of the device. */
export function createMemoryWindow(): MemoryWindow {
  return { id: Symbol('window'), isDead: false, isFrozen: false, awake: Promise.resolve() }
}

/** Ends a window as a crash does: nothing that it waits for ever settles, its locks and handles are free at once. */
export function killWindow(device: MemoryDevice, window: MemoryWindow): void {
  window.isDead = true
  for (const listener of device.listeners) if (listener.window === window) device.listeners.delete(listener)
  for (const book of device.books.values()) for (const segment of segmentsOf(book)) if (segment.owner === window.id) segment.owner = null
  for (const lock of device.locks.values()) {
    if (lock.holder !== window) continue
    lock.holder = null
    lock.askHolder = null
    wakeWaiters(lock)
  }
}

/** Calls into storage, with the faults of the device and the state of the window. */
export function createStorageCalls(device: MemoryDevice, window: MemoryWindow, bookId: string, medium: StorageCall['medium']) {
  function isKilledAt(operation: string, phase: StorageCall['phase']): StorageFailure | boolean {
    const fault = device.onCall?.({ bookId, medium, operation, phase }) ?? null
    if (fault === 'kill') killWindow(device, window)
    return window.isDead || (fault !== null && fault !== 'kill' && phase === 'before' ? fault : false)
  }
  return async function call<T>(operation: string, effect: () => Result<T, StorageFailure>): Promise<Result<T, StorageFailure>> {
    await window.awake
    const before = window.isDead || isKilledAt(operation, 'before')
    if (before === true) return never()
    if (before !== false) return fail(before)
    await window.awake
    if (window.isDead) return never()
    const result = effect()
    if (isKilledAt(operation, 'after') === true) return never()
    await window.awake
    return window.isDead ? never() : result
  }
}
