import type { Instant } from '../../base/clock'
import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { BookHead, BookIdentity } from '../bookHead'
import { PAGE_SIZE, type PageChanges } from '../sqlEngine'
import type { Commit } from '../storage'
import { tellChange, type SessionState, type UndoRecord } from './sessionState'

/** Commits up to this many pages travel with the news; larger ones are read from storage by those who want them. */
const MAX_NEWS_PAGES = 64

/** Bytes of earlier pages kept to go back by; a larger change can only be undone from a safety copy or by edits. */
const MAX_UNDO_BYTES = 256 * 1024 * 1024

/** Makes a commit durable: flushed in the log, or strictly in the home where there is no log to rely on. */
async function makeDurable(state: SessionState, commit: Commit): Promise<Result<undefined, Failure>> {
  const { lock, log } = state.deps.storage
  const lost = () => {
    state.mustCatchUp = true
    return fail({ type: 'WrittenElsewhere' } as const)
  }
  if (!(await lock.verifyLease())) return lost()
  const usesLog = log !== null && state.isLogGood
  const stored = usesLog ? await log.append(commit) : await state.home.saveStrictly(commit.head, commit.changes)
  if (!stored.ok) {
    if (stored.failure.type === 'WrittenElsewhere') {
      // storage went on without this window: what memory holds counts for nothing
      state.mustReload = true
      return stored
    }
    // a full disk leaves the log as it was; after anything else a new one must be begun
    if (usesLog && stored.failure.type !== 'StorageFull') {
      state.isLogGood = false
      state.retryLogFrom = 0
    }
    return stored
  }
  // frozen while the bytes were written, this window may have been fenced out: then they do not count
  return (await lock.verifyLease()) ? ok() : lost()
}

/** What a change needs besides its pages. */
export interface Change {
  readonly at: Instant
  readonly identity: BookIdentity
  readonly changes: PageChanges
  /** The pages as they were; null = cannot be undone. */
  readonly before: PageChanges | null
  /** Puts memory back; false when it cannot and must be read from storage again. */
  goBack(): boolean
}

function undoRecord(state: SessionState, { changes, before }: Change, generation: number): UndoRecord | null {
  if (!before || before.pages.length * PAGE_SIZE > MAX_UNDO_BYTES) return null
  const touched = new Set([...changes.pages, ...before.pages].map(({ number }) => number))
  return { generation, identity: state.head.identity, before, touched: [...touched] }
}

/**
 * Makes a change that memory already holds durable, and only then acknowledges it: the head moves, the home follows,
 * the other windows hear of it. When it cannot be stored, memory goes back to what it was.
 */
export async function commitChange(state: SessionState, change: Change): Promise<Result<BookHead, Failure>> {
  const { log, news } = state.deps.storage
  const { changes } = change
  const generation = state.head.generation + 1
  const head: BookHead = { identity: change.identity, generation, epoch: state.epoch, size: changes.size, changedAt: change.at }
  const commit = { head, changes: { size: changes.size, pages: changes.pages } }

  state.isSteady = false
  try {
    const durable = await makeDurable(state, commit)
    if (!durable.ok) {
      if (!change.goBack()) state.mustReload = true
      return durable
    }
  } finally {
    state.isSteady = true
  }
  const undo = undoRecord(state, change, generation)
  state.head = head
  state.undo = undo
  if (log && state.isLogGood) state.home.note(changes)
  state.home.pump()
  news.announce({ bookId: state.bookId, generation, epoch: head.epoch, commit: changes.pages.length <= MAX_NEWS_PAGES ? commit : null })
  tellChange(state, true)
  return ok(head)
}
