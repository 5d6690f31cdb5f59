import { fail, ok } from '../../core/base/result'
import type { SafetyCopyInfo, SafetyCopyStore } from '../../core/book/storage'
import { createIndexedDbCopies } from './indexedDbCopies'
import { safetyDatabaseName } from './safetyDatabaseName'

/** Safety copies of a book in an IndexedDB database of their own, where there is no OPFS. */
export function createIndexedDbSafetyCopies(factory: IDBFactory, bookId: string): SafetyCopyStore {
  const copies = createIndexedDbCopies<SafetyCopyInfo>(factory, safetyDatabaseName(bookId), 'safety copies')
  return {
    save: (info, bytes) => copies.save(info.id, info, bytes),
    async list() {
      const infos = await copies.list()
      return infos.ok ? ok([...infos.value].sort((a, b) => b.head.generation - a.head.generation)) : infos
    },
    async read(id) {
      const found = await copies.read(id)
      if (!found.ok) return found
      return found.value ? ok(found.value.bytes) : fail({ type: 'SafetyCopyNotFound' })
    },
    remove: copies.remove,
    destroy: copies.destroy,
  }
}
