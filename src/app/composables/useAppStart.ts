import { useDeviceStore } from '../stores/device'
import { useSettingsStore } from '../stores/settings'
import { useOpenBook } from './useOpenBook'

/** Gives the start of the app: what is on this device, then the book that was open last, or any that opens. */
export function useAppStart(): () => Promise<void> {
  const device = useDeviceStore()
  const settings = useSettingsStore()
  const openBook = useOpenBook()

  return async () => {
    await device.start()
    settings.load()
    const last = settings.settings.lastBookId
    const ids = device.books.map((known) => known.bookId)
    for (const bookId of [...ids.filter((id) => id === last), ...ids.filter((id) => id !== last)]) {
      if (await openBook(bookId)) break
    }
    device.ready = true
  }
}
