import { createStore, set } from 'idb-keyval'
import { ok } from '../src/core/base/result'
import type { BookSession } from '../src/core/book/bookSession'
import { createBookSession } from '../src/core/book/createBookSession'
import { createBrowserShelf } from '../src/platform/browser/browserShelf'
import { detectOpfs } from '../src/platform/browser/opfsFiles'
import { randomBytes } from '../src/platform/browser/randomBytes'
import { startBrowserEngine } from '../src/worker/browserEngine'
import { benchIdentity, makeBookFile } from './makeBook'
import { spread, timed } from './measure'
import { EDIT_SQL, editOf, recordsFor } from './workload'

const at = { utc: 0, offsetMinutes: 0, zone: 'UTC' }

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('no reason given'))
  })
}

/** A bare IndexedDB put of one chunk, strict: what any store in IndexedDB costs at least. */
async function createBarePut() {
  const opening = indexedDB.open('bench-bare', 1)
  opening.onupgradeneeded = () => void opening.result.createObjectStore('chunks')
  const db = await request(opening)
  const chunk = new Uint8Array(65_536).fill(7).buffer
  return () =>
    new Promise<void>((resolve, reject) => {
      const transaction = db.transaction('chunks', 'readwrite', { durability: 'strict' })
      transaction.objectStore('chunks').put(chunk, 1)
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'))
      transaction.commit()
    })
}

/** A bare OPFS write and flush of one page, in a file that is long enough. */
async function createBareFlush() {
  const root = await navigator.storage.getDirectory()
  const handle = await (await root.getFileHandle('bench-bare', { create: true })).createSyncAccessHandle()
  handle.truncate(16 * 1024 * 1024)
  const page = new Uint8Array(4_200).fill(7)
  let position = 0
  return () => {
    handle.write(page, { at: position })
    handle.flush()
    position = (position + page.length) % (15 * 1024 * 1024)
  }
}

function editIn(session: BookSession, round: number, records: number) {
  return session.write(at, (db) => {
    const statement = db.prepare(EDIT_SQL)
    statement.run(editOf(round, records))
    statement.free()
    return ok()
  })
}

/**
 * One edited record made durable, in five ways in turn: this book with log and home; the home alone, strictly; the
 * whole file exported and put by idb-keyval; and the two bare floors. `rounds` edits each, `slowRounds` of the whole file.
 */
export async function measureEdits(megabytes: number, rounds: number, slowRounds: number) {
  const engine = await startBrowserEngine()
  const root = await detectOpfs()
  if (!root) throw new Error('no OPFS here')
  const records = recordsFor(megabytes)
  const file = makeBookFile(engine, megabytes)
  const open = async (number: number, shelf: ReturnType<typeof createBrowserShelf>) => {
    const identity = benchIdentity(megabytes * 10 + number)
    const created = await createBookSession({ engine, storage: shelf.storageOf(identity.bookId), randomBytes }, { identity, bytes: file.slice(), at })
    if (!created.ok) throw new Error(created.failure.type)
    return created.value
  }
  const ours = await open(1, createBrowserShelf(root))
  const homeOnly = await open(2, createBrowserShelf(null))
  const rival = engine.open(file)
  const rivalStore = createStore('bench-rival', 'files')
  const barePut = await createBarePut()
  const bareFlush = await createBareFlush()

  const ms = { ours: [] as number[], homeOnly: [] as number[], exportAndPut: [] as number[], barePut: [] as number[], bareFlush: [] as number[] }
  const slowEvery = Math.max(1, Math.floor(rounds / slowRounds))
  for (let round = 0; round < rounds; round++) {
    const own = await timed(() => editIn(ours, round, records))
    if (!own.value.ok) throw new Error(own.value.failure.type)
    ms.ours.push(own.ms)
    // what follows an acknowledgement must not be counted against the next way
    await ours.settle()
    const home = await timed(() => editIn(homeOnly, round, records))
    if (!home.value.ok) throw new Error(home.value.failure.type)
    ms.homeOnly.push(home.ms)
    ms.barePut.push((await timed(barePut)).ms)
    ms.bareFlush.push((await timed(bareFlush)).ms)
    if (round % slowEvery !== 0) continue
    const slow = await timed(async () => {
      const statement = rival.prepare(EDIT_SQL)
      statement.run(editOf(round, records))
      statement.free()
      await set('book', rival.bytes(), rivalStore)
    })
    ms.exportAndPut.push(slow.ms)
  }
  await ours.close()
  await homeOnly.close()
  rival.close()
  return Object.fromEntries(Object.entries(ms).map(([way, figures]) => [way, spread(figures)]))
}
