import type { Instant } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import { createId } from '../../core/base/id'
import { fail, ok, type Result } from '../../core/base/result'
import { sha256Hex } from '../../core/base/sha256'
import type { BookHead } from '../../core/book/bookHead'
import { continueLineage } from '../../core/book/lineage'
import type { SafetyCopyInfo } from '../../core/book/storage'
import type { DeviceEvent, NewContents } from '../deviceApi'
import { digestFile, tidySafetyCopies } from './copyChecks'
import type { DeviceJournal } from './deviceJournal'
import type { DeviceParts } from './deviceParts'
import type { OpenBooks } from './openBooks'

/** Restoring over a book, and undoing it. Every step that replaces the book takes a verified safety copy first. */
export function createRestores(parts: DeviceParts, books: OpenBooks, journal: DeviceJournal, tell: (event: DeviceEvent) => void) {
  async function contentDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const digest = await digestFile(parts.sqlEngine, bytes)
    // a file that cannot be digested has no digest that anything could be equal to
    return digest.ok ? digest.value : digest.failure.type
  }

  async function undoable(bookId: string): Promise<Result<SafetyCopyInfo | null, Failure>> {
    const open = await books.open(bookId)
    if (!open.ok) return open
    const copies = await parts.shelf.storageOf(bookId).safetyCopies.list()
    if (!copies.ok) return copies
    const newest = copies.value.reduce<SafetyCopyInfo | null>((best, copy) => (best && best.head.generation >= copy.head.generation ? best : copy), null)
    // told from what is stored, not from the journal: a kill between the switch and its entry must not cost the undo.
    // A copy whose line the book is still on belongs to a restore that did not come to be.
    const isSwitched = newest?.head.identity.lineage.at(-1)?.branch !== open.value.session.head.identity.lineage.at(-1)?.branch
    return ok(newest?.reason === 'before-restore' && isSwitched ? newest : null)
  }

  return {
    undoable,

    async replace(bookId: string, contents: NewContents, fileName: string, at: Instant, who: string): Promise<Result<{ head: BookHead; safetyCopy: SafetyCopyInfo }, Failure>> {
      const open = await books.open(bookId)
      if (!open.ok) return open
      const { session } = open.value
      const fromGeneration = session.head.generation
      if (contents.identity.bookId !== bookId) return fail({ type: 'NothingToRestore' })
      // changes made since the file was prepared are in the safety copy; the new line begins after them
      const from = Math.max(fromGeneration, contents.generation) + 1
      const lineage = contents.identity.lineage.map((entry, i, all) => (i === all.length - 1 ? { ...entry, from } : entry))
      const size = contents.bytes.length
      const replaced = await session.replace({
        at,
        reason: 'before-restore',
        identity: { ...contents.identity, lineage },
        bytes: contents.bytes,
        expectedDigest: contents.contentDigest,
        // the job looked into these very bytes: that they are the same is known from less
        contentDigest: (bytes) => (bytes.length === size && sha256Hex(bytes) === contents.fileDigest ? Promise.resolve(contents.contentDigest) : contentDigest(bytes)),
      })
      if (!replaced.ok) return replaced
      const { head, safetyCopy } = replaced.value
      await tidySafetyCopies(parts.shelf.storageOf(bookId).safetyCopies)
      const noted = await journal.append(at, bookId, who, { type: 'restored', fileName, fromGeneration, generation: head.generation, safetyCopy: safetyCopy.id })
      // done and proven, whether or not the journal could take the line
      if (!noted.ok) tell({ type: 'storage-failing', failure: noted.failure })
      return ok({ head, safetyCopy })
    },

    async undo(bookId: string, at: Instant, who: string): Promise<Result<{ head: BookHead }, Failure>> {
      const found = await undoable(bookId)
      if (!found.ok) return found
      const copy = found.value
      if (!copy) return fail({ type: 'NothingToUndo' })
      const open = await books.open(bookId)
      if (!open.ok) return open
      const { session } = open.value
      const bytes = await session.readSafetyCopy(copy.id)
      if (!bytes.ok) return bytes
      const origin = { lineage: copy.head.identity.lineage, generation: copy.head.generation }
      const lineage = continueLineage(origin, createId(parts.randomBytes), session.head.generation + 1)
      const replaced = await session.replace({
        at,
        reason: 'before-undo',
        identity: { ...copy.head.identity, lineage },
        bytes: bytes.value,
        expectedDigest: copy.contentDigest,
        contentDigest,
      })
      if (!replaced.ok) return replaced
      const { head } = replaced.value
      await tidySafetyCopies(parts.shelf.storageOf(bookId).safetyCopies)
      const noted = await journal.append(at, bookId, who, { type: 'restore-undone', generation: head.generation, safetyCopy: copy.id })
      if (!noted.ok) tell({ type: 'storage-failing', failure: noted.failure })
      return ok({ head })
    },
  }
}
