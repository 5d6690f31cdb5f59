import type { Edit } from '../../core/book/bookDescription'
import type { Instant } from '../../core/base/clock'
import { ok } from '../../core/base/result'
import type { RestorePointStep } from '../../core/book/restorePoint'
import type { SafetyCopyStore } from '../../core/book/storage'
import type { DeviceApi, DeviceEvent } from '../deviceApi'
import type { DeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import type { OpenBooks } from './openBooks'
import { createRestorePoints } from './restorePoints'

/** Changes of the book's form or of many records at once, and what the restore points made before them are called. */
const RISKY_EDITS: Readonly<Partial<Record<Edit['type'], RestorePointStep>>> = {
  renameTable: 'renameTable',
  deleteTable: 'deleteTable',
  changeField: 'changeField',
  deleteField: 'deleteField',
  removeSamples: 'removeSamples',
  wake: 'wake',
  bringIn: 'bring-in',
}

/** What the first screen does not need: fetched after it. */
export function createRareCalls(parts: DeviceParts, books: OpenBooks, journal: DeviceJournal, tell: (event: DeviceEvent) => void) {
  const points = createRestorePoints(parts, books, tell)
  const newBooks = async () => (await import('./newBooks')).createNewBooks(parts, books, journal)
  const restores = async () => (await import('./restores')).createRestores(parts, books, journal, tell)
  const goingBack = async () => (await import('./goingBack')).createGoingBack(parts, books, journal, points, tell)
  const beforeStep = (bookId: string, step: RestorePointStep, at: Instant) => points.makeByItself(bookId, 'before-step', step, at)

  const copyStores = new Map<string, SafetyCopyStore>()
  function safetyCopiesOf(bookId: string): SafetyCopyStore {
    let copies = copyStores.get(bookId)
    if (!copies) copyStores.set(bookId, (copies = parts.shelf.storageOf(bookId).safetyCopies))
    return copies
  }

  return {
    watch: points.watch,
    async beforeEdit(bookId: string, { type }: Edit, at: Instant): Promise<void> {
      const step = RISKY_EDITS[type]
      if (step) await beforeStep(bookId, step, at)
    },
    beforeImport: (bookId: string, at: Instant) => beforeStep(bookId, 'bring-in', at),
    atClosing: (bookId: string, at: Instant) => points.makeByItself(bookId, 'closing', '', at),

    createBook: async (request) => (await newBooks()).createFromTemplate(request),
    addBook: async (...args) => (await newBooks()).addContents(...args),
    async removeBook(bookId, at, who) {
      const open = await books.open(bookId)
      const generation = open.ok ? open.value.session.head.generation : 0
      // the journal first: a removal that is cut off half-way must not look like a loss
      const noted = await journal.append(at, bookId, who, { type: 'book-removed', generation })
      if (!noted.ok) return noted
      await books.close(bookId)
      points.forget(bookId)
      copyStores.delete(bookId)
      const storage = parts.shelf.storageOf(bookId)
      await storage.log?.destroy()
      await storage.home.destroy()
      await storage.safetyCopies.destroy()
      await storage.restorePoints.destroy()
      tell({ type: 'book-removed', bookId })
      return ok()
    },

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
    listSafetyCopies: (bookId) => safetyCopiesOf(bookId).list(),
    readSafetyCopy: (bookId, id) => safetyCopiesOf(bookId).read(id),

    listRestorePoints: points.list,
    makeRestorePoint: (bookId, { reason, name }, at) => points.make(bookId, reason, name, at),
    readRestorePoint: points.read,
    goBackTo: async (...args) => (await goingBack()).goBackTo(...args),
    keptCopies: async (bookId) => (await goingBack()).keptCopies(bookId),
    bringBack: async (...args) => (await goingBack()).bringBack(...args),
  } satisfies Partial<DeviceApi> & Record<string, unknown>
}

export type RareCalls = ReturnType<typeof createRareCalls>
