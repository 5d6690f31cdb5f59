import { useBookStore } from '../stores/book'
import { useDeviceStore } from '../stores/device'
import { useSettingsStore } from '../stores/settings'
import { useTell } from './useTell'

/** Gives the one way to show a book in this window: opened, remembered for the next start, its incidents told. */
export function useOpenBook(): (bookId: string) => Promise<boolean> {
  const book = useBookStore()
  const device = useDeviceStore()
  const settings = useSettingsStore()
  const { tellFailure } = useTell()

  return async (bookId) => {
    const result = await book.open(bookId)
    if (!result.ok) {
      tellFailure(result.failure)
      return false
    }
    device.rememberHead(result.value.head)
    device.noteBack(bookId)
    device.addIncidents(result.value.incidents)
    await settings.change({ lastBookId: bookId })
    return true
  }
}
