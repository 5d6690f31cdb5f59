import { fail, ok, type Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import { homeRefusalOf } from '../../core/book/homeRefusal'
import { PAGE_SIZE, type Page } from '../../core/book/sqlEngine'
import type { ChangedPages, PageHome, StorageFailure } from '../../core/book/storage'
import { CHUNK_BYTES, chunkSum, createChunkTable, type ChunkTable } from './chunkTable'
import { homeRecordOf, readHomeRecord } from './homeRecord'
import { abortTransaction, createIdbDatabase, requestValue, transactionDone } from './idbDatabase'
import { storageFailureOf } from './storageFailureOf'

const MEDIUM = 'IndexedDB'
const STORES = ['chunks', 'table', 'meta']
/** Chunks that one step of verifying reads. */
const VERIFY_CHUNKS = 16
const CHUNK_PAGES = CHUNK_BYTES / PAGE_SIZE
const damage = (detail: string) => ({ type: 'StoredDataDamaged', medium: MEDIUM, detail }) as const
const damaged = (detail: string) => fail(damage(detail))

/** The name of the database that holds a book's pages. */
export const homeDatabaseName = (bookId: string) => `nightsafe-home-${bookId}`

/** Bytes of the file in a chunk. */
const roomOf = (chunk: number, size: number) => Math.min(CHUNK_BYTES, size - chunk * CHUNK_BYTES)

function isChunkGood(value: unknown, chunk: number, table: ChunkTable, size: number): value is ArrayBuffer {
  const { sum, generation } = table.entry(chunk)
  return value instanceof ArrayBuffer && value.byteLength >= roomOf(chunk, size) && chunkSum(new Uint8Array(value), chunk, generation) === sum
}

async function readTable(transaction: IDBTransaction): Promise<ChunkTable> {
  const store = transaction.objectStore('table')
  const [keys, values] = await Promise.all([requestValue(store.getAllKeys()), requestValue<ArrayBuffer[]>(store.getAll())])
  return createChunkTable(new Map(values.map((block, i) => [Number(keys[i]), new Uint32Array(block)])))
}

/**
 * The home of a book in an IndexedDB database of its own. Store `chunks`: 64 KiB of the file under each number; `table`:
 * their checksums and generations (see `chunkTable.ts`); `meta`: the record `home` with the head. A commit is one
 * transaction that reads the head first and aborts when epoch or generation are not what they should be.
 */
export function createIndexedDbPageHome(factory: IDBFactory, bookId: string): PageHome {
  const database = createIdbDatabase(factory, homeDatabaseName(bookId), (made) => {
    for (const store of STORES) made.createObjectStore(store)
  })
  // the table as this window last saw it, and the stored state it belongs to
  let known: { table: ChunkTable; epoch: number; generation: number } | null = null

  async function guarded<T>(task: () => Promise<Result<T, StorageFailure>>): Promise<Result<T, StorageFailure>> {
    try {
      return await task()
    } catch (error) {
      const failure = storageFailureOf(error, MEDIUM)
      // a connection that has failed is not used again
      if (failure.type === 'StorageLost') database.close()
      known = null
      return fail(failure)
    }
  }

  async function write(
    transaction: IDBTransaction,
    head: BookHead,
    changed: ChangedPages | null,
    chunks: readonly number[],
    chunkAt: (chunk: number) => Uint8Array<ArrayBuffer>,
  ): Promise<Result<undefined, StorageFailure>> {
    const done = transactionDone(transaction)
    const count = Math.ceil(head.size / CHUNK_BYTES)
    let refusal: StorageFailure | null = null
    try {
      const stored = requestValue<unknown>(transaction.objectStore('meta').get('home'))
      // awaited below, unless a put throws before that
      stored.catch(() => undefined)
      const store = transaction.objectStore('chunks')
      if (!changed) store.clear()
      const sums: [number, number][] = []
      // all before the first await: the bytes must be of this moment, and a put clones them at once
      for (const chunk of chunks) {
        const bytes = chunkAt(chunk)
        sums.push([chunk, chunkSum(bytes, chunk, head.generation)])
        store.put(bytes.buffer, chunk)
      }
      store.delete(IDBKeyRange.lowerBound(count))

      const record = readHomeRecord(await stored)
      refusal = homeRefusalOf(record?.head ?? null, head, changed, MEDIUM)
      if (!refusal) {
        let table = createChunkTable()
        if (changed && record) {
          const isKnown = known?.generation === record.head.generation && known.epoch === record.head.epoch
          table = isKnown && known ? known.table.copy() : await readTable(transaction)
          if (table.total !== record.total) refusal = damage('the table does not belong to the head')
        }
        for (const [chunk, sum] of sums) table.set(chunk, sum, head.generation)
        table.cut(count)
        const blocks = transaction.objectStore('table')
        if (!changed) blocks.clear()
        for (const number of table.changedBlocks) blocks.put(table.block(number), number)
        transaction.objectStore('meta').put(homeRecordOf(head, table), 'home')
        if (!refusal) {
          await done
          known = { table, epoch: head.epoch, generation: head.generation }
          return ok()
        }
      }
    } catch (error) {
      // a put that throws does not abort by itself: what was put before it would be committed alone
      abortTransaction(transaction)
      await done.catch(() => undefined)
      // why the browser aborted it (no room, for one) says more than the request that failed along with it
      throw transaction.error ?? error
    }
    abortTransaction(transaction)
    await done.catch(() => undefined)
    return fail(refusal)
  }

  function save(head: BookHead, changed: ChangedPages | null, read: (from: number, to: number) => Uint8Array, strict: boolean) {
    const count = Math.ceil(head.size / CHUNK_BYTES)
    const touched = changed ? [...new Set(changed.pages.map((page) => Math.floor(page / CHUNK_PAGES)))] : Array.from({ length: count }, (_, i) => i)
    const chunks = touched.filter((chunk) => chunk < count).sort((a, b) => a - b)
    const chunkAt = (chunk: number) => new Uint8Array(read(chunk * CHUNK_BYTES, Math.min((chunk + 1) * CHUNK_BYTES, head.size)))
    const begin = (connection: IDBDatabase) => connection.transaction(STORES, 'readwrite', { durability: strict ? 'strict' : 'relaxed' })

    /** A transaction on the open connection, at once; null when there is none, or it turns out to be closed. */
    function beginNow(): IDBTransaction | null {
      try {
        return database.connection && begin(database.connection)
      } catch (error) {
        if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error
        database.close()
        return null
      }
    }
    return guarded(async () => {
      const transaction = beginNow()
      if (transaction) return write(transaction, head, changed, chunks, chunkAt)
      const kept = new Map(chunks.map((chunk) => [chunk, chunkAt(chunk)]))
      const opened = await database.open(true)
      if (!opened) throw new DOMException('the database was not made', 'UnknownError')
      return write(begin(opened), head, changed, chunks, (chunk) => kept.get(chunk) ?? new Uint8Array(0))
    })
  }

  return {
    readHead: () =>
      guarded(async () => {
        const connection = await database.open(false)
        if (!connection) return ok(null)
        const stored = await requestValue<unknown>(connection.transaction('meta').objectStore('meta').get('home'))
        if (stored === undefined) return ok(null)
        const record = readHomeRecord(stored)
        return record ? ok(record.head) : damaged('head')
      }),
    load: () =>
      guarded(async () => {
        const connection = await database.open(false)
        if (!connection) return ok(null)
        const transaction = connection.transaction(STORES)
        const [stored, table] = await Promise.all([requestValue<unknown>(transaction.objectStore('meta').get('home')), readTable(transaction)])
        if (stored === undefined) return ok(null)
        const record = readHomeRecord(stored)
        if (!record) return damaged('head')
        if (table.total !== record.total) return damaged('chunk table')
        const { size } = record.head
        const bytes = new Uint8Array(size)
        const store = transaction.objectStore('chunks')
        let wrong = -1
        // all asked at once: several times faster than one after the other
        await Promise.all(
          Array.from({ length: Math.ceil(size / CHUNK_BYTES) }, async (_, chunk) => {
            const value = await requestValue<unknown>(store.get(chunk))
            if (isChunkGood(value, chunk, table, size)) bytes.set(new Uint8Array(value, 0, roomOf(chunk, size)), chunk * CHUNK_BYTES)
            else wrong = chunk
          }),
        )
        if (wrong >= 0) return damaged(`chunk ${wrong}`)
        known = { table, epoch: record.head.epoch, generation: record.head.generation }
        return ok({ head: record.head, bytes })
      }),
    verify: () =>
      guarded(async () => {
        for (let from = 0; ; from += VERIFY_CHUNKS) {
          const connection = await database.open(false)
          if (!connection) return ok()
          // a transaction of its own for each step: one for all would hold up every commit until it ends
          const transaction = connection.transaction(STORES)
          const [stored, table] = await Promise.all([requestValue<unknown>(transaction.objectStore('meta').get('home')), readTable(transaction)])
          if (stored === undefined) return ok()
          const record = readHomeRecord(stored)
          if (!record) return damaged('head')
          if (table.total !== record.total) return damaged('chunk table')
          const count = Math.ceil(record.head.size / CHUNK_BYTES)
          if (from >= count) return ok()
          const chunks = Array.from({ length: Math.min(VERIFY_CHUNKS, count - from) }, (_, i) => from + i)
          const store = transaction.objectStore('chunks')
          const values = await Promise.all(chunks.map((chunk) => requestValue<unknown>(store.get(chunk))))
          for (const [i, chunk] of chunks.entries()) if (!isChunkGood(values[i], chunk, table, record.head.size)) return damaged(`chunk ${chunk}`)
        }
      }),
    save,
    changesAfter: (after) =>
      guarded(async () => {
        const connection = await database.open(false)
        if (!connection) return ok(null)
        const transaction = connection.transaction(STORES)
        const [stored, table] = await Promise.all([requestValue<unknown>(transaction.objectStore('meta').get('home')), readTable(transaction)])
        if (stored === undefined) return ok(null)
        const record = readHomeRecord(stored)
        if (!record || table.total !== record.total) return damaged('head')
        const { head } = record
        if (head.generation <= after) return ok(null)
        const pages: Page[] = []
        const store = transaction.objectStore('chunks')
        const chunks = table.chunksAfter(after, Math.ceil(head.size / CHUNK_BYTES))
        const values = await Promise.all(chunks.map((chunk) => requestValue<unknown>(store.get(chunk))))
        for (const [i, chunk] of chunks.entries()) {
          const value = values[i]
          if (!isChunkGood(value, chunk, table, head.size)) return damaged(`chunk ${chunk}`)
          for (let at = 0; at < value.byteLength && chunk * CHUNK_BYTES + at < head.size; at += PAGE_SIZE) {
            pages.push({ number: (chunk * CHUNK_BYTES + at) / PAGE_SIZE, bytes: new Uint8Array(value.slice(at, at + PAGE_SIZE)) })
          }
        }
        return ok({ head, changes: { size: head.size, pages } })
      }),
    close: () => database.close(),
    async destroy() {
      known = null
      await database.destroy()
    },
  }
}
