import type { BookSession } from '../src/core/book/bookSession'
import { createBookSession } from '../src/core/book/createBookSession'
import { createBrowserShelf } from '../src/platform/browser/browserShelf'
import { detectOpfs } from '../src/platform/browser/opfsFiles'
import { randomBytes } from '../src/platform/browser/randomBytes'
import { startBrowserEngine } from '../src/worker/browserEngine'
import { benchIdentity } from './makeBook'
import { millionSql } from './millionRecords'

/** The moment of everything that benchmarks do. */
export const BENCH_TIME = { utc: 0, offsetMinutes: 0, zone: 'UTC' }

/** A new book of so many records in this browser's storage, settled. `number` tells it from other benchmarks' books. */
export async function openMillion(number: number, records: number): Promise<BookSession> {
  const engine = await startBrowserEngine()
  const root = await detectOpfs()
  if (!root) throw new Error('no OPFS here')
  const filled = engine.open(null)
  filled.run(`PRAGMA page_size = 4096; ${millionSql(records)}`)
  const identity = benchIdentity(number)
  const created = await createBookSession({ engine, storage: createBrowserShelf(root).storageOf(identity.bookId), randomBytes }, { identity, bytes: filled.take(), at: BENCH_TIME })
  if (!created.ok) throw new Error(created.failure.type)
  await created.value.settle()
  return created.value
}
