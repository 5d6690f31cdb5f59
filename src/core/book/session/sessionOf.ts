import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { BookIdentity } from '../bookHead'
import type { BookSession, Incident, Written } from '../bookSession'
import { PAGE_SIZE, type Page } from '../sqlEngine'
import type { BookNews, Lease } from '../storage'
import { adoptCommits, catchUp } from './catchUp'
import { commitChange } from './commitChange'
import { createLane, type Lane } from './lane'
import { isRotationDue, rotateLog } from './rotateLog'
import { runTransaction } from './runTransaction'
import { mendLog, type SessionState } from './sessionState'

/** The session over a state. Everything that changes it goes through one lane, holding the book's lock. */
export function sessionOf(state: SessionState): BookSession {
  const { storage } = state.deps
  const lane: Lane = createLane()
  let isClosed = false
  let isRotationPlanned = false
  // a catch-up that failed is made good by the next task, with all that its lease said
  let unmet: Lease = { fresh: false, stolen: false }

  /** Runs a task as the only writer, on the newest state of all windows. */
  async function asWriter<T>(task: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    if (isClosed) throw new Error('the session is closed')
    const held = await storage.lock.hold(async (lease): Promise<Result<T, Failure>> => {
      unmet = { fresh: unmet.fresh || lease.fresh || state.mustCatchUp || state.mustReload, stolen: unmet.stolen || lease.stolen }
      if (unmet.fresh) {
        const caughtUp = await catchUp(state, unmet)
        if (!caughtUp.ok) return caughtUp
        unmet = { fresh: false, stolen: false }
        state.mustCatchUp = false
      }
      await mendLog(state)
      return task()
    })
    return held.ok ? held.value : held
  }
  const write = <T>(task: () => Promise<Result<T, Failure>>) => lane.run(() => asWriter(task))

  function planRotation(): void {
    if (isRotationPlanned || !isRotationDue(state)) return
    isRotationPlanned = true
    void write(async () => {
      await rotateLog(state)
      return ok()
    }).finally(() => (isRotationPlanned = false))
  }

  function undoMemory(): boolean {
    const isUndone = state.image.undoChanges()
    if (!isUndone) state.mustReload = true
    return isUndone
  }

  async function hear(news: BookNews): Promise<void> {
    const { head } = state
    if (isClosed || news.epoch < head.epoch || (news.epoch === head.epoch && news.generation <= head.generation)) return
    if (news.commit && news.epoch === head.epoch && news.generation === head.generation + 1 && !state.mustReload) {
      adoptCommits(state, [news.commit])
      return
    }
    state.mustCatchUp = true
    await asWriter(() => Promise.resolve(ok()))
  }

  const stopListening = storage.news.onNews((news) => void lane.run(() => hear(news)))
  storage.lock.onRelease(async () => {
    // the next writer finds the home as new as the log, unless the home is failing
    await state.home.settle()
    await storage.log?.release()
  })

  return {
    get head() {
      return state.head
    },
    get durability() {
      return { storage: state.isLogGood ? ('log-and-home' as const) : ('home-only' as const), tracking: state.deps.engine.tracking }
    },
    read: (task) => task(state.image.db),
    write: (at, task) =>
      write(async () => {
        let identity: BookIdentity = state.head.identity
        const { image } = state
        let outcome
        try {
          outcome = runTransaction(image.db, () => task(image.db, (change) => (identity = { ...identity, ...change, bookId: state.bookId })))
        } catch (error) {
          undoMemory()
          throw error
        }
        if (!outcome.ok) {
          undoMemory()
          return outcome
        }
        const { value } = outcome
        const changes = image.takeChanges()
        const { before } = changes
        if (changes.pages.length === 0 && before?.size === changes.size && identity === state.head.identity) return ok({ value, head: state.head })
        const goBack = () => {
          if (!before) return false
          image.applyPages(before)
          return true
        }
        const committed = await commitChange(state, { at, identity, changes, before, goBack })
        if (!committed.ok) return committed
        planRotation()
        return ok({ value, head: committed.value })
      }),
    undoLatest: (at, generation) =>
      write(async (): Promise<Result<Written<undefined>, Failure>> => {
        const { undo, image } = state
        if (state.head.generation !== generation) return fail({ type: 'UndoSuperseded' })
        if (undo?.generation !== generation) return fail({ type: 'NothingToUndo' })
        const after: Page[] = undo.touched
          .filter((number) => number * PAGE_SIZE < image.size)
          .map((number) => ({ number, bytes: image.read(number * PAGE_SIZE, Math.min((number + 1) * PAGE_SIZE, image.size)) }))
        const before = { size: image.size, pages: after }
        image.applyPages(undo.before)
        const goBack = () => {
          image.applyPages(before)
          return true
        }
        const committed = await commitChange(state, { at, identity: undo.identity, changes: undo.before, before, goBack })
        return committed.ok ? ok({ value: undefined, head: committed.value }) : committed
      }),
    async adopt(at, made) {
      const { adoptState } = await import('./adoptState')
      const adopted = await write(() => adoptState(state, at, made))
      if (adopted.ok) planRotation()
      return adopted
    },
    snapshot: () => lane.run(() => Promise.resolve({ head: state.head, bytes: state.image.read(0, state.image.size) })),
    async replace(request) {
      // rare, and not needed for the first screen
      const { replaceBook } = await import('./replaceBook')
      return write(() => replaceBook(state, request))
    },
    async makeRestorePoint(request) {
      const { nameRestorePoint } = await import('./nameRestorePoint')
      return nameRestorePoint(state, request, (task) => lane.run(async () => (isClosed ? ok(null) : asWriter(task))))
    },
    listSafetyCopies: () => storage.safetyCopies.list(),
    readSafetyCopy: (id) => storage.safetyCopies.read(id),
    onChanged(listen) {
      state.listeners.add(listen)
      return () => void state.listeners.delete(listen)
    },
    async checkHome() {
      if (!storage.log) return ok(null)
      const checked = await storage.home.verify()
      if (isClosed || checked.ok || checked.failure.type !== 'StoredDataDamaged') return isClosed || checked.ok ? ok(null) : checked
      return write(async (): Promise<Result<Incident | null, Failure>> => {
        state.home.setBase(null)
        const settled = await state.home.settle()
        return settled.ok ? ok({ type: 'HomeRebuilt', bookId: state.bookId, name: state.head.identity.name, cause: 'damaged' }) : settled
      })
    },
    settle: () => write(() => state.home.settle()),
    close: () =>
      lane.run(async () => {
        if (isClosed) return
        isClosed = true
        stopListening()
        await storage.lock.close()
        storage.news.close()
        await storage.log?.release()
        storage.home.close()
        state.listeners.clear()
        state.image.close()
      }),
  }
}
