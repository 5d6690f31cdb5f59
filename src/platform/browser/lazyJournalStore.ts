import type { JournalStore } from '../../core/journal/journalStore'

/** A journal whose store is fetched with the first entry: it is not needed for the first screen. */
export function createLazyJournalStore(load: () => Promise<JournalStore>): JournalStore {
  let loading: Promise<JournalStore> | null = null
  const store = () => (loading ??= load())
  return {
    append: async (make) => (await store()).append(make),
    list: async (query) => (await store()).list(query),
  }
}
