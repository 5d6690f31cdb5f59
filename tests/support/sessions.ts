import { equalBytes } from '../../src/core/base/bytes'
import type { Instant } from '../../src/core/base/clock'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import { ok } from '../../src/core/base/result'
import type { BookIdentity } from '../../src/core/book/bookHead'
import type { BookSession } from '../../src/core/book/bookSession'
import { createBookSession } from '../../src/core/book/createBookSession'
import { openBookSession, type SessionDeps } from '../../src/core/book/openBookSession'
import type { BookImageEngine } from '../../src/core/book/sqlEngine'
import type { Shelf } from '../../src/core/book/storage'
import type { MemoryDevice } from '../../src/platform/memory/memoryDevice'

export const BOOK_ID = '0123456789abcdef0123456789abcdef'

/** A moment of the tests' calendar; nothing depends on it. */
export const instant = (utc = 1_790_000_000_000): Instant => ({ utc, offsetMinutes: 60, zone: 'Europe/Berlin' })

export const identity: BookIdentity = {
  bookId: BOOK_ID,
  name: 'Day book',
  createdAt: instant(),
  currency: 'EUR',
  lineage: [{ branch: 'b'.repeat(32), from: 1, after: 0 }],
  asleep: [],
  samples: [],
}

/** The value of a good outcome; a failed one fails the test with its failure. */
export function good<T>(outcome: Result<T, Failure>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.failure)}`)
  return outcome.value
}

/** The failure of a failed outcome; a good one fails the test. */
export function bad<T>(outcome: Result<T, Failure>): Failure {
  if (outcome.ok) throw new Error('expected a failure')
  return outcome.failure
}

export const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))

export const depsOf = (engine: BookImageEngine, shelf: Shelf, bookId = BOOK_ID): SessionDeps => ({ engine, storage: shelf.storageOf(bookId), randomBytes })

/** A book with one table `t (a INTEGER PRIMARY KEY, b)`, of generation 2. */
export async function createTestBook(engine: BookImageEngine, shelf: Shelf): Promise<BookSession> {
  const session = good(await createBookSession(depsOf(engine, shelf), { identity, bytes: null, at: instant() }))
  good(await session.write(instant(), (db) => (db.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b)'), ok())))
  return session
}

export const openTestBook = async (engine: BookImageEngine, shelf: Shelf) => openBookSession(depsOf(engine, shelf), BOOK_ID)

/** Adds a record; gives the outcome of the write. */
export const addRecord = (session: BookSession, value: string | number) =>
  session.write(instant(), (db) => {
    const statement = db.prepare('INSERT INTO t (b) VALUES (?)')
    statement.run([value])
    statement.free()
    return ok()
  })

/** Fails unless the home holds, byte for byte, what the session shows. Call when the home has settled. */
export async function expectHomeToMatch(device: MemoryDevice, session: BookSession): Promise<void> {
  const { head, bytes } = await session.snapshot()
  const home = device.books.get(head.identity.bookId)?.home
  if (!home || home.head.generation !== head.generation || !equalBytes(home.bytes, bytes)) {
    throw new Error(`the home holds generation ${home?.head.generation ?? 'none'} and ${home?.bytes.length ?? 0} bytes, the book ${head.generation} and ${bytes.length}`)
  }
}

/** All values, in order. */
export const valuesOf = (session: BookSession) => session.read((db) => db.rows('SELECT b FROM t ORDER BY a').map(([value]) => value))
