import { equalBytes } from '../../core/base/bytes'
import { checksum32 } from '../../core/base/checksum'
import { fail, ok, type Result } from '../../core/base/result'
import type { SafetyCopyInfo, SafetyCopyStore, StorageFailure } from '../../core/book/storage'
import { abortTransaction, createIdbDatabase, requestValue, transactionDone } from './idbDatabase'
import { storageFailureOf } from './storageFailureOf'
import { safetyDatabaseName } from './safetyDatabaseName'

const PIECE_BYTES = 1_048_576

interface StoredCopy {
  readonly info: SafetyCopyInfo
  readonly size: number
  readonly sum: number
}

/** Safety copies of a book in an IndexedDB database of their own, where there is no OPFS: pieces of 1 MiB under [id, number]. */
export function createIndexedDbSafetyCopies(factory: IDBFactory, bookId: string): SafetyCopyStore {
  const medium = 'safety copies'
  const database = createIdbDatabase(factory, safetyDatabaseName(bookId), (made) => {
    made.createObjectStore('copies')
    made.createObjectStore('pieces')
  })
  const piecesOf = (id: string) => IDBKeyRange.bound([id], [id, []])

  async function guarded<T, F>(task: () => Promise<Result<T, F>>): Promise<Result<T, F | StorageFailure>> {
    try {
      return await task()
    } catch (error) {
      database.close()
      return fail(storageFailureOf(error, medium))
    }
  }

  async function read(id: string): Promise<Result<Uint8Array<ArrayBuffer>, { type: 'SafetyCopyNotFound' } | StorageFailure>> {
    const connection = await database.open(false)
    if (!connection) return fail({ type: 'SafetyCopyNotFound' })
    const transaction = connection.transaction(['copies', 'pieces'])
    const copy = await requestValue<StoredCopy | undefined>(transaction.objectStore('copies').get(id))
    if (!copy) return fail({ type: 'SafetyCopyNotFound' })
    const pieces = await requestValue<ArrayBuffer[]>(transaction.objectStore('pieces').getAll(piecesOf(id)))
    const bytes = new Uint8Array(copy.size)
    let at = 0
    for (const piece of pieces) {
      if (at + piece.byteLength > bytes.length) break
      bytes.set(new Uint8Array(piece), at)
      at += piece.byteLength
    }
    if (at !== copy.size || checksum32(bytes, 0) !== copy.sum) return fail({ type: 'StoredDataDamaged', medium, detail: 'checksum' })
    return ok(bytes)
  }

  async function remove(id: string): Promise<void> {
    const connection = await database.open(false)
    if (!connection) return
    const transaction = connection.transaction(['copies', 'pieces'], 'readwrite')
    transaction.objectStore('copies').delete(id)
    transaction.objectStore('pieces').delete(piecesOf(id))
    await transactionDone(transaction)
  }

  return {
    save: (info, bytes) =>
      guarded(async () => {
        const connection = await database.open(true)
        if (!connection) throw new DOMException('the database was not made', 'UnknownError')
        const transaction = connection.transaction(['copies', 'pieces'], 'readwrite', { durability: 'strict' })
        const done = transactionDone(transaction)
        try {
          const pieces = transaction.objectStore('pieces')
          for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
            pieces.put(bytes.slice(at, at + PIECE_BYTES).buffer, [info.id, at / PIECE_BYTES])
          }
          transaction.objectStore('copies').put({ info, size: bytes.length, sum: checksum32(bytes.slice(), 0) } satisfies StoredCopy, info.id)
        } catch (error) {
          abortTransaction(transaction)
          await done.catch(() => undefined)
          throw transaction.error ?? error
        }
        await done
        const reread = await read(info.id)
        if (reread.ok && equalBytes(reread.value, bytes)) return ok()
        await remove(info.id)
        return fail({ type: 'StoredDataDamaged', medium, detail: 'read back differently' } as const)
      }),
    list: () =>
      guarded(async () => {
        const connection = await database.open(false)
        if (!connection) return ok([])
        const copies = await requestValue<StoredCopy[]>(connection.transaction('copies').objectStore('copies').getAll())
        return ok(copies.map(({ info }) => info).sort((a, b) => b.head.generation - a.head.generation))
      }),
    read: (id) => guarded(() => read(id)),
    remove,
    destroy: () => database.destroy(),
  }
}
