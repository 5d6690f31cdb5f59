import { computed, ref, watch } from 'vue'
import type { Failure } from '../../core/base/failure'
import type { Result } from '../../core/base/result'
import type { BookSummary } from '../../worker/deviceApi'
import type { GivenFile } from '../../worker/jobApi'
import { pairFiles } from '../components/restore/pairFiles'
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
  /** The names of files that were given at once and do not belong together. */
  const several = ref<readonly string[]>([])

  const emptyDevice = computed(() => device.books.length === 0)
  const surroundings = computed<Surroundings>(() => {
    const id = restore.state.step === 'assessed' ? restore.state.assessment.inspection.manifest?.book.id : undefined
    return { emptyDevice: emptyDevice.value, knownElsewhere: id !== undefined && id !== book.bookId && device.books.some((known) => known.bookId === id) }
  })

  async function assess(given: GivenFile): Promise<void> {
    changedMeanwhile.value = false
    several.value = []
    await restore.assess(given, book.bookId)
  }

  /** Takes what a person gave at once: a file, or a database with the `-wal` file beside it. */
  async function take(files: readonly File[]): Promise<void> {
    const together = pairFiles(files)
    if (!together) return
    if ('given' in together) await assess(together.given)
    else {
      // what was said of a file before would be taken for what is said of these
      restore.reset()
      several.value = together.several
    }
  }

  /** Looks at one of the databases in the archive (null = back to the list of them). */
  async function choose(entry: string | null): Promise<void> {
    if (restore.state.step === 'assessed') await assess({ ...restore.state.given, entry })
  }

  /** Holds the same file against the book once more. */
  async function compareAgain(): Promise<void> {
    if (restore.state.step === 'assessed' || restore.state.step === 'brought-in') await assess(restore.state.given)
  }

  // what was compared must be what is restored over: this window or another may go on writing
  watch(
    () => [restore.state, book.generation] as const,
    ([state, generation]) => {
      if (restore.bringing || state.step !== 'assessed' || state.bookId !== book.bookId || !state.assessment.live) return
      if (state.assessment.live.head.generation >= generation) return
      changedMeanwhile.value = true
      void restore.assess(state.given, state.bookId)
    },
  )

  async function restoreOver(): Promise<void> {
    changedMeanwhile.value = false
    const bookId = book.bookId
    const restored = await restore.restoreOver()
    if (!restored?.ok || bookId === null) return
    await Promise.all([book.refresh(), backups.loadCopies(bookId)])
  }

  async function show(opened: Result<BookSummary, Failure> | null): Promise<void> {
    if (!opened?.ok) return
    device.remember(opened.value)
    await openBook(opened.value.bookId)
  }

  /** The person's own book comes back to a device without one, as itself. */
  async function bringBack(): Promise<void> {
    const manifest = restore.state.step === 'assessed' ? restore.state.assessment.inspection.manifest : null
    if (manifest) await show(await restore.openAsNewBook({ name: manifest.book.name, currency: manifest.book.currency, wake: false }, true))
  }

  const openAsNew = async (request: { name: string; currency: string; wake: boolean }) => show(await restore.openAsNewBook(request, false))

  async function openSalvaged(request: { name: string; currency: string }): Promise<void> {
    const saved = await restore.openSalvaged(request)
    await show(saved?.ok ? { ok: true, value: saved.value.book } : null)
  }

  /** Opens the book that the file is a backup of, and holds the file against it. */
  async function switchAndCompare(): Promise<void> {
    if (restore.state.step !== 'assessed') return
    const { given, assessment } = restore.state
    const id = assessment.inspection.manifest?.book.id
    if (id !== undefined && (await openBook(id))) await assess(given)
  }

  return { surroundings, emptyDevice, changedMeanwhile, several, take, choose, compareAgain, restoreOver, bringBack, openAsNew, openSalvaged, switchAndCompare }
}
