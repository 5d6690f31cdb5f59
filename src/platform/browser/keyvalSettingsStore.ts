import { createStore, get, set } from 'idb-keyval'
import { settingsSchema, type Settings } from '../../core/routine/settings'

const KEY = 'settings'

/** The settings of this device, in an IndexedDB database of their own. Unreadable ones fall back to the defaults. */
export function createKeyvalSettingsStore() {
  const store = createStore('nightsafe-settings', 'values')
  return {
    async read(): Promise<Settings> {
      const stored = settingsSchema.safeParse((await get(KEY, store)) ?? {})
      return stored.success ? stored.data : settingsSchema.parse({})
    },
    write: (settings: Settings): Promise<void> => set(KEY, structuredClone(settings), store),
  }
}
