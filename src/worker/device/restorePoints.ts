import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { ok, type Result } from '../../core/base/result'
import type { RestorePointInfo, RestorePointReason, RestorePointStep } from '../../core/book/restorePoint'
import type { RestorePointStore, StoredBook } from '../../core/book/storage'
import type { DeviceEvent } from '../deviceApi'
import type { DeviceParts } from './deviceParts'
import type { OpenBooks } from './openBooks'

/** A restore point is made when the newest is this old and the book has changed since. */
const INTERVAL_MS = 6 * 3_600_000
/** How often it is looked whether that is so. */
const LOOK_EVERY_MS = 5 * 60_000

/** What says that storage is in trouble, and not only that another window is at work. */
const TOLD: ReadonlySet<Failure['type']> = new Set<Failure['type']>(['StorageFull', 'StorageLost', 'StorageUnavailable', 'StoredDataDamaged'])

/** Steps that take a safety copy themselves: a restore point would be the same copy once more, where it is one. */
const COPIED_ANYWAY: ReadonlySet<string> = new Set<RestorePointStep>(['restore', 'go-back', 'undo-restore'])

/** Restore points of the books of a device: made when asked, and by themselves. */
export function createRestorePoints(parts: DeviceParts, books: OpenBooks, tell: (event: DeviceEvent) => void) {
  const stores = new Map<string, RestorePointStore>()
  /** Books whose points are made by themselves, and when it was last seen to. */
  const watched = new Map<string, number>()
  /** Books of which it was told that a point could not be made: once, until one can be made again. */
  const complained = new Set<string>()
  /** Points that were opened and found damaged. */
  const damaged = new Set<string>()

  function storeOf(bookId: string): RestorePointStore {
    let store = stores.get(bookId)
    if (!store) stores.set(bookId, (store = parts.shelf.storageOf(bookId).restorePoints))
    return store
  }

  async function make(bookId: string, reason: RestorePointReason, name: string, at: Instant): Promise<Result<RestorePointInfo | null, Failure>> {
    const open = await books.open(bookId)
    if (!open.ok) return open
    const made = await open.value.session.makeRestorePoint({ at, reason, name })
    if (made.ok) complained.delete(bookId)
    if (made.ok && made.value) tell({ type: 'restore-points-changed', bookId })
    return made
  }

  /** A point that nobody asked for: when it cannot be made, the step goes on without it, and the person is told once. */
  async function makeByItself(bookId: string, reason: RestorePointReason, name: string, at: Instant): Promise<void> {
    if (storeOf(bookId).kind === 'copied' && reason === 'before-step' && COPIED_ANYWAY.has(name)) return
    const made = await make(bookId, reason, name, at)
    if (made.ok || complained.has(bookId) || !TOLD.has(made.failure.type)) return
    complained.add(bookId)
    tell({ type: 'storage-failing', failure: made.failure })
  }

  async function look(): Promise<void> {
    for (const [bookId, lastAt] of watched) {
      const at = parts.clock.now()
      // a clock that was put back must not put off the next point until it has caught up
      if (at.utc >= lastAt && at.utc - lastAt < INTERVAL_MS) continue
      watched.set(bookId, at.utc)
      await makeByItself(bookId, 'six-hours', '', at)
    }
  }
  let timer: ReturnType<typeof setInterval> | null = null

  return {
    make,
    makeByItself,

    /** From now on the book's points are made by themselves, the first at once if it has changed since the newest. */
    async watch(bookId: string): Promise<void> {
      if (watched.has(bookId)) return
      const at = parts.clock.now()
      watched.set(bookId, at.utc)
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS)
      await makeByItself(bookId, 'start', '', at)
    },
    forget(bookId: string): void {
      watched.delete(bookId)
      stores.delete(bookId)
    },

    /** Works for a book that cannot be opened, too. */
    async list(bookId: string): Promise<Result<readonly RestorePointInfo[], Failure>> {
      const listed = await storeOf(bookId).list()
      return listed.ok ? ok(listed.value.map(({ info }) => (damaged.has(info.id) ? { ...info, isDamaged: true } : info))) : listed
    },
    async read(bookId: string, id: string): Promise<Result<StoredBook, Failure>> {
      const read = await storeOf(bookId).read(id)
      if (!read.ok && read.failure.type === 'StoredDataDamaged' && !damaged.has(id)) {
        damaged.add(id)
        tell({ type: 'restore-points-changed', bookId })
      }
      return read
    },
    stored: (bookId: string) => storeOf(bookId).list(),
  }
}

export type RestorePoints = ReturnType<typeof createRestorePoints>
