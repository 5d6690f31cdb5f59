import { fail, ok, type Result } from '../../core/base/result'
import type { StorageFailure } from '../../core/book/storage'
import type { JournalEntry } from '../../core/journal/journalEntry'
import type { JournalStore } from '../../core/journal/journalStore'
import { abortTransaction, createIdbDatabase, requestValue, transactionDone } from './idbDatabase'
import { storageFailureOf } from './storageFailureOf'

const DATABASE = 'nightsafe-journal'

/** The journal of this device in an IndexedDB database of its own. Appending is one transaction: windows wait for each other. */
export function createIndexedDbJournalStore(factory: IDBFactory): JournalStore {
  const database = createIdbDatabase(factory, DATABASE, (made) => {
    made.createObjectStore('entries', { keyPath: 'seq' }).createIndex('book', ['bookId', 'seq'])
  })

  async function guarded<T>(task: () => Promise<Result<T, StorageFailure>>): Promise<Result<T, StorageFailure>> {
    try {
      return await task()
    } catch (error) {
      const failure = storageFailureOf(error, 'journal')
      database.close()
      return fail(failure)
    }
  }

  return {
    append: (make) =>
      guarded(async () => {
        const connection = await database.open(true)
        if (!connection) throw new DOMException('the database was not made', 'UnknownError')
        const transaction = connection.transaction('entries', 'readwrite', { durability: 'strict' })
        const done = transactionDone(transaction)
        try {
          const store = transaction.objectStore('entries')
          const cursor = await requestValue(store.openCursor(null, 'prev'))
          const entry = make((cursor?.value as JournalEntry | undefined) ?? null)
          store.add(entry)
          await done
          return ok(entry)
        } catch (error) {
          abortTransaction(transaction)
          await done.catch(() => undefined)
          throw transaction.error ?? error
        }
      }),
    list: ({ bookId, before, limit }) =>
      guarded(async () => {
        const connection = await database.open(false)
        if (!connection || limit <= 0) return ok([])
        const store = connection.transaction('entries').objectStore('entries')
        const last = before === null ? Infinity : before
        const request =
          bookId === null
            ? store.openCursor(IDBKeyRange.upperBound(last, true), 'prev')
            : store.index('book').openCursor(IDBKeyRange.bound([bookId], [bookId, last], false, true), 'prev')
        const entries: JournalEntry[] = []
        await new Promise<void>((resolve, reject) => {
          request.onerror = () => reject(request.error ?? new DOMException('the request failed', 'UnknownError'))
          request.onsuccess = () => {
            const cursor = request.result
            if (!cursor || entries.length >= limit) return resolve()
            entries.push(cursor.value as JournalEntry)
            cursor.continue()
          }
        })
        return ok(entries)
      }),
  }
}
