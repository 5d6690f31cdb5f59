import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useBackupsStore } from '../stores/backups'
import { useBookStore } from '../stores/book'
import { useEmergencyStore } from '../stores/emergency'
import { useFolderStore } from '../stores/folder'
import { useRestorePointsStore } from '../stores/restorePoints'
import { useFormat } from './useFormat'
import { useOpenBook } from './useOpenBook'
import { useTell } from './useTell'

/** Carries out an emergency restore: where copies are looked for, in words; gathering the files; and showing the book that came back. */
export function useEmergencyRestore() {
  const { t } = useI18n()
  const format = useFormat()
  const book = useBookStore()
  const backups = useBackupsStore()
  const points = useRestorePointsStore()
  const folder = useFolderStore()
  const emergency = useEmergencyStore()
  const openBook = useOpenBook()
  const { tellFailure } = useTell()
  /** Why the folder could not be read; empty when it could, or there is none. */
  const folderUnread = ref<'' | 'refused' | 'gone'>('')

  const places = computed(() => [
    ...(book.bookId === null ? [] : [format.counted('emergency.places.points', points.points?.length ?? 0), format.counted('emergency.places.copies', backups.safetyCopies.length)]),
    ...(folder.name === null ? [] : [t('emergency.places.folder', { name: folder.name })]),
    ...(folder.recentCount === 0 ? [] : [format.counted('emergency.places.recent', folder.recentCount)]),
    ...(book.bookId === null && folder.name === null && folder.recentCount === 0 ? [t('emergency.places.none')] : []),
  ])

  async function load(): Promise<void> {
    folderUnread.value = ''
    await folder.load()
    if (book.bookId === null) return
    for (const loaded of await Promise.all([points.load(book.bookId), backups.loadCopies(book.bookId)])) {
      if (!loaded.ok) tellFailure(loaded.failure)
    }
  }

  /** Call it from a click: the browser may ask whether the folder may be read. */
  async function go(): Promise<void> {
    const { bookId } = book
    const gathered = await folder.gather()
    folderUnread.value = gathered.folder === 'refused' || gathered.folder === 'gone' ? gathered.folder : ''
    const result = await emergency.run(bookId, gathered.files)
    // shown from the start page, a book would take that page away, and what there is to tell with it: see `finish`
    if (!result?.ok || bookId === null) return
    await Promise.all([book.refresh(), backups.loadCopies(bookId), points.load(bookId)])
  }

  /** Shows the book that came back to a device that had none open. */
  async function finish(): Promise<void> {
    if (emergency.state.step === 'done' && book.bookId === null) await openBook(emergency.state.outcome.bookId)
  }

  return { places, folderUnread, load, go, finish }
}
