import { computed, ref, watch } from 'vue'
import type { Surroundings } from '../components/restore/verdictWords'
import { useBackupsStore } from '../stores/backups'
import { useBookStore } from '../stores/book'
import { useDeviceStore } from '../stores/device'
import { useRestoreStore } from '../stores/restore'
import { useOpenBook } from './useOpenBook'

/** Carries a file through the restore page: assessed against the open book, restored over it, or opened as a book that is then shown. */
export function useRestoring() {
  const book = useBookStore()
  const device = useDeviceStore()
  const backups = useBackupsStore()
  const restore = useRestoreStore()
  const openBook = useOpenBook()
  const changedMeanwhile = ref(false)

  const emptyDevice = computed(() => device.books.length === 0)
  const surroundings = computed<Surroundings>(() => {
    const id = restore.state.step === 'assessed' ? restore.state.assessment.inspection.manifest?.book.id : undefined
    return { emptyDevice: emptyDevice.value, knownElsewhere: id !== undefined && id !== book.bookId && device.books.some((known) => known.bookId === id) }
  })

  async function assess(file: File): Promise<void> {
    changedMeanwhile.value = false
    await restore.assess(file, book.bookId)
  }

  // what was compared must be what is restored over: this window or another may go on writing
  watch(
    () => [restore.state, book.generation] as const,
    ([state, generation]) => {
      if (state.step !== 'assessed' || state.bookId !== book.bookId || !state.assessment.live) return
      if (state.assessment.live.head.generation >= generation) return
      changedMeanwhile.value = true
      void restore.assess(state.file, state.bookId)
    },
  )

  async function restoreOver(): Promise<void> {
    changedMeanwhile.value = false
    const bookId = book.bookId
    const restored = await restore.restoreOver()
    if (!restored?.ok || bookId === null) return
    await Promise.all([book.refresh(), backups.loadCopies(bookId)])
  }

  async function open(request: { name: string; currency: string; wake: boolean }, asItself: boolean): Promise<void> {
    const opened = await restore.openAsNewBook(request, asItself)
    if (!opened?.ok) return
    device.remember(opened.value)
    await openBook(opened.value.bookId)
  }

  /** The person's own book comes back to a device without one, as itself. */
  async function bringBack(): Promise<void> {
    const manifest = restore.state.step === 'assessed' ? restore.state.assessment.inspection.manifest : null
    if (manifest) await open({ name: manifest.book.name, currency: manifest.book.currency, wake: false }, true)
  }

  const openAsNew = (request: { name: string; currency: string; wake: boolean }) => open(request, false)

  /** Opens the book that the file is a backup of, and holds the file against it. */
  async function switchAndCompare(): Promise<void> {
    if (restore.state.step !== 'assessed') return
    const { file, assessment } = restore.state
    const id = assessment.inspection.manifest?.book.id
    if (id !== undefined && (await openBook(id))) await assess(file)
  }

  return { surroundings, emptyDevice, changedMeanwhile, assess, restoreOver, bringBack, openAsNew, switchAndCompare }
}
