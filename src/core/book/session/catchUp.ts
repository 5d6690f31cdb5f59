import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import { joinChanges } from '../pageChanges'
import type { Commit, Lease } from '../storage'
import { isLater } from './findStoredBook'
import { beginLog, fenceOut, reload, tellChange, type SessionState } from './sessionState'

/** Applies consecutive commits that another window wrote, and tells the listeners. */
export function adoptCommits(state: SessionState, commits: readonly Commit[]): void {
  const newest = commits.at(-1)
  if (!newest) return
  for (const { changes } of commits) state.home.note(changes)
  state.image.applyPages(joinChanges(commits.map(({ changes }) => changes)))
  state.head = newest.head
  state.epoch = Math.max(state.epoch, newest.head.epoch)
  state.undo = null
  tellChange(state, false)
}

/** What the log holds beyond the head; false when it cannot be said that way. */
async function catchUpFromLog(state: SessionState): Promise<boolean> {
  const { log } = state.deps.storage
  if (!log || !state.isLogGood) return false
  const commits = await log.commitsAfter(state.head.generation)
  if (!commits.ok || !commits.value) return false
  adoptCommits(state, commits.value)
  return true
}

/**
 * What the home says: it may be ahead (a window that could not use the log), or behind by what its writer had no time
 * for. Null when it cannot be said that way; else whether it was ahead.
 */
async function catchUpFromHome(state: SessionState): Promise<boolean | null> {
  const { home } = state.deps.storage
  const found = await home.readHead()
  const stored = found.ok ? found.value : null
  if (!stored) {
    state.home.setBase(null)
    return state.isLogGood ? false : null
  }
  if (!isLater(stored, state.head)) {
    // further, but of an earlier epoch: written late by a window that had been fenced out
    if (stored.generation > state.head.generation) state.home.setBase(null)
    else state.home.rebase(stored)
    return false
  }
  if (stored.epoch !== state.head.epoch) return null
  const changes = await home.changesAfter(state.head.generation)
  if (!changes.ok || !changes.value) return null
  adoptCommits(state, [changes.value])
  state.home.setBase({ since: changes.value.head, pages: [] })
  return true
}

/** Brings memory up to what is stored, holding the lock anew. */
export async function catchUp(state: SessionState, lease: Lease): Promise<Result<undefined, Failure>> {
  const { log } = state.deps.storage
  const before = state.head
  const fromLog = await catchUpFromLog(state)
  const fromHome = fromLog || !log ? await catchUpFromHome(state) : null
  if (state.mustReload || fromHome === null) {
    const reloaded = await reload(state)
    // what the other window acknowledged may be in the log alone: without it nothing may go on
    if (!reloaded.ok) return lease.stolen ? fail({ type: 'BookBusyElsewhere' }) : reloaded
    if (state.head.generation !== before.generation || state.head.epoch !== before.epoch) tellChange(state, false)
  } else if (fromHome && log) {
    // the log lacks what the home had: begin it anew
    await beginLog(state)
  }
  if (lease.stolen) {
    await fenceOut(state)
    // now, so that the home never falls behind the new snapshot
    const settled = await state.home.settle()
    if (!state.isLogGood && !settled.ok) return settled
  }
  return ok()
}
