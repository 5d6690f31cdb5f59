import { instantToDay, type Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { createId } from '../../core/base/id'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookIdentity } from '../../core/book/bookHead'
import { createBookSession } from '../../core/book/createBookSession'
import { SqlError } from '../../core/book/sqlEngine'
import type { JournalEvent } from '../../core/journal/journalEntry'
import type { BookSummary, NewBookRequest, NewContents } from '../deviceApi'
import type { DeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import type { OpenBooks } from './openBooks'
import { summaryOf } from './startDevice'

/** How books begin: from a template or from a prepared file. */
export function createNewBooks(parts: DeviceParts, books: OpenBooks, journal: DeviceJournal) {
  async function begin(identity: BookIdentity, bytes: Uint8Array<ArrayBuffer>, at: Instant, who: string, event: JournalEvent): Promise<Result<BookSummary, Failure>> {
    const created = await createBookSession(
      { engine: parts.imageEngine, storage: parts.shelf.storageOf(identity.bookId), randomBytes: parts.randomBytes },
      { identity, bytes, at, generation: identity.lineage.at(-1)?.from ?? 1 },
    )
    if (!created.ok) return created
    books.add(identity.bookId, created.value)
    // the book is there whether or not the journal could take the line; a failing storage is told by itself
    await journal.append(at, identity.bookId, who, event)
    return ok(summaryOf(created.value.head))
  }

  return {
    async createFromTemplate(request: NewBookRequest): Promise<Result<BookSummary, Failure>> {
      const { createFromTemplate, findTemplate } = await import('./templates')
      const template = request.template ?? findTemplate(request.templateId)
      if (!template) return fail({ type: 'FileUnreadable', reason: `no template ${request.templateId}` })
      const db = parts.sqlEngine.open(null)
      try {
        const { withSamples, at } = request
        const { samples, asleep } = createFromTemplate(db, template, { withSamples, today: instantToDay(at), sleepingViews: request.template !== undefined })
        const identity: BookIdentity = {
          bookId: createId(parts.randomBytes),
          name: request.name,
          createdAt: request.at,
          currency: request.currency,
          lineage: [{ branch: createId(parts.randomBytes), from: 1, after: 0 }],
          asleep,
          samples,
          ...(template.layout === undefined ? {} : { layout: template.layout }),
        }
        return await begin(identity, db.bytes(), request.at, request.who, { type: 'book-created', template: template.id })
      } catch (error) {
        if (error instanceof SqlError && request.template) return fail({ type: 'TemplateRefused', reason: error.message })
        throw error
      } finally {
        db.close()
      }
    },

    async addContents(contents: NewContents, fileName: string, at: Instant, who: string): Promise<Result<BookSummary, Failure>> {
      // a second copy beside the book it came from is a book of its own: nothing may mix the two up. What is left of a
      // book that cannot be read is no book: this one comes back in its place, as itself.
      const here = await books.open(contents.identity.bookId)
      if (!here.ok && here.failure.type !== 'BookNotFound' && here.failure.type !== 'StoredDataDamaged') return here
      const identity = here.ok ? { ...contents.identity, bookId: createId(parts.randomBytes) } : contents.identity
      const own = contents.format === 'nightsafe-db' || contents.format === 'nightsafe-json'
      const event: JournalEvent = own
        ? { type: 'book-opened-from-backup', fileName, generation: contents.generation }
        : { type: 'book-adopted', fileName, format: contents.format, records: contents.records }
      return begin(identity, contents.bytes, at, who, event)
    },
  }
}
