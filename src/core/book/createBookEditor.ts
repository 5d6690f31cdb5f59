import type { Instant } from '../base/clock'
import type { Failure, FailureType } from '../base/failure'
import { fail, ok, type Result } from '../base/result'
import type { Edit, EditOutcome, RecordKey, RecordRow, RowQuery, RowWindow } from './bookDescription'
import type { BookSession } from './bookSession'
import { countRecords, describeBook, withCounts } from './describeBook'
import type { AppliedEdit, EditContext, EditEffect, EditResult } from './edits/appliedEdit'
import { findTable, type BookShape } from './keyedTable'
import { createTotals, readRecord, readRows } from './readRows'
import type { SqlDatabase } from './sqlEngine'
import { createUndoStack, type UndoStep } from './undoStack'

/**
 * Reading and editing the records of an open book, with undo. Remembers the shape and the counts of the book for as
 * long as nobody but this editor changes it, so that an edit costs the same in a large book.
 */
export interface BookEditor {
  /** The tables with their counts. */
  describe(): BookShape
  rows(query: RowQuery): Result<RowWindow, Failure>
  record(table: string, key: RecordKey): Result<RecordRow, Failure>
  edit(edit: Edit, at: Instant): Promise<Result<EditOutcome, Failure>>
  undo(at: Instant): Promise<Result<EditOutcome, Failure>>
  redo(at: Instant): Promise<Result<EditOutcome, Failure>>
}

/** The edits themselves: fetched with the first one, so that they do not stand before the first screen. */
async function loadEdits() {
  const [{ applyEdit }, { applyInverse }] = await Promise.all([import('./edits/applyEdit'), import('./edits/applyInverse')])
  return { applyEdit, applyInverse }
}

/** Failures after which trying again is of use; after any other one the step is dropped. */
const WORTH_RETRYING: ReadonlySet<FailureType> = new Set<FailureType>(['StorageFull', 'StorageLost', 'StorageUnavailable', 'BookBusyElsewhere', 'WrittenElsewhere'])

interface Remembered {
  generation: number
  shape: BookShape
  counts: Map<string, number>
}

const branchOf = (session: BookSession) => session.head.identity.lineage.at(-1)?.branch

/** Opens the records of a session. */
export function createBookEditor(session: BookSession): BookEditor {
  const stack = createUndoStack()
  const totals = createTotals()
  let remembered: Remembered | null = null

  let branch = branchOf(session)

  /** What was done to a state that was replaced since cannot be taken back in the new one. */
  function forgetStepsOfAnotherLine() {
    if (branch === branchOf(session)) return
    branch = branchOf(session)
    stack.clear()
  }

  function shapeNow(db: SqlDatabase): Remembered {
    if (remembered?.generation === session.head.generation) return remembered
    totals.forget()
    remembered = { generation: session.head.generation, shape: describeBook(db, session.head.identity), counts: new Map() }
    return remembered
  }

  /** Carries what is remembered over to the generation that this editor just made. */
  function follow(generation: number, effect: EditEffect) {
    if (remembered?.generation === generation && !effect.reshaped) return
    totals.forget()
    if (!remembered || effect.reshaped || remembered.generation !== generation - 1) {
      remembered = null
      return
    }
    remembered.generation = generation
    if (effect.counts === 'unknown') remembered.counts.clear()
    else for (const { table, by } of effect.counts) {
      const count = remembered.counts.get(table)
      if (count !== undefined) remembered.counts.set(table, count + by)
    }
  }

  function outcome(generation: number, done: Pick<AppliedEdit, 'key' | 'records' | 'added'>): Result<EditOutcome, Failure> {
    const added = done.added === undefined ? {} : { added: done.added }
    return ok({ generation, key: done.key, records: done.records, ...added, undo: stack.nextUndo()?.edit.type ?? null, redo: stack.nextRedo()?.edit.type ?? null })
  }

  async function write(at: Instant, task: (context: EditContext) => EditResult) {
    const written = await session.write(at, (db, changeIdentity) =>
      task({ db, shape: shapeNow(db).shape, identity: session.head.identity, changeIdentity }),
    )
    if (written.ok) follow(written.value.head.generation, written.value.value.effect)
    else remembered = null
    return written
  }

  /** Runs a step of the stack; gives what it did and the step that reverses it. */
  async function run(step: UndoStep, at: Instant): Promise<Result<{ generation: number; done: Pick<AppliedEdit, 'key' | 'records'>; reverse: UndoStep | null }, Failure>> {
    const { how, edit } = step
    if (how.type === 'pages') {
      const undone = await session.undoLatest(at, step.generation)
      remembered = null
      if (!undone.ok) return undone
      const { generation } = undone.value.head
      return ok({ generation, done: { key: null, records: 0 }, reverse: { edit, generation, how: { type: 'again' } } })
    }
    // done again blindly only while nothing came between
    if (how.type === 'again' && session.head.generation !== step.generation) return fail({ type: 'UndoSuperseded' })
    const { applyEdit, applyInverse } = await loadEdits()
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
    describe: () =>
      session.read((db) => {
        const { shape, counts } = shapeNow(db)
        return withCounts(db, { ...shape, hasSamples: session.head.identity.samples.length > 0, asleep: session.head.identity.asleep }, counts)
      }),
    rows: (query) =>
      session.read((db) => {
        const { shape, counts } = shapeNow(db)
        const table = findTable(shape, query.table)
        if (!table.ok) return table
        const { name, kind } = table.value
        // counted once, then carried along by edits
        if (kind === 'table' && query.search === '' && !counts.has(name)) counts.set(name, countRecords(db, name))
        return readRows(db, { ...table.value, records: counts.get(name) ?? null }, query, totals)
      }),
    record: (name, key) =>
      session.read((db) => {
        const table = findTable(shapeNow(db).shape, name)
        return table.ok ? readRecord(db, table.value, key) : table
      }),
    async edit(edit, at) {
      forgetStepsOfAnotherLine()
      const { applyEdit } = await loadEdits()
      const written = await write(at, (context) => applyEdit(context, edit))
      if (!written.ok) return written
      const { head, value } = written.value
      if (value.inverse) stack.push({ edit, generation: head.generation, how: value.inverse })
      return outcome(head.generation, value)
    },
    undo(at) {
      forgetStepsOfAnotherLine()
      return move(stack.nextUndo(), at, (reverse) => stack.undone(reverse), () => stack.dropUndo())
    },
    redo(at) {
      forgetStepsOfAnotherLine()
      return move(stack.nextRedo(), at, (reverse) => stack.redone(reverse), () => stack.dropRedo())
    },
  }
}
