import type { RestorePointStore } from '../../core/book/storage'

/** Restore points whose store is fetched with the first call: it is not needed for the first screen. */
export function createLazyRestorePoints(kind: RestorePointStore['kind'], load: () => Promise<RestorePointStore>): RestorePointStore {
  let loading: Promise<RestorePointStore> | null = null
  const store = () => (loading ??= load())
  return {
    kind,
    save: async (...args) => (await store()).save(...args),
    list: async () => (await store()).list(),
    read: async (id) => (await store()).read(id),
    remove: async (id) => (await store()).remove(id),
    destroy: async () => (await store()).destroy(),
  }
}
