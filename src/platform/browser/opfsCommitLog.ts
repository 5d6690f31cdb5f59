import { fail, ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { CommitLog, StorageFailure, StoredBook } from '../../core/book/storage'
import { asideName, listBookFiles, segmentName } from './bookFiles'
import { openSegment, reopenSegment, writeSegment, type LogSegment } from './logSegment'
import { openDirectory, openSyncFile, removeUnheld } from './opfsFiles'
import { readerOf, readerOfFile } from './sealedFile'
import { storageFailureOf } from './storageFailureOf'

/**
 * The commit log of a book in the origin private file system: `nightsafe/<book id>/log-<number>`, one file a segment
 * (see `sealedFile.ts` and `commitRecord.ts` for the bytes). The highest number with a good seal counts. The segment
 * before it stays until the newest one has been read back in full once, so that there always is one to fall back on.
 * A segment that a restore point lies in is then set aside instead of deleted (see `opfsRestorePoints.ts`): for the live
 * book it is as good as gone. `root` is the directory of all books.
 */
export function createOpfsCommitLog(root: FileSystemDirectoryHandle, bookId: string): CommitLog {
  const medium = 'commit log'
  let segment: LogSegment | null = null
  /** The segment last let go of: what is known of it need not be read again. */
  let parked: LogSegment | null = null

  async function guarded<T>(task: () => Promise<Result<T, StorageFailure>>): Promise<Result<T, StorageFailure>> {
    try {
      return await task()
    } catch (error) {
      const failure = storageFailureOf(error, medium)
      // a handle that has failed is not used again
      close()
      return fail(failure)
    }
  }
  function close(): void {
    segment?.file?.close()
    segment = null
  }

  /** Numbers of the live book's segments, newest first. */
  async function listNumbers(directory: FileSystemDirectoryHandle): Promise<readonly number[]> {
    return (await listBookFiles(directory)).live
  }

  async function openNumber(directory: FileSystemDirectoryHandle, number: number): Promise<LogSegment | null> {
    const handle = await directory.getFileHandle(segmentName(number))
    const file = await openSyncFile(handle)
    try {
      const read = file ? readerOf(file) : await readerOfFile(handle)
      if (parked?.number === number && (await reopenSegment(parked, read, file))) return parked
      const opened = await openSegment(number, read, file)
      if (!opened) file?.close()
      return opened
    } catch (error) {
      file?.close()
      throw error
    }
  }

  /** The newest segment that has a seal, opened if it is not yet. */
  async function openNewest(): Promise<LogSegment | null> {
    if (segment?.file) return segment
    const directory = await openDirectory(root, bookId, false)
    if (!directory) return null
    for (const number of await listNumbers(directory)) {
      const opened = await openNumber(directory, number)
      if (opened) return (segment = opened)
    }
    return null
  }

  /** Lets go of segments; those before `asideBefore` that a restore point lies in are set aside. */
  async function removeSegments(isSuperfluous: (number: number) => boolean, asideBefore = 0): Promise<void> {
    const directory = await openDirectory(root, bookId, false)
    if (!directory) return
    const { live, points } = await listBookFiles(directory)
    for (const number of live) {
      if (!isSuperfluous(number)) continue
      if (number < asideBefore && points.some((point) => point.segment === number)) await directory.getFileHandle(asideName(number), { create: true })
      else await removeUnheld(directory, segmentName(number))
    }
  }

  async function begin(head: BookHead, read: (from: number, to: number) => Uint8Array): Promise<void> {
    const directory = await openDirectory(root, bookId, true)
    if (!directory) throw new DOMException('the directory of the book is gone', 'NotFoundError')
    const { live, highest } = await listBookFiles(directory)
    const [newest = 0] = live
    const number = highest + 1
    const before = segment?.number ?? newest
    const file = await openSyncFile(await directory.getFileHandle(segmentName(number), { create: true }))
    if (!file) throw new DOMException('the new segment is held by another window', 'NoModificationAllowedError')
    try {
      const written = await writeSegment(number, file, head, read)
      close()
      segment = written
    } catch (error) {
      file.close()
      await removeSegments((found) => found === number)
      throw error
    }
    await removeSegments((found) => found < before, before)
  }

  async function recover(damaged: LogSegment): Promise<StoredBook | null> {
    const directory = await openDirectory(root, bookId, false)
    if (!directory) return null
    const { recoverSegment } = await import('./recoverSegment')
    const older = (await listNumbers(directory)).filter((number) => number < damaged.number)
    const book = await recoverSegment(damaged, older, (number) => openNumber(directory, number))
    if (book) await begin(book.head, (from, to) => book.bytes.subarray(from, to))
    return book
  }

  return {
    load: (keepOlder = false) =>
      guarded(async () => {
        const newest = await openNewest()
        if (!newest) {
          const directory = await openDirectory(root, bookId, false)
          const left = directory ? await listNumbers(directory) : []
          return left.length > 0 ? fail({ type: 'StoredDataDamaged', medium, detail: 'no segment with a good seal' } as const) : ok(null)
        }
        const book = await newest.replay()
        if (book) {
          // read in full: what came before it, and what was never finished after it, is not needed any more
          if (newest.file && !keepOlder) await removeSegments((number) => number !== newest.number, newest.number)
          return ok(book)
        }
        const recovered = await recover(newest)
        return recovered ? ok(recovered) : fail({ type: 'StoredDataDamaged', medium, detail: 'damaged snapshot' } as const)
      }),
    commitsAfter: (after) =>
      guarded(async () => {
        const newest = await openNewest()
        if (!newest || newest.head.generation > after) return ok(null)
        await newest.scan()
        return ok(await newest.commitsAfter(after))
      }),
    append: (commit) =>
      guarded(async () => {
        const newest = segment?.file ? segment : await openNewest()
        if (!newest) return fail({ type: 'StorageLost', medium } as const)
        newest.append(commit)
        return ok()
      }),
    startSegment: (head, read) =>
      guarded(async () => {
        await begin(head, read)
        return ok()
      }),
    dropNewest: (generation) =>
      guarded(async () => {
        const newest = await openNewest()
        const directory = await openDirectory(root, bookId, false)
        if (!newest || !directory || newest.head.generation !== generation) return ok()
        const older = (await listNumbers(directory)).filter((number) => number < newest.number)
        if (older.length === 0) return fail({ type: 'StorageLost', medium } as const)
        close()
        parked = null
        await removeSegments((number) => number === newest.number)
        return ok()
      }),
    get segment() {
      return segment?.file ? segment.number : null
    },
    sizes: () => segment?.sizes ?? { snapshot: 0, commits: 0 },
    release() {
      parked = segment ?? parked
      close()
      return Promise.resolve()
    },
    async destroy() {
      close()
      const { destroyOpfsLog } = await import('./destroyOpfsLog')
      await destroyOpfsLog(root, bookId)
    },
  }
}
