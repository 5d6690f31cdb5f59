import type { Instant } from '../../base/clock'
import type { Failure, FailureType } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, EditOutcome } from '../bookDescription'
import type { BookSession } from '../bookSession'
import { createLane } from '../session/lane'
import type { MadeState } from '../session/adoptState'
import type { ShapeMemory } from '../shapeMemory'
import { SqlError } from '../sqlEngine'
import { layoutRefusal } from '../layout/layoutRefusal'
import { createUndoStack, type UndoStep } from '../undoStack'
import { applyEdit } from './applyEdit'
import { applyInverse } from './applyInverse'
import type { AppliedEdit, EditContext, EditResult } from './appliedEdit'
import { sqlErrorToFailure } from './sqlErrorToFailure'

/** A book after records were brought into a copy of it. */
export interface MadeBook {
  readonly state: MadeState
  readonly records: number
  /** How many of them are new. */
  readonly added: number
}

/**
 * The steps of the person who edits a book in this window: each is one commit, can be taken back, and done again. They
 * are done in the order in which they are asked for: who takes back what is still being stored means that step.
 */
export interface EditSteps {
  edit(edit: Edit, at: Instant): Promise<Result<EditOutcome, Failure>>
  /**
   * Takes over what a large import made of a copy of the book, as one step. Fails with
   * `UndoSuperseded` where the book was changed since the copy was taken.
   */
  adopt(made: MadeBook, at: Instant): Promise<Result<EditOutcome, Failure>>
  undo(at: Instant): Promise<Result<EditOutcome, Failure>>
  redo(at: Instant): Promise<Result<EditOutcome, Failure>>
}

/** Failures after which trying again is of use; after any other one the step is dropped. */
const WORTH_RETRYING: ReadonlySet<FailureType> = new Set<FailureType>(['StorageFull', 'StorageLost', 'StorageUnavailable', 'BookBusyElsewhere', 'WrittenElsewhere'])

const branchOf = (session: BookSession) => session.head.identity.lineage.at(-1)?.branch

/** Deferred foreign keys are refused only when the transaction ends, by SQLite alone. */
function worded(failure: Failure, edit: Edit): Failure {
  return failure.type === 'SqlFailed' && 'table' in edit ? sqlErrorToFailure(new SqlError(failure.detail), edit.table, false) : failure
}

/** Begins with no steps to take back. */
export function createEditSteps(session: BookSession, memory: ShapeMemory): EditSteps {
  const stack = createUndoStack()
  const lane = createLane()
  let branch = branchOf(session)

  /** What was done to a state that was replaced since cannot be taken back in the new one. */
  function forgetStepsOfAnotherLine() {
    if (branch === branchOf(session)) return
    branch = branchOf(session)
    stack.clear()
  }

  function outcome(generation: number, done: Pick<AppliedEdit, 'key' | 'records' | 'added'>): Result<EditOutcome, Failure> {
    const added = done.added === undefined ? {} : { added: done.added }
    return ok({ generation, key: done.key, records: done.records, ...added, undo: stack.nextUndo()?.edit.type ?? null, redo: stack.nextRedo()?.edit.type ?? null })
  }

  async function write(at: Instant, task: (context: EditContext) => EditResult) {
    const written = await session.write(at, (db, changeIdentity) =>
      task({ db, shape: memory.shapeOf(db), identity: session.head.identity, changeIdentity }),
    )
    if (written.ok) memory.follow(written.value.head.generation, written.value.value.effect)
    else memory.forget()
    return written
  }

  /** Runs a step of the stack; gives what it did and the step that reverses it. */
  async function run(step: UndoStep, at: Instant): Promise<Result<{ generation: number; done: Pick<AppliedEdit, 'key' | 'records'>; reverse: UndoStep | null }, Failure>> {
    const { how, edit } = step
    if (how.type === 'pages') {
      const undone = await session.undoLatest(at, step.generation)
      memory.forget()
      if (!undone.ok) return undone
      const { generation } = undone.value.head
      return ok({ generation, done: { key: null, records: 0 }, reverse: { ...step, generation, how: step.isByPages ? { type: 'pages' } : { type: 'again' } } })
    }
    // done again blindly only while nothing came between
    if (how.type === 'again' && session.head.generation !== step.generation) return fail({ type: 'UndoSuperseded' })
    const written = await write(at, (context) => (how.type === 'again' ? applyEdit(context, edit) : applyInverse(context, how)))
    if (!written.ok) return written
    const { head, value } = written.value
    return ok({ generation: head.generation, done: value, reverse: value.inverse && { edit, generation: head.generation, how: value.inverse } })
  }

  async function move(step: UndoStep | null, at: Instant, moved: (reverse: UndoStep) => void, drop: () => void): Promise<Result<EditOutcome, Failure>> {
    if (!step) return fail({ type: 'NothingToUndo' })
    const ran = await run(step, at)
    if (!ran.ok) {
      if (!WORTH_RETRYING.has(ran.failure.type)) drop()
      return ran
    }
    if (ran.value.reverse) moved(ran.value.reverse)
    else drop()
    return outcome(ran.value.generation, ran.value.done)
  }

  return {
    edit: (edit, at) =>
      lane.run(async () => {
        forgetStepsOfAnotherLine()
        const refused = edit.type === 'changeLayout' ? await layoutRefusal(session.head.identity.layout, edit.layout) : null
        if (refused) return fail(refused)
        const written = await write(at, (context) => applyEdit(context, edit))
        if (!written.ok) return fail(worded(written.failure, edit))
        const { head, value } = written.value
        if (value.inverse) stack.push({ edit, generation: head.generation, how: value.inverse })
        return outcome(head.generation, value)
      }),
    adopt: ({ state, records, added }, at) =>
      lane.run(async () => {
        forgetStepsOfAnotherLine()
        const written = await session.adopt(at, state)
        memory.forget()
        if (!written.ok) return written
        const { generation } = written.value.head
        stack.push({ edit: { type: 'bringIn', tables: [] }, generation, how: { type: 'pages' }, isByPages: true })
        return outcome(generation, { key: null, records, added })
      }),
    undo: (at) =>
      lane.run(() => {
        forgetStepsOfAnotherLine()
        return move(stack.nextUndo(), at, (reverse) => stack.undone(reverse), () => stack.dropUndo())
      }),
    redo: (at) =>
      lane.run(() => {
        forgetStepsOfAnotherLine()
        return move(stack.nextRedo(), at, (reverse) => stack.redone(reverse), () => stack.dropRedo())
      }),
  }
}
