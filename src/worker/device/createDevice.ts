import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { DeviceApi, DeviceEvent, OpenedBook } from '../deviceApi'
import { createDeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import { createOpenBooks, type OpenBook } from './openBooks'
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
      tell({ type: 'book-removed', bookId })
      return ok()
    },

    rows: (bookId, query) => withBook(bookId, ({ editor }) => editor.rows(query)),
    record: (bookId, table, key) => withBook(bookId, ({ editor }) => editor.record(table, key)),
    edit: (bookId, edit, at) => withBook(bookId, ({ editor }) => editor.edit(edit, at)),
    undo: (bookId, at) => withBook(bookId, ({ editor }) => editor.undo(at)),
    redo: (bookId, at) => withBook(bookId, ({ editor }) => editor.redo(at)),

    snapshot: (bookId) => withBook(bookId, async ({ session }) => ok({ ...(await session.snapshot()), journalHead: await journal.head() })),
    addBook: async (...args) => (await newBooks()).addContents(...args),
    replaceBook: async (...args) => (await restores()).replace(...args),
    undoableRestore: async (bookId) => (await restores()).undoable(bookId),
    undoRestore: async (...args) => (await restores()).undo(...args),
    listSafetyCopies: (bookId) => withBook(bookId, ({ session }) => session.listSafetyCopies()),
    readSafetyCopy: (bookId, id) => withBook(bookId, ({ session }) => session.readSafetyCopy(id)),

    listRestorePoints: () => Promise.reject(new Error('being built')),
    makeRestorePoint: () => Promise.reject(new Error('being built')),
    readRestorePoint: () => Promise.reject(new Error('being built')),
    goBackTo: () => Promise.reject(new Error('being built')),

    backupFacts: journal.backupFacts,
    journal: journal.list,
    note: journal.appendDraft,

    async settle() {
      const settled = await books.settleAll()
      return settled.ok ? ok() : fail(settled.failure)
    },
  }
}

const STORAGE_FAILURES: ReadonlySet<Failure['type']> = new Set<Failure['type']>(['StorageFull', 'StorageLost', 'StorageUnavailable', 'StoredDataDamaged', 'WrittenElsewhere', 'BookBusyElsewhere'])
