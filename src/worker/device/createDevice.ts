import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { DeviceApi, DeviceEvent, OpenedBook } from '../deviceApi'
import { createDeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import { createOpenBooks, type OpenBook } from './openBooks'
import type { RareCalls } from './rareCalls'
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
  let rareCalls: Promise<RareCalls> | null = null
  // not needed for the first screen, so not in its way: fetched when they are
  const rare = () => (rareCalls ??= import('./rareCalls').then(({ createRareCalls }) => createRareCalls(parts, books, journal, tell)))
  const rarely =
    <A extends unknown[], T>(pick: (calls: RareCalls) => (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> =>
      pick(await rare())(...args)

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

    createBook: rarely((calls) => calls.createBook),
    async openBook(bookId) {
      const open = await books.open(bookId)
      // nobody waits for the first restore point
      if (open.ok) void rare().then((calls) => calls.watch(bookId))
      return open.ok ? ok(openedOf(open.value)) : open
    },
    async describeBook(bookId) {
      const open = await books.open(bookId)
      return open.ok ? ok(openedOf(open.value)) : open
    },
    removeBook: rarely((calls) => calls.removeBook),

    rows: (bookId, query) => withBook(bookId, ({ editor }) => editor.rows(query)),
    record: (bookId, table, key) => withBook(bookId, ({ editor }) => editor.record(table, key)),
    groups: (bookId, query) => withBook(bookId, ({ editor }) => editor.groups(query)),
    referringTo: (bookId, table, key) => withBook(bookId, ({ editor }) => editor.referringTo(table, key)),
    previewFieldChange: (bookId, table, name, draft) => withBook(bookId, ({ editor }) => editor.previewFieldChange(table, name, draft)),
    async edit(bookId, edit, at) {
      // records come and go all day; everything else may be a step that one wants to go back before
      if (!EVERYDAY.has(edit.type)) await (await rare()).beforeEdit(bookId, edit, at)
      return withBook(bookId, ({ editor }) => editor.edit(edit, at))
    },
    async adopt(bookId, made, at) {
      await (await rare()).beforeImport(bookId, at)
      return withBook(bookId, ({ editor }) => editor.adopt(made, at))
    },
    undo: (bookId, at) => withBook(bookId, ({ editor }) => editor.undo(at)),
    redo: (bookId, at) => withBook(bookId, ({ editor }) => editor.redo(at)),

    snapshot: (bookId) => withBook(bookId, async ({ session }) => ok({ ...(await session.snapshot()), journalHead: await journal.head() })),
    addBook: rarely((calls) => calls.addBook),
    replaceBook: rarely((calls) => calls.replaceBook),
    undoableRestore: rarely((calls) => calls.undoableRestore),
    undoRestore: rarely((calls) => calls.undoRestore),
    listSafetyCopies: rarely((calls) => calls.listSafetyCopies),
    readSafetyCopy: rarely((calls) => calls.readSafetyCopy),
    listRestorePoints: rarely((calls) => calls.listRestorePoints),
    makeRestorePoint: rarely((calls) => calls.makeRestorePoint),
    readRestorePoint: rarely((calls) => calls.readRestorePoint),
    goBackTo: rarely((calls) => calls.goBackTo),
    keptCopies: rarely((calls) => calls.keptCopies),
    bringBack: rarely((calls) => calls.bringBack),

    backupFacts: journal.backupFacts,
    journal: journal.list,
    async note(draft) {
      const noted = await journal.appendDraft(draft)
      if (draft.event.type === 'day-closed' && draft.bookId) await (await rare()).atClosing(draft.bookId, draft.at)
      return noted
    },

    async settle() {
      const settled = await books.settleAll()
      return settled.ok ? ok() : fail(settled.failure)
    },
  }
}

const STORAGE_FAILURES: ReadonlySet<Failure['type']> = new Set<Failure['type']>(['StorageFull', 'StorageLost', 'StorageUnavailable', 'StoredDataDamaged', 'WrittenElsewhere', 'BookBusyElsewhere'])

const EVERYDAY: ReadonlySet<string> = new Set(['addRecord', 'changeRecord', 'changeRecords', 'deleteRecords', 'changeLayout'])
