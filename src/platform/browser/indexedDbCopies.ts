import { equalBytes } from '../../core/base/bytes'
import { checksum32 } from '../../core/base/checksum'
import { fail, ok, type Result } from '../../core/base/result'
import type { StorageFailure } from '../../core/book/storage'
import { abortTransaction, createIdbDatabase, requestValue, transactionDone } from './idbDatabase'
import { storageFailureOf } from './storageFailureOf'

const PIECE_BYTES = 1_048_576

interface StoredCopy<Info> {
  readonly info: Info
  readonly size: number
  readonly sum: number
}

/** Copies of a book in an IndexedDB database of their own, each with what is known of it. */
export interface IndexedDbCopies<Info> {
  /** Stores strictly, rereads and compares; a copy that is not read back as it was is removed again. */
  save(id: string, info: Info, bytes: Uint8Array): Promise<Result<undefined, StorageFailure>>
  /** In no order. */
  list(): Promise<Result<readonly Info[], StorageFailure>>
  /** Null when there is none of that id. */
  read(id: string): Promise<Result<{ readonly info: Info; readonly bytes: Uint8Array<ArrayBuffer> } | null, StorageFailure>>
  remove(id: string): Promise<void>
  destroy(): Promise<void>
}

/** Where there is no OPFS: pieces of 1 MiB under [id, number], and beside them the copy's size and checksum. */
export function createIndexedDbCopies<Info>(factory: IDBFactory, name: string, medium: string): IndexedDbCopies<Info> {
  const database = createIdbDatabase(factory, name, (made) => {
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

  async function read(id: string): Promise<Result<{ info: Info; bytes: Uint8Array<ArrayBuffer> } | null, StorageFailure>> {
    const connection = await database.open(false)
    if (!connection) return ok(null)
    const transaction = connection.transaction(['copies', 'pieces'])
    const copy = await requestValue<StoredCopy<Info> | undefined>(transaction.objectStore('copies').get(id))
    if (!copy) return ok(null)
    const pieces = await requestValue<ArrayBuffer[]>(transaction.objectStore('pieces').getAll(piecesOf(id)))
    const bytes = new Uint8Array(copy.size)
    let at = 0
    for (const piece of pieces) {
      if (at + piece.byteLength > bytes.length) break
      bytes.set(new Uint8Array(piece), at)
      at += piece.byteLength
    }
    if (at !== copy.size || checksum32(bytes, 0) !== copy.sum) return fail({ type: 'StoredDataDamaged', medium, detail: 'checksum' })
    return ok({ info: copy.info, bytes })
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
    save: (id, info, bytes) =>
      guarded(async () => {
        const connection = await database.open(true)
        if (!connection) throw new DOMException('the database was not made', 'UnknownError')
        const transaction = connection.transaction(['copies', 'pieces'], 'readwrite', { durability: 'strict' })
        const done = transactionDone(transaction)
        try {
          const pieces = transaction.objectStore('pieces')
          for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
            pieces.put(bytes.slice(at, at + PIECE_BYTES).buffer, [id, at / PIECE_BYTES])
          }
          transaction.objectStore('copies').put({ info, size: bytes.length, sum: checksum32(bytes.slice(), 0) } satisfies StoredCopy<Info>, id)
        } catch (error) {
          abortTransaction(transaction)
          await done.catch(() => undefined)
          throw transaction.error ?? error
        }
        await done
        const reread = await read(id)
        if (reread.ok && reread.value && equalBytes(reread.value.bytes, bytes)) return ok()
        await remove(id)
        return fail({ type: 'StoredDataDamaged', medium, detail: 'read back differently' } as const)
      }),
    list: () =>
      guarded(async () => {
        const connection = await database.open(false)
        if (!connection) return ok([])
        const copies = await requestValue<StoredCopy<Info>[]>(connection.transaction('copies').objectStore('copies').getAll())
        return ok(copies.map(({ info }) => info))
      }),
    read: (id) => guarded(() => read(id)),
    remove,
    destroy: () => database.destroy(),
  }
}
