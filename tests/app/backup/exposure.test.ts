import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, expect, test } from 'vitest'
import { useExposureStore } from '../../../src/app/stores/exposure'
import { clientKey } from '../../../src/app/useClient'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock, type TestClock } from '../../support/createMemoryClient'
import { eventually } from '../../support/eventually'

let clock: TestClock
beforeEach(() => {
  clock = createTestClock()
})

async function must<T>(outcome: Promise<{ ok: true; value: T } | { ok: false; failure: { type: string } }>): Promise<T> {
  const result = await outcome
  if (!result.ok) throw new Error(result.failure.type)
  return result.value
}

async function openStore(client: NightsafeClient, bookId: string) {
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia).provide(clientKey, client)
  setActivePinia(pinia)
  const store = useExposureStore()
  const refresh = async () => {
    store.follow((await must(client.device.describeBook(bookId))).head)
    await store.load()
  }
  await must(client.device.openBook(bookId))
  await refresh()
  return { store, refresh }
}

const start = async () => {
  const client = await createMemoryClient({ clock })
  await client.start()
  const { bookId } = await must(client.device.createBook({ templateId: 'blank', name: 'Home', currency: 'EUR', withSamples: false, at: clock.now(), who: '' }))
  const rename = (name: string) => must(client.device.edit(bookId, { type: 'renameBook', name }, clock.now()))
  const backUp = async () => {
    const made = await must(client.makeBackup(bookId, { kind: 'manual', note: '' }, () => undefined).outcome)
    return new File([made.file], made.fileName)
  }
  return { client, bookId, rename, backUp }
}

test('a restored state is in a file: only what comes after it exists only here', async () => {
  const { client, bookId, rename, backUp } = await start()
  await rename('A')
  const file = await backUp()
  await rename('B')
  await rename('C')
  const { store, refresh } = await openStore(client, bookId)
  expect(store.exposure?.changes).toBe(2)
  clock.advance(1000)
  await must(client.restoreOver(file, bookId, () => undefined).outcome)
  await refresh()
  expect(store.exposure?.changes).toBe(0)
  await rename('D')
  await refresh()
  expect(store.exposure?.changes).toBe(1)
})

test('undoing a restore brings the exposure back', async () => {
  const { client, bookId, rename, backUp } = await start()
  const file = await backUp()
  await rename('A')
  await rename('B')
  await must(client.restoreOver(file, bookId, () => undefined).outcome)
  const { store, refresh } = await openStore(client, bookId)
  expect(store.exposure?.changes).toBe(0)
  await must(client.device.undoRestore(bookId, clock.now(), ''))
  await refresh()
  expect(store.exposure?.changes).toBeGreaterThanOrEqual(2)
})

test('a book that came back on a fresh device has nothing that exists only here', async () => {
  const { rename, backUp } = await start()
  await rename('A')
  const file = await backUp()
  const fresh = await createMemoryClient({ clock })
  await fresh.start()
  const book = await must(fresh.openAsNewBook(file, { name: 'A', currency: 'EUR', wake: false }, () => undefined).outcome)
  const { store, refresh } = await openStore(fresh, book.bookId)
  expect(store.exposure).toMatchObject({ changes: 0, lastBackup: null })
  await must(fresh.device.edit(book.bookId, { type: 'renameBook', name: 'B' }, clock.now()))
  await eventually(async () => {
    await refresh()
    expect(store.exposure?.changes).toBe(1)
  })
})
