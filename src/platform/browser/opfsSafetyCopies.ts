import { equalBytes } from '../../core/base/bytes'
import type { FailureOf } from '../../core/base/failure'
import { fail, ok, type Result } from '../../core/base/result'
import type { SafetyCopyInfo, SafetyCopyStore, StorageFailure } from '../../core/book/storage'
import { listEntries, openDirectory, openSyncFile } from './opfsFiles'
import { removeEmptyDirectory } from './removeEmptyDirectory'
import { readerOf, readerOfFile, readSealedBytes, readSealedFrame, writeSealed, type SealedFrame } from './sealedFile'
import { storageFailureOf } from './storageFailureOf'

/** 'NSSC': the first bytes of a safety copy. */
const MAGIC = 0x4353534e
const DIRECTORY = 'safety-copies'
const fileName = (id: string) => `${id}.copy`

const newestFirst = (a: SafetyCopyInfo, b: SafetyCopyInfo) => b.head.generation - a.head.generation

/** Safety copies of a book in the origin private file system: `nightsafe/<book id>/safety-copies/<id>.copy`, each a sealed file. */
export function createOpfsSafetyCopies(root: FileSystemDirectoryHandle, bookId: string): SafetyCopyStore {
  const medium = 'safety copies'

  async function guarded<T, F>(task: () => Promise<Result<T, F>>): Promise<Result<T, F | StorageFailure>> {
    try {
      return await task()
    } catch (error) {
      return fail(storageFailureOf(error, medium))
    }
  }
  async function directory(create: boolean): Promise<FileSystemDirectoryHandle | null> {
    const book = await openDirectory(root, bookId, create)
    return book && openDirectory(book, DIRECTORY, create)
  }
  async function remove(id: string): Promise<void> {
    try {
      await (await directory(false))?.removeEntry(fileName(id))
    } catch (error) {
      // what is gone already is removed
      if (storageFailureOf(error, medium).type !== 'StorageLost') throw error
    }
  }
  async function openFrame(copies: FileSystemDirectoryHandle, name: string): Promise<{ frame: SealedFrame; read: Awaited<ReturnType<typeof readerOfFile>> } | null> {
    const read = await readerOfFile(await copies.getFileHandle(name))
    const frame = await readSealedFrame(read, MAGIC)
    return frame && { frame, read }
  }

  return {
    save: (info, bytes) =>
      guarded(async () => {
        const copies = await directory(true)
        const file = await openSyncFile(await (copies ?? root).getFileHandle(fileName(info.id), { create: true }))
        if (!file) throw new DOMException('the copy is held by another window', 'NoModificationAllowedError')
        let isGood = false
        try {
          writeSealed(file, MAGIC, JSON.stringify(info), bytes.length, info.head.generation, (from, to) => bytes.subarray(from, to))
          const read = readerOf(file)
          const frame = await readSealedFrame(read, MAGIC)
          const reread = frame && (await readSealedBytes(read, frame))
          isGood = reread !== null && equalBytes(reread, bytes)
        } finally {
          file.close()
          if (!isGood) await remove(info.id)
        }
        return isGood ? ok() : fail({ type: 'StoredDataDamaged', medium, detail: 'read back differently' } as const)
      }),
    list: () =>
      guarded(async () => {
        const copies = await directory(false)
        const infos: SafetyCopyInfo[] = []
        if (copies) {
          for (const name of await listEntries(copies)) {
            const opened = name.endsWith('.copy') ? await openFrame(copies, name) : null
            // the seal holds: the JSON is what was written; one without a seal was never finished
            if (opened) infos.push(JSON.parse(opened.frame.json) as SafetyCopyInfo)
          }
        }
        return ok(infos.sort(newestFirst))
      }),
    read: (id) =>
      guarded(async (): Promise<Result<Uint8Array<ArrayBuffer>, StorageFailure | FailureOf<'SafetyCopyNotFound'>>> => {
        const copies = await directory(false)
        const names = copies ? await listEntries(copies) : []
        if (!copies || !names.includes(fileName(id))) return fail({ type: 'SafetyCopyNotFound' })
        const opened = await openFrame(copies, fileName(id))
        const bytes = opened && (await readSealedBytes(opened.read, opened.frame))
        return bytes ? ok(bytes) : fail({ type: 'StoredDataDamaged', medium, detail: 'checksum' })
      }),
    remove,
    async destroy() {
      const book = await openDirectory(root, bookId, false)
      if (book && (await listEntries(book)).includes(DIRECTORY)) await book.removeEntry(DIRECTORY, { recursive: true })
      await removeEmptyDirectory(root, bookId)
    },
  }
}
