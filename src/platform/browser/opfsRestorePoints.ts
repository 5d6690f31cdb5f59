import type { FailureOf } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import { newestPointFirst } from '../../core/book/keepRestorePoints'
import type { RestorePointStore, StorageFailure, StoredBook, StoredRestorePoint } from '../../core/book/storage'
import { asideName, listBookFiles, pointName, segmentName } from './bookFiles'
import { openSegment, readSegmentHead } from './logSegment'
import { openDirectory, openSyncFile, removeUnheld } from './opfsFiles'
import { removeEmptyDirectory } from './removeEmptyDirectory'
import { readerOf, readerOfFile, readSealedFrame, writeSealed } from './sealedFile'
import { storageFailureOf } from './storageFailureOf'

/** 'NSRP': the first bytes of a restore point. */
const MAGIC = 0x5052534e

const isSameState = (a: BookHead, b: BookHead) =>
  a.generation === b.generation && a.epoch === b.epoch && a.size === b.size && a.identity.lineage.at(-1)?.branch === b.identity.lineage.at(-1)?.branch

/**
 * Restore points as names of states in the commit log, in the origin private file system: for each a sealed file without
 * bytes beside the segments, `nightsafe/<book id>/point-<segment>-<id>`, whose JSON is the point and its head. The file's
 * name alone keeps the segment from being deleted (see `opfsCommitLog.ts`).
 */
export function createOpfsRestorePoints(root: FileSystemDirectoryHandle, bookId: string): RestorePointStore {
  const medium = 'restore points'

  async function guarded<T, F>(task: () => Promise<Result<T, F>>): Promise<Result<T, F | StorageFailure>> {
    try {
      return await task()
    } catch (error) {
      return fail(storageFailureOf(error, medium))
    }
  }

  async function readPoint(directory: FileSystemDirectoryHandle, name: string): Promise<StoredRestorePoint | null> {
    const frame = await readSealedFrame(await readerOfFile(await directory.getFileHandle(name)), MAGIC)
    // the seal holds: the JSON is what was written; a point without one was never finished
    return frame && (JSON.parse(frame.json) as StoredRestorePoint)
  }

  /** Removes what a kill left of points that never came to be, and segments that were set aside for points which are gone. */
  async function tidy(directory: FileSystemDirectoryHandle): Promise<void> {
    for (const { name } of (await listBookFiles(directory)).points) if (!(await readPoint(directory, name))) await removeUnheld(directory, name)
    const { aside, points } = await listBookFiles(directory)
    const idle = aside.filter((number) => !points.some((point) => point.segment === number))
    for (const number of idle) await removeUnheld(directory, segmentName(number))
    // the mark last: without it the segment would be taken for one of the live book
    const { segments } = await listBookFiles(directory)
    for (const number of idle) if (!segments.includes(number)) await removeUnheld(directory, asideName(number))
  }

  return {
    kind: 'named',
    save: (point, segment) =>
      guarded(async (): Promise<Result<undefined, StorageFailure>> => {
        const directory = await openDirectory(root, bookId, false)
        if (!directory || segment === null) return fail({ type: 'StorageUnavailable', medium, reason: 'no commit log' })
        const name = pointName(segment, point.info.id)
        const file = await openSyncFile(await directory.getFileHandle(name, { create: true }))
        if (!file) throw new DOMException('the point is held by another window', 'NoModificationAllowedError')
        let isGood = false
        try {
          writeSealed(file, MAGIC, JSON.stringify(point), 0, point.head.generation, () => new Uint8Array(0))
          isGood = (await readSealedFrame(readerOf(file), MAGIC)) !== null
        } finally {
          file.close()
          if (!isGood) await removeUnheld(directory, name)
        }
        return isGood ? ok() : fail({ type: 'StoredDataDamaged', medium, detail: 'read back differently' })
      }),
    list: () =>
      guarded(async () => {
        const directory = await openDirectory(root, bookId, false)
        if (!directory) return ok([])
        const files = await listBookFiles(directory)
        const heads = new Map<number, BookHead | null>()
        const found: StoredRestorePoint[] = []
        for (const { name, segment } of files.points) {
          const point = await readPoint(directory, name)
          if (!point) continue
          let head = heads.get(segment)
          if (head === undefined) {
            head = files.segments.includes(segment) ? await readSegmentHead(await readerOfFile(await directory.getFileHandle(segmentName(segment)))) : null
            heads.set(segment, head)
          }
          found.push({ ...point, info: { ...point.info, isDamaged: !head || head.generation > point.head.generation } })
        }
        return ok(found.sort((a, b) => newestPointFirst(a.info, b.info)))
      }),
    read: (id) =>
      guarded(async (): Promise<Result<StoredBook, StorageFailure | FailureOf<'RestorePointNotFound'>>> => {
        const damaged = (detail: string) => fail({ type: 'StoredDataDamaged', medium, detail } as const)
        const directory = await openDirectory(root, bookId, false)
        const files = directory && (await listBookFiles(directory))
        const place = files?.points.find((point) => point.id === id)
        if (!directory || !files || !place) return fail({ type: 'RestorePointNotFound' })
        const point = await readPoint(directory, place.name)
        if (!point) return damaged('seal')
        if (!files.segments.includes(place.segment)) return damaged('the segment is gone')
        const read = await readerOfFile(await directory.getFileHandle(segmentName(place.segment)))
        const segment = await openSegment(place.segment, read, null)
        const book = segment && segment.head.generation <= point.head.generation ? await segment.replay(point.head.generation) : null
        return book && isSameState(book.head, point.head) ? ok(book) : damaged('checksum')
      }),
    async remove(id) {
      const directory = await openDirectory(root, bookId, false)
      if (!directory) return
      const { points } = await listBookFiles(directory)
      for (const point of points) if (point.id === id) await removeUnheld(directory, point.name)
      await tidy(directory)
    },
    async destroy() {
      const directory = await openDirectory(root, bookId, false)
      if (!directory) return
      const { points } = await listBookFiles(directory)
      for (const { name } of points) await removeUnheld(directory, name)
      await tidy(directory)
      await removeEmptyDirectory(root, bookId)
    },
  }
}
