import type { SafetyCopyStore } from '../../core/book/storage'

/** Safety copies whose store is fetched with the first of them: it is not needed for the first screen. */
export function createLazySafetyCopies(load: () => Promise<SafetyCopyStore>): SafetyCopyStore {
  let loading: Promise<SafetyCopyStore> | null = null
  const store = () => (loading ??= load())
  return {
    save: async (info, bytes) => (await store()).save(info, bytes),
    list: async () => (await store()).list(),
    read: async (id) => (await store()).read(id),
    remove: async (id) => (await store()).remove(id),
    destroy: async () => (await store()).destroy(),
  }
}
