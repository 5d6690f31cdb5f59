import { ok, type Result } from '../../base/result'
import type { BookHead } from '../bookHead'
import type { PageChanges } from '../sqlEngine'
import type { ChangedPages, PageHome, StorageFailure, StoredState } from '../storage'

/** What the follower reads: the book as it was last acknowledged. */
export interface FollowedBook {
  readonly head: BookHead
  /** False while memory holds a change that is not acknowledged yet: nothing may be copied then. */
  readonly isSteady: boolean
  read(from: number, to: number): Uint8Array
}

/**
 * Lets the home follow the log: keeps the numbers of the pages that the home does not hold yet, and writes them in
 * one transaction at a time, so that changes in quick succession share one. Only while this window holds the lock.
 */
export interface HomeFollower {
  /** Remembers pages that were changed, here or in another window. */
  note(changes: PageChanges): void
  /** The home is known to hold this state; what was changed since is `pages`. Null = nothing is known: write everything. */
  setBase(base: { readonly since: StoredState; readonly pages: Iterable<number> } | null): void
  /** The home was seen to hold this state, of the same line and not newer than the book. */
  rebase(stored: StoredState): void
  /** Starts a transaction when there is something to write and none is under way. */
  pump(): void
  /** Resolves when the home holds the acknowledged state, or could not be made to. */
  settle(): Promise<Result<undefined, StorageFailure>>
  /** Writes a state before it is acknowledged, strictly: where the home is all there is. */
  saveStrictly(head: BookHead, changes: PageChanges | null): Promise<Result<undefined, StorageFailure>>
}

/** A follower for a home that holds nothing yet. */
export function createHomeFollower(home: PageHome, book: FollowedBook): HomeFollower {
  let base: StoredState = { epoch: 0, generation: 0 }
  // changed since the base; null = every page
  let pages: Set<number> | null = null
  let flight: Promise<Result<undefined, StorageFailure>> | null = null

  function take(): ChangedPages | null {
    const taken = pages && { since: base, pages: [...pages] }
    pages = new Set()
    return taken
  }
  function putBack(taken: ChangedPages | null): void {
    if (!taken || !pages) pages = null
    else for (const page of taken.pages) pages.add(page)
  }

  async function save(head: BookHead, strict: boolean): Promise<Result<undefined, StorageFailure>> {
    const taken = take()
    const saved = await home.save(head, taken, book.read, strict)
    if (!saved.ok) {
      putBack(taken)
      // the home holds something else than was thought: next time it gets everything
      if (saved.failure.type === 'StoredDataDamaged') pages = null
      return saved
    }
    base = head
    return saved
  }

  async function fly(): Promise<Result<undefined, StorageFailure>> {
    const outcome = await save(book.head, false)
    flight = null
    if (outcome.ok) pump()
    return outcome
  }
  const isBehind = () => pages === null || base.generation < book.head.generation
  function pump(): void {
    if (!flight && book.isSteady && isBehind()) flight = fly()
  }

  return {
    note(changes) {
      if (pages) for (const { number } of changes.pages) pages.add(number)
    },
    setBase(known) {
      base = known?.since ?? { epoch: 0, generation: 0 }
      pages = known && new Set(known.pages)
    },
    rebase(stored) {
      if (stored.generation === book.head.generation) pages = new Set()
      // a home that went back holds who knows what
      else if (stored.generation < base.generation) pages = null
      base = stored
    },
    pump,
    async settle() {
      // a save that failed is tried once more here, as a whole if the home turned out to be something else
      for (let failures = 0; ; ) {
        pump()
        if (!flight) return ok()
        const outcome = await flight
        if (outcome.ok) continue
        failures++
        if (failures > 1) return outcome
      }
    },
    async saveStrictly(head, changes) {
      while (flight) await flight
      if (!changes) pages = null
      else if (pages) for (const { number } of changes.pages) pages.add(number)
      const saved = await save(head, true)
      if (saved.ok || saved.failure.type !== 'StoredDataDamaged') return saved
      return save(head, true)
    },
  }
}
