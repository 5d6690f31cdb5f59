import type { Failure } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookSession, Incident } from '../../core/book/bookSession'
import { createBookEditor, type BookEditor } from '../../core/book/createBookEditor'
import { openBookSession } from '../../core/book/openBookSession'
import type { DeviceEvent } from '../deviceApi'
import type { DeviceParts } from './deviceParts'

/** A book that is open in this window, and what opening it found. */
export interface OpenBook {
  readonly session: BookSession
  readonly editor: BookEditor
  readonly incidents: readonly Incident[]
}

/** The books open in this window: each is opened once, however many ask for it at the same time. */
export function createOpenBooks(parts: DeviceParts, tell: (event: DeviceEvent) => void) {
  const opening = new Map<string, Promise<Result<OpenBook, Failure>>>()

  function adopt(bookId: string, session: BookSession, incidents: readonly Incident[]): OpenBook {
    session.onChanged((head, here) => tell({ type: 'book-changed', bookId, head, here }))
    return { session, editor: createBookEditor(session), incidents }
  }

  async function openFromStorage(bookId: string): Promise<Result<OpenBook, Failure>> {
    const opened = await openBookSession({ engine: parts.imageEngine, storage: parts.shelf.storageOf(bookId), randomBytes: parts.randomBytes }, bookId)
    if (!opened.ok) return opened
    return ok(adopt(bookId, opened.value.session, opened.value.incidents))
  }

  return {
    async open(bookId: string): Promise<Result<OpenBook, Failure>> {
      const already = opening.get(bookId)
      if (already) return already
      const attempt = openFromStorage(bookId)
      opening.set(bookId, attempt)
      const opened = await attempt
      if (!opened.ok) opening.delete(bookId)
      return opened
    },
    /** Takes in a session that was just created. */
    add(bookId: string, session: BookSession): OpenBook {
      const book = adopt(bookId, session, [])
      opening.set(bookId, Promise.resolve(ok(book)))
      return book
    },
    isOpen: (bookId: string) => opening.has(bookId),
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
