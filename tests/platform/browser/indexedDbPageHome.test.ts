import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { PAGE_SIZE } from '../../../src/core/book/sqlEngine'
import { createIndexedDbPageHome, homeDatabaseName } from '../../../src/platform/browser/indexedDbPageHome'
import { requestValue, transactionDone } from '../../../src/platform/browser/idbDatabase'
import { createModelBook, printOf } from '../../support/modelBook'
import { createRandom } from '../../support/random'
import { bad, BOOK_ID, good } from '../../support/sessions'

async function makeHome(name: string) {
  const factory = new IDBFactory()
  const book = createModelBook(createRandom(name), 100)
  const home = createIndexedDbPageHome(factory, BOOK_ID)
  good(await home.save(book.head, null, book.read, true))
  const since = book.head
  const numbers = new Set<number>()
  // at least three chunks, so that each damage below has something to damage
  do for (const { number } of book.change().changes.pages) numbers.add(number)
  while (book.head.size < 60 * PAGE_SIZE)
  good(await home.save(book.head, { since, pages: [...numbers] }, book.read, true))
  /** Does something to the stored records, behind the adapter's back. */
  async function tamper(store: string, act: (objects: IDBObjectStore) => void | Promise<void>) {
    const database = await requestValue(factory.open(homeDatabaseName(BOOK_ID)))
    const transaction = database.transaction(store, 'readwrite')
    await act(transaction.objectStore(store))
    await transactionDone(transaction)
    database.close()
  }
  return { factory, book, home, tamper, fresh: () => createIndexedDbPageHome(factory, BOOK_ID) }
}

async function flip(objects: IDBObjectStore, key: IDBValidKey, at: number): Promise<void> {
  const bytes = new Uint8Array(await requestValue<ArrayBuffer>(objects.get(key)))
  bytes[at] = (bytes[at] ?? 0) ^ 4
  objects.put(bytes.buffer, key)
}

describe('a home in IndexedDB', () => {
  it.each<[string, string, (objects: IDBObjectStore) => void | Promise<void>]>([
    ['a flipped bit in a chunk', 'chunks', (objects) => flip(objects, 2, 777)],
    ['a missing chunk', 'chunks', (objects) => void objects.delete(1)],
    ['a cut chunk', 'chunks', async (objects) => void objects.put((await requestValue<ArrayBuffer>(objects.get(0))).slice(0, 4096), 0)],
    ['a chunk in the place of another', 'chunks', async (objects) => void objects.put(await requestValue<ArrayBuffer>(objects.get(0)), 1)],
    ['a flipped bit in the table', 'table', (objects) => flip(objects, 0, 9)],
    ['a missing table', 'table', (objects) => void objects.clear()],
    ['a garbled head', 'meta', async (objects) => {
      const record = await requestValue<{ json: string }>(objects.get('home'))
      objects.put({ ...record, json: record.json.replace('EUR', 'EUX') }, 'home')
    }],
  ])('sees %s', async (_name, store, act) => {
    const { tamper, fresh } = await makeHome('damage')
    await tamper(store, act)
    expect(bad(await fresh().load())).toMatchObject({ type: 'StoredDataDamaged' })
    expect(bad(await fresh().verify())).toMatchObject({ type: 'StoredDataDamaged' })
  })

  it('sees a chunk, and a chunk with its table, that are of an earlier commit', async () => {
    for (const stores of [['chunks'], ['chunks', 'table']]) {
      const { tamper, fresh, home, book } = await makeHome('stale')
      const kept = new Map<string, unknown>()
      for (const store of stores) await tamper(store, async (objects) => void kept.set(store, await requestValue(objects.get(0))))
      const since = book.head
      const head = { ...since, generation: since.generation + 1 }
      good(await home.save(head, { since, pages: [0] }, () => book.read(0, 65_536).map((byte) => byte ^ 1), true))
      good(await fresh().verify())
      for (const store of stores) await tamper(store, (objects) => void objects.put(kept.get(store), 0))
      expect(bad(await fresh().load())).toMatchObject({ type: 'StoredDataDamaged' })
      expect(bad(await fresh().verify())).toMatchObject({ type: 'StoredDataDamaged' })
    }
  })

  it('is written anew over damage', async () => {
    const { tamper, fresh, book, home } = await makeHome('anew')
    await tamper('meta', (objects) => void objects.put('rubbish', 'home'))
    good(await home.save(book.head, null, book.read, true))
    expect(printOf(good(await fresh().load()))).toEqual(book.print)
  })

  it('puts nothing when a put throws, and takes the same pages again afterwards', async () => {
    const { book, home, fresh } = await makeHome('throws')
    const stored = book.print
    const since = book.head
    const numbers = new Set([0, 40])
    do for (const { number } of book.change().changes.pages) numbers.add(number)
    while (book.head.size < 60 * PAGE_SIZE)
    const pages = [...numbers]
    let reads = 0
    const outcome = await home.save(book.head, { since, pages }, (from, to) => {
      if (reads++ === 1) throw new DOMException('no memory for the clone', 'QuotaExceededError')
      return book.read(from, to).map((byte) => byte ^ 1)
    }, true)
    expect(bad(outcome)).toEqual({ type: 'StorageFull' })
    expect(printOf(good(await fresh().load()))).toEqual(stored)
    good(await home.save(book.head, { since, pages }, book.read, true))
    expect(printOf(good(await fresh().load()))).toEqual(book.print)
  })

  it('leaves no empty database behind when only asked', async () => {
    const factory = new IDBFactory()
    expect(good(await createIndexedDbPageHome(factory, BOOK_ID).readHead())).toBeNull()
    expect(await factory.databases()).toEqual([])
  })
})
