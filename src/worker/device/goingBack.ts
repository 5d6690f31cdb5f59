import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { createId } from '../../core/base/id'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookHead, BookIdentity } from '../../core/book/bookHead'
import type { BookSession } from '../../core/book/bookSession'
import { continueLineage } from '../../core/book/lineage'
import { createBookSession } from '../../core/book/createBookSession'
import type { SafetyCopyInfo, StoredBook } from '../../core/book/storage'
import type { DeviceEvent, KeptCopies, KeptCopy } from '../deviceApi'
import { digestFile, tidySafetyCopies } from './copyChecks'
import type { DeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import type { OpenBooks } from './openBooks'
import type { RestorePoints } from './restorePoints'

type CopyName = Pick<KeptCopy, 'kind' | 'id'>

/** Letting a book go on from a copy that is kept in the browser: a restore point or a safety copy. */
export function createGoingBack(parts: DeviceParts, books: OpenBooks, journal: DeviceJournal, points: RestorePoints, tell: (event: DeviceEvent) => void) {
  const storageOf = (bookId: string) => parts.shelf.storageOf(bookId)

  async function readCopy(bookId: string, { kind, id }: CopyName): Promise<Result<StoredBook, Failure>> {
    if (kind === 'restore-point') return points.read(bookId, id)
    const { safetyCopies } = storageOf(bookId)
    const listed = await safetyCopies.list()
    if (!listed.ok) return listed
    const info = listed.value.find((copy) => copy.id === id)
    const bytes = await safetyCopies.read(id)
    if (!bytes.ok) return bytes
    return info ? ok({ head: info.head, bytes: bytes.value }) : fail({ type: 'SafetyCopyNotFound' })
  }

  /** The copy's identity on a line of its own that goes on from the copy. */
  function identityAfter(copy: BookHead, known: number): BookIdentity {
    const origin = { lineage: copy.identity.lineage, generation: copy.generation }
    return { ...copy.identity, lineage: continueLineage(origin, createId(parts.randomBytes), Math.max(known, copy.generation) + 1) }
  }

  async function note(bookId: string, copy: CopyName, copyGeneration: number, fromGeneration: number, head: BookHead, safetyCopy: string, at: Instant, who: string) {
    const { kind, id: copyId } = copy
    const noted = await journal.append(at, bookId, who, { type: 'went-back', copy: kind, copyId, copyGeneration, fromGeneration, generation: head.generation, safetyCopy })
    // done and proven, whether or not the journal could take the line
    if (!noted.ok) tell({ type: 'storage-failing', failure: noted.failure })
  }

  /** Puts the copy in the book's place: verified safety copy, new state beside the old, one switch, reread. */
  async function replace(
    session: BookSession, copy: CopyName, stored: StoredBook, expectedDigest: string, known: number, at: Instant, who: string,
  ): Promise<Result<{ head: BookHead; safetyCopy: SafetyCopyInfo }, Failure>> {
    const { bookId } = stored.head.identity
    await points.makeByItself(bookId, 'before-step', 'go-back', at)
    const fromGeneration = session.head.generation
    const replaced = await session.replace({
      at,
      reason: 'before-restore',
      identity: identityAfter(stored.head, Math.max(known, fromGeneration)),
      bytes: stored.bytes,
      expectedDigest,
      contentDigest: async (bytes) => {
        const digest = await digestFile(parts.sqlEngine, bytes)
        return digest.ok ? digest.value : digest.failure.type
      },
    })
    if (!replaced.ok) return replaced
    const { head, safetyCopy } = replaced.value
    await tidySafetyCopies(storageOf(bookId).safetyCopies)
    await note(bookId, copy, stored.head.generation, fromGeneration, head, safetyCopy.id, at, who)
    return ok({ head, safetyCopy })
  }

  /** Begins the book anew in place of what is left of it. What is left stays until the new state is stored. */
  async function beginAnew(bookId: string, copy: CopyName, stored: StoredBook, known: number, at: Instant, who: string): Promise<Result<BookHead, Failure>> {
    const left = await storageOf(bookId).home.readHead()
    const leftGeneration = left.ok ? (left.value?.generation ?? 0) : 0
    const identity = identityAfter(stored.head, Math.max(known, leftGeneration))
    const created = await createBookSession(
      { engine: parts.imageEngine, storage: storageOf(bookId), randomBytes: parts.randomBytes },
      { identity, bytes: stored.bytes, at, generation: identity.lineage.at(-1)?.from ?? 1 },
    )
    if (!created.ok) return created
    books.add(bookId, created.value)
    const { head } = created.value
    await note(bookId, copy, stored.head.generation, Math.max(known, leftGeneration), head, '', at, who)
    return ok(head)
  }

  return {
    async goBackTo(bookId: string, id: string, at: Instant, who: string): Promise<Result<{ head: BookHead; safetyCopy: SafetyCopyInfo }, Failure>> {
      const open = await books.open(bookId)
      if (!open.ok) return open
      const copy: CopyName = { kind: 'restore-point', id }
      const stored = await readCopy(bookId, copy)
      if (!stored.ok) return stored
      const digest = await digestFile(parts.sqlEngine, stored.value.bytes)
      return digest.ok ? replace(open.value.session, copy, stored.value, digest.value, 0, at, who) : digest
    },

    async keptCopies(bookId: string): Promise<Result<KeptCopies, Failure>> {
      const open = await books.open(bookId)
      const left = open.ok ? ok(open.value.session.head) : await storageOf(bookId).home.readHead()
      const [pointList, copyList] = [await points.stored(bookId), await storageOf(bookId).safetyCopies.list()]
      const copies: KeptCopy[] = [
        ...(pointList.ok ? pointList.value : []).map(({ info, head }): KeptCopy => ({ kind: 'restore-point', id: info.id, name: info.reason === 'by-hand' ? info.name : '', at: info.at, head })),
        ...(copyList.ok ? copyList.value : []).map(({ id, head }): KeptCopy => ({ kind: 'safety-copy', id, name: '', at: head.changedAt, head })),
      ]
      return ok({
        head: left.ok ? left.value : null,
        failure: open.ok ? null : open.failure,
        copies: copies.sort((a, b) => b.head.generation - a.head.generation),
      })
    },

    async bringBack(
      bookId: string, copy: CopyName, expected: { contentDigest: string; knownGeneration: number }, at: Instant, who: string,
    ): Promise<Result<{ head: BookHead; safetyCopy: SafetyCopyInfo | null }, Failure>> {
      const stored = await readCopy(bookId, copy)
      if (!stored.ok) return stored
      const digest = await digestFile(parts.sqlEngine, stored.value.bytes)
      if (!digest.ok) return digest
      if (digest.value !== expected.contentDigest) return fail({ type: 'DigestMismatch', expected: expected.contentDigest, actual: digest.value })
      const open = await books.open(bookId)
      if (open.ok) return replace(open.value.session, copy, stored.value, digest.value, expected.knownGeneration, at, who)
      if (open.failure.type !== 'BookNotFound' && open.failure.type !== 'StoredDataDamaged') return open
      const begun = await beginAnew(bookId, copy, stored.value, expected.knownGeneration, at, who)
      return begun.ok ? ok({ head: begun.value, safetyCopy: null }) : begun
    },
  }
}
