import { fail, ok } from '../../core/base/result'
import type { SafetyCopyStore } from '../../core/book/storage'
import { memoryBookOf, usedBytes, type MemoryDevice, type MemoryWindow } from './memoryDevice'
import { createStorageCalls } from './memoryWindow'

/** Safety copies in memory. */
export function createMemorySafetyCopyStore(device: MemoryDevice, window: MemoryWindow, bookId: string): SafetyCopyStore {
  const call = createStorageCalls(device, window, bookId, 'safety-copies')
  const copies = () => memoryBookOf(device, bookId).safetyCopies
  return {
    save: (info, bytes) =>
      call('save', () => {
        if (usedBytes(device) + bytes.length > device.quota) return fail({ type: 'StorageFull' })
        copies().set(info.id, { info: structuredClone(info), bytes: bytes.slice() })
        return ok()
      }),
    list: () => call('list', () => ok([...copies().values()].map(({ info }) => info).reverse())),
    async read(id) {
      const found = await call('read', () => ok(copies().get(id)?.bytes.slice() ?? null))
      if (!found.ok) return found
      return found.value ? ok(found.value) : fail({ type: 'SafetyCopyNotFound' })
    },
    remove(id) {
      copies().delete(id)
      return Promise.resolve()
    },
    destroy() {
      copies().clear()
      return Promise.resolve()
    },
  }
}
