import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookSession, Incident } from '../../core/book/bookSession'
import { createBookEditor, type BookEditor } from '../../core/book/createBookEditor'
import { openBookSession } from '../../core/book/openBookSession'
import type { DeviceEvent } from '../deviceApi'
import type { DeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'

/** A book that is open in this window, and what opening it found. */
export interface OpenBook {
  readonly session: BookSession
  readonly editor: BookEditor
  readonly incidents: readonly Incident[]
}

/** How long after opening the second copy is checked: the first screen comes first. */
const HOME_CHECK_DELAY_MS = 15_000

/** The books open in this window: each is opened once, however many ask for it at the same time. */
export function createOpenBooks(parts: DeviceParts, journal: DeviceJournal, tell: (event: DeviceEvent) => void) {
  const opening = new Map<string, Promise<Result<OpenBook, Failure>>>()
  const now = (): Instant => parts.clock.now()

  async function checkHome(bookId: string, session: BookSession): Promise<void> {
    const found = await session.checkHome()
    if (!found.ok) tell({ type: 'storage-failing', failure: found.failure })
    else if (found.value) {
      await journal.append(now(), bookId, '', { type: 'incident', incident: found.value })
      tell({ type: 'incident', incident: found.value })
    }
  }

  function adopt(bookId: string, session: BookSession, incidents: readonly Incident[]): OpenBook {
    session.onChanged((head, here) => tell({ type: 'book-changed', bookId, head, here }))
    tell({ type: 'book-opened', bookId, head: session.head })
    setTimeout(() => {
      if (opening.has(bookId)) void checkHome(bookId, session)
    }, HOME_CHECK_DELAY_MS)
    return { session, editor: createBookEditor(session), incidents }
  }

  async function openFromStorage(bookId: string): Promise<Result<OpenBook, Failure>> {
    const opened = await openBookSession({ engine: parts.imageEngine, storage: parts.shelf.storageOf(bookId), randomBytes: parts.randomBytes }, bookId)
    if (!opened.ok) return opened
    const { session, incidents } = opened.value
    for (const incident of incidents) await journal.append(now(), bookId, '', { type: 'incident', incident })
    return ok(adopt(bookId, session, incidents))
  }

  return {
    async open(bookId: string): Promise<Result<OpenBook, Failure>> {
      const already = opening.get(bookId)
      if (already) return already
      const attempt = openFromStorage(bookId)
      opening.set(bookId, attempt)
      let isOpen = false
      try {
        const opened = await attempt
        isOpen = opened.ok
        return opened
      } finally {
        // the next one who asks tries anew
        if (!isOpen) opening.delete(bookId)
      }
    },
    /** Takes in a session that was just created. */
    add(bookId: string, session: BookSession): OpenBook {
      const book = adopt(bookId, session, [])
      opening.set(bookId, Promise.resolve(ok(book)))
      return book
    },
    async close(bookId: string): Promise<void> {
      const open = await opening.get(bookId)
      opening.delete(bookId)
      if (open?.ok) await open.value.session.close()
    },
    /** Waits until everything acknowledged is in the homes too. */
    async settleAll(): Promise<Result<undefined, Failure>> {
      for (const attempt of opening.values()) {
        const open = await attempt
        if (!open.ok) continue
        const settled = await open.value.session.settle()
        if (!settled.ok) return fail(settled.failure)
      }
      return ok()
    },
  }
}

export type OpenBooks = ReturnType<typeof createOpenBooks>
