import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { Edit } from '../../core/book/bookDescription'
import type { RestorePointStep } from '../../core/book/restorePoint'
import type { DeviceApi, DeviceEvent, OpenedBook } from '../deviceApi'
import { createDeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import { createOpenBooks, type OpenBook } from './openBooks'
import type { RestorePoints } from './restorePoints'
import { startDevice } from './startDevice'

const openedOf = ({ session, editor, incidents }: OpenBook): OpenedBook => ({
  head: session.head,
  description: editor.describe(),
  durability: session.durability,
  incidents,
})

/** The device over its parts: in a worker in the browser, in process in tests. */
export function createDevice(parts: DeviceParts): DeviceApi {
  const listeners = new Set<(event: DeviceEvent) => void>()
  const tell = (event: DeviceEvent) => {
    for (const listen of listeners) listen(event)
  }
  const journal = createDeviceJournal(parts.journalStore, () => tell({ type: 'journal-grew' }))
  const books = createOpenBooks(parts, journal, tell)
  // not needed for the first screen, so not in its way: fetched when they are
  const newBooks = async () => (await import('./newBooks')).createNewBooks(parts, books, journal)
  const restores = async () => (await import('./restores')).createRestores(parts, books, journal, tell)
  let points: Promise<RestorePoints> | null = null
  const restorePoints = () => (points ??= import('./restorePoints').then(({ createRestorePoints }) => createRestorePoints(parts, books, tell)))
  const beforeStep = async (bookId: string, step: RestorePointStep, at: Instant) => (await restorePoints()).makeByItself(bookId, 'before-step', step, at)
  const goingBack = async () => (await import('./goingBack')).createGoingBack(parts, books, journal, await restorePoints(), tell)

  /** Does something with an open book; what fails in storage is told to the page as well. */
  async function withBook<T>(bookId: string, task: (book: OpenBook) => Result<T, Failure> | Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const open = await books.open(bookId)
    if (!open.ok) return open
    const outcome = await task(open.value)
    if (!outcome.ok && STORAGE_FAILURES.has(outcome.failure.type)) tell({ type: 'storage-failing', failure: outcome.failure })
    return outcome
  }

  return {
    start: (witnesses, at) => startDevice(parts, books, journal, witnesses, at),
    listen(onEvent) {
      listeners.add(onEvent)
      return Promise.resolve()
    },

    createBook: async (request) => (await newBooks()).createFromTemplate(request),
    async openBook(bookId) {
      const open = await books.open(bookId)
      // nobody waits for the first restore point
      if (open.ok) void restorePoints().then((all) => all.watch(bookId))
      return open.ok ? ok(openedOf(open.value)) : open
    },
    async describeBook(bookId) {
      const open = await books.open(bookId)
      return open.ok ? ok(openedOf(open.value)) : open
    },
    async removeBook(bookId, at, who) {
      const open = await books.open(bookId)
      const generation = open.ok ? open.value.session.head.generation : 0
      // the journal first: a removal that is cut off half-way must not look like a loss
      const noted = await journal.append(at, bookId, who, { type: 'book-removed', generation })
      if (!noted.ok) return noted
      await books.close(bookId)
      const storage = parts.shelf.storageOf(bookId)
      await storage.log?.destroy()
      await storage.home.destroy()
      await storage.safetyCopies.destroy()
      await storage.restorePoints.destroy()
      if (points) (await points).forget(bookId)
      tell({ type: 'book-removed', bookId })
      return ok()
    },

    rows: (bookId, query) => withBook(bookId, ({ editor }) => editor.rows(query)),
    record: (bookId, table, key) => withBook(bookId, ({ editor }) => editor.record(table, key)),
    async edit(bookId, edit, at) {
      if (isRiskyEdit(edit.type)) await beforeStep(bookId, edit.type, at)
      return withBook(bookId, ({ editor }) => editor.edit(edit, at))
    },
    undo: (bookId, at) => withBook(bookId, ({ editor }) => editor.undo(at)),
    redo: (bookId, at) => withBook(bookId, ({ editor }) => editor.redo(at)),

    snapshot: (bookId) => withBook(bookId, async ({ session }) => ok({ ...(await session.snapshot()), journalHead: await journal.head() })),
    addBook: async (...args) => (await newBooks()).addContents(...args),
    async replaceBook(bookId, contents, fileName, at, who) {
      await beforeStep(bookId, 'restore', at)
      return (await restores()).replace(bookId, contents, fileName, at, who)
    },
    undoableRestore: async (bookId) => (await restores()).undoable(bookId),
    async undoRestore(bookId, at, who) {
      await beforeStep(bookId, 'undo-restore', at)
      return (await restores()).undo(bookId, at, who)
    },
    // of a book that cannot be opened, too: that is what they are for
    listSafetyCopies: (bookId) => parts.shelf.storageOf(bookId).safetyCopies.list(),
    readSafetyCopy: (bookId, id) => parts.shelf.storageOf(bookId).safetyCopies.read(id),

    listRestorePoints: async (bookId) => (await restorePoints()).list(bookId),
    makeRestorePoint: async (bookId, { reason, name }, at) => (await restorePoints()).make(bookId, reason, name, at),
    readRestorePoint: async (bookId, id) => (await restorePoints()).read(bookId, id),
    goBackTo: async (...args) => (await goingBack()).goBackTo(...args),
    keptCopies: async (bookId) => (await goingBack()).keptCopies(bookId),
    bringBack: async (...args) => (await goingBack()).bringBack(...args),

    backupFacts: journal.backupFacts,
    journal: journal.list,
    async note(draft) {
      const noted = await journal.appendDraft(draft)
      if (draft.event.type === 'day-closed' && draft.bookId) await (await restorePoints()).makeByItself(draft.bookId, 'closing', '', draft.at)
      return noted
    },

    async settle() {
      const settled = await books.settleAll()
      return settled.ok ? ok() : fail(settled.failure)
    },
  }
}

const STORAGE_FAILURES: ReadonlySet<Failure['type']> = new Set<Failure['type']>(['StorageFull', 'StorageLost', 'StorageUnavailable', 'StoredDataDamaged', 'WrittenElsewhere', 'BookBusyElsewhere'])

/** Changes of the book's form or of many records at once: what one wants to go back before. */
const RISKY_EDITS = ['renameTable', 'deleteTable', 'changeField', 'deleteField', 'removeSamples', 'wake'] as const satisfies readonly (Edit['type'] & RestorePointStep)[]
const isRiskyEdit = (type: Edit['type']): type is (typeof RISKY_EDITS)[number] => RISKY_EDITS.some((risky) => risky === type)
