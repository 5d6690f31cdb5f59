import { fail, ok } from '../../core/base/result'
import { newestPointFirst } from '../../core/book/keepRestorePoints'
import type { RestorePointStore } from '../../core/book/storage'
import { replaySegment } from './memoryCommitLog'
import { memoryBookOf, segmentsOf, usedBytes, type MemoryDevice, type MemoryWindow } from './memoryDevice'
import { createStorageCalls } from './memoryWindow'

/** Restore points in memory: names in the log, or copies where there is none. */
export function createMemoryRestorePoints(device: MemoryDevice, window: MemoryWindow, bookId: string, kind: RestorePointStore['kind']): RestorePointStore {
  const call = createStorageCalls(device, window, bookId, 'restore-points')
  const book = () => memoryBookOf(device, bookId)
  const damaged = () => fail({ type: 'StoredDataDamaged', medium: 'restore points', detail: 'damaged on purpose' } as const)

  return {
    kind,
    save(point, number, read) {
      const bytes = kind === 'copied' ? new Uint8Array(read(0, point.head.size)) : null
      return call('save', () => {
        const segment = [...segmentsOf(book())].find((one) => one.number === number) ?? null
        if (!bytes && !segment) return fail({ type: 'StorageUnavailable', medium: 'restore points', reason: 'no commit log' })
        if (usedBytes(device) + (bytes?.length ?? 0) > device.quota) return fail({ type: 'StorageFull' })
        book().restorePoints.set(point.info.id, { point: structuredClone(point), segment: bytes ? null : segment, bytes, damaged: false })
        return ok()
      })
    },
    list: () =>
      call('list', () => {
        const points = [...book().restorePoints.values()].map(({ point, damaged: isDamaged }) => ({ ...point, info: { ...point.info, isDamaged } }))
        return ok(points.sort((a, b) => newestPointFirst(a.info, b.info)))
      }),
    async read(id) {
      const found = await call('read', () => {
        const stored = book().restorePoints.get(id)
        if (!stored) return ok(null)
        const { point, segment } = stored
        if (stored.damaged || segment?.damaged) return damaged()
        const bytes = stored.bytes?.slice() ?? (segment && replaySegment(segment, point.head.generation))
        return bytes ? ok({ head: point.head, bytes }) : damaged()
      })
      if (!found.ok) return found
      return found.value ? ok(found.value) : fail({ type: 'RestorePointNotFound' })
    },
    remove(id) {
      book().restorePoints.delete(id)
      return Promise.resolve()
    },
    destroy() {
      book().restorePoints.clear()
      return Promise.resolve()
    },
  }
}
