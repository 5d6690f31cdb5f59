import { fail, ok } from '../../core/base/result'
import { newestPointFirst } from '../../core/book/keepRestorePoints'
import type { RestorePointStore, StoredRestorePoint } from '../../core/book/storage'
import { createIndexedDbCopies } from './indexedDbCopies'
import { pointsDatabaseName } from './safetyDatabaseName'

/** Restore points of a book as whole copies in an IndexedDB database of their own, where there is no OPFS. */
export function createIndexedDbRestorePoints(factory: IDBFactory, bookId: string): RestorePointStore {
  const copies = createIndexedDbCopies<StoredRestorePoint>(factory, pointsDatabaseName(bookId), 'restore points')
  return {
    kind: 'copied',
    save: (point, _segment, read) => copies.save(point.info.id, point, read(0, point.head.size)),
    async list() {
      const points = await copies.list()
      return points.ok ? ok([...points.value].sort((a, b) => newestPointFirst(a.info, b.info))) : points
    },
    async read(id) {
      const found = await copies.read(id)
      if (!found.ok) return found
      return found.value ? ok({ head: found.value.info.head, bytes: found.value.bytes }) : fail({ type: 'RestorePointNotFound' })
    },
    remove: copies.remove,
    destroy: copies.destroy,
  }
}
