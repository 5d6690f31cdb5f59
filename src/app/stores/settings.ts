import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { bookSettingsSchema, type BookSettings, type Settings } from '../../core/routine/settings'
import { useClient } from '../useClient'

/** What the person set on this device. Call `load` once the device has started. */
export const useSettingsStore = defineStore('settings', () => {
  const client = useClient()
  // shallow, so that what is handed on to be stored is plain data
  const settings = shallowRef<Settings>(client.settings())
  const theme = computed(() => settings.value.theme)
  const density = computed(() => settings.value.density)

  function load(): void {
    settings.value = client.settings()
  }

  /** Changes some settings; they show at once and are stored when this resolves. */
  async function change(wanted: Partial<Settings>): Promise<void> {
    settings.value = { ...settings.value, ...wanted }
    await client.changeSettings(wanted)
    load()
  }

  /** The settings of one book, with the defaults where nothing was set. */
  function ofBook(bookId: string): BookSettings {
    return settings.value.books[bookId] ?? bookSettingsSchema.parse({})
  }

  const changeBook = (bookId: string, wanted: Partial<BookSettings>) =>
    change({ books: { ...settings.value.books, [bookId]: { ...ofBook(bookId), ...wanted } } })

  return { settings, theme, density, load, change, ofBook, changeBook }
})
