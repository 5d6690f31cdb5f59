import { fail, ok, type Result } from '../../base/result'
import type { Failure } from '../../base/failure'
import type { BookHead } from '../bookHead'
import type { Incident } from '../bookSession'
import type { BookStorage, ChangedPages, StorageFailure, StoredBook } from '../storage'

/** A book as it was found in storage, and what has to be made good. */
export interface FoundBook {
  readonly book: StoredBook
  readonly incidents: readonly Incident[]
  /** The log holds this state: appending may go on. False: it must begin a new segment first. */
  readonly isLogGood: boolean
  /** The state that the home holds, and the pages changed since; null = the home must be written as a whole. */
  readonly home: ChangedPages | null
}

/** Whether `a` is a later state than `b`: an epoch fences out whatever was written under those before it. */
export function isLater(a: BookHead, b: BookHead): boolean {
  return a.epoch !== b.epoch ? a.epoch > b.epoch : a.generation > b.generation
}

type Loaded = Result<StoredBook | null, StorageFailure>
const bookIn = (loaded: Loaded | null) => (loaded?.ok ? loaded.value : null)
const causeOf = (loaded: Result<unknown, StorageFailure> | null) => (loaded && !loaded.ok && loaded.failure.type === 'StoredDataDamaged' ? 'damaged' : 'missing')

async function pagesSince(storage: BookStorage, stored: BookHead, newest: BookHead): Promise<readonly number[] | null> {
  if (stored.generation > newest.generation) return null
  const commits = await storage.log?.commitsAfter(stored.generation)
  if (!commits?.ok || !commits.value) return null
  return commits.value.flatMap(({ changes }) => changes.pages.map(({ number }) => number))
}

/** The home says that it is further than the log, but cannot be read: the log is what there is. */
const rebuiltFrom = ({ head }: StoredBook, bookId: string): Incident => ({ type: 'HomeRebuilt', bookId, name: head.identity.name, cause: 'damaged' })

/**
 * Reads a book from its log, every byte checked, when that is at least as far as the home's head says that the home is;
 * else from the home, in full too. Call it holding the lock. `BookNotFound` when neither holds anything; when what is
 * left cannot be read, the failure says so.
 */
export async function findStoredBook(storage: BookStorage, bookId: string): Promise<Result<FoundBook, Failure>> {
  const [logged, homeHead] = await Promise.all([storage.log?.load() ?? null, storage.home.readHead()])
  // a log that is there but cannot be had may hold acknowledged changes that the home does not
  if (logged && !logged.ok && logged.failure.type === 'StorageUnavailable') return logged
  const inLog = bookIn(logged)
  const stored = homeHead.ok ? homeHead.value : null

  if (inLog && (!stored || !isLater(stored, inLog.head))) {
    const { name } = inLog.head.identity
    const rebuilt = (cause: 'missing' | 'damaged' | 'behind'): Incident => ({ type: 'HomeRebuilt', bookId, name, cause })
    if (!stored) return ok({ book: inLog, incidents: [rebuilt(causeOf(homeHead))], isLogGood: true, home: null })
    const pages = stored.generation === inLog.head.generation ? [] : await pagesSince(storage, stored, inLog.head)
    // one generation behind a fresh snapshot is what a kill in the middle of a replacement leaves
    const isExpected = pages !== null || stored.generation >= inLog.head.generation - 1
    return ok({ book: inLog, incidents: isExpected ? [] : [rebuilt('behind')], isLogGood: true, home: pages && { since: stored, pages } })
  }
  const loaded = await storage.home.load()
  const inHome = bookIn(loaded)
  if (inHome) {
    const { name } = inHome.head.identity
    const incidents: Incident[] = storage.log ? [{ type: 'LogRebuilt', bookId, name, cause: inLog ? 'damaged' : causeOf(logged) }] : []
    return ok({ book: inHome, incidents, isLogGood: false, home: { since: inHome.head, pages: [] } })
  }
  if (inLog) return ok({ book: inLog, incidents: [rebuiltFrom(inLog, bookId)], isLogGood: true, home: null })
  for (const outcome of [logged, loaded]) if (outcome && !outcome.ok) return outcome
  return fail({ type: 'BookNotFound', bookId })
}
