import { equalCells, type Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import type { Edit, FieldDescription, RecordKey } from '../bookDescription'
import { findEditableTable } from '../findEditableTable'
import { findField, type KeyedTable } from '../keyedTable'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import type { AppliedEdit, ChangedRecord, EditContext, EditEffect, EditResult, Inverse, RecordsInverse } from './appliedEdit'
import { checkReferences, createTargetFinder, referenceFailure } from './checkReferences'
import { checkValue } from './checkValue'
import { changeTogether, type DoneTogether } from './changeTogether'
import { createRecordWriter } from './recordWriter'
import { passedOver, sqlErrorToFailure } from './sqlErrorToFailure'
import { storedFields, totalChanges } from './writeRecords'

/** Above this many records the way back is that of whole pages: one of records would hold too much memory. */
const MAX_INVERSE_RECORDS = 20_000
/** Records that a failure names. */
const MAX_NAMED = 50
/** Passes over records that SQLite refused: another one of the step may have had their unique value until it was changed itself. */
const MAX_PASSES = 20

type Values = Readonly<Record<string, Cell>>

/** One record of the step, in its place; no key = a new one. */
interface Part {
  readonly place: number
  readonly key: RecordKey | null
  readonly values: Values
}

/** Why a record does not fit; `mayFitLater`: SQLite refused it as things stood then. */
interface Refusal {
  readonly failure: Failure
  readonly mayFitLater: boolean
}

const refusal = (failure: Failure, mayFitLater = false): Refusal => ({ failure, mayFitLater })

/** What was done so far, to count it and to take it back. */
interface Progress {
  changed: number
  added: number
  /** Statements that changed the table; as many changes as SQLite counts unless something else acted too. */
  statements: number
  key: RecordKey | null
  readonly steps: RecordsInverse[]
}

interface SetField {
  readonly field: FieldDescription
  readonly cell: Cell
}

/**
 * Whether a trigger has rolled the whole transaction back. Then a new one is begun, so that nothing that follows is
 * kept: the caller rolls it back.
 */
function wasRolledBack(db: SqlDatabase): boolean {
  try {
    db.run('BEGIN')
    return true
  } catch (error) {
    // there is one already
    if (error instanceof SqlError) return false
    throw error
  }
}

/** Applies the parts of a step to one table, one at a time. */
function createApplying(db: SqlDatabase, table: KeyedTable, keepsSteps: boolean) {
  const writer = createRecordWriter(db, table)
  const wholeFields = storedFields(table)
  const known = new Map<string, Result<FieldDescription, Failure>>()
  const progress: Progress = { changed: 0, added: 0, statements: 0, key: null, steps: [] }
  // keys are those from before the step: where records have gone since, and which keys have been taken
  const gone = new Map<string, RecordKey>()
  const taken = new Set<string>()
  const references = new Map<FieldDescription, Map<string, { cell: Cell; places: number[] }>>()
  // records added or changed one after the other are taken back together
  let group: { key: RecordKey; cells: readonly Cell[] }[] | null = null
  let changes: ChangedRecord[] | null = null

  function fieldOf(name: string): Result<FieldDescription, Failure> {
    const field = known.get(name) ?? findField(table, name)
    known.set(name, field)
    return field
  }

  function toFields(values: Values): Result<SetField[], Failure> {
    const fields: SetField[] = []
    for (const [name, cell] of Object.entries(values)) {
      const field = fieldOf(name)
      if (!field.ok) return field
      fields.push({ field: field.value, cell })
    }
    return ok(fields)
  }

  function check(fields: readonly SetField[]): Refusal | null {
    for (const { field, cell } of fields) {
      const checked = checkValue(table.name, field, cell)
      if (!checked.ok) return refusal(checked.failure)
    }
    return null
  }

  /** Runs what SQLite may refuse; a reference that leads nowhere is told by its field. */
  function attempt(fields: readonly SetField[], task: () => Refusal | null): Refusal | null {
    try {
      return task()
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      const references = checkReferences(db, table.name, fields.map(({ field }) => field), fields.map(({ cell }) => cell))
      const failure = references.ok ? sqlErrorToFailure(error, table.name, table.triggers.length > 0) : references.failure
      // a trigger may depend on the order: nothing is done in another one than was asked
      return refusal(failure, table.triggers.length === 0)
    }
  }

  function remember(place: number, fields: readonly SetField[]) {
    for (const { field, cell } of fields) {
      if (!field.refersTo || cell === null) continue
      const cells = references.get(field) ?? new Map<string, { cell: Cell; places: number[] }>()
      references.set(field, cells)
      const id = JSON.stringify(cell)
      const same = cells.get(id)
      if (same) same.places.push(place)
      else cells.set(id, { cell, places: [place] })
    }
  }

  /** References that lead nowhere, by place: SQLite looks at deferred ones only at the end, and then names none. */
  function checkTargets(): Map<number, Failure> {
    const broken = new Map<number, Failure>()
    for (const [field, cells] of references) {
      if (!field.refersTo) continue
      const targets = createTargetFinder(db, field.refersTo)
      try {
        for (const { cell, places } of cells.values()) {
          if (!targets.has(cell)) for (const place of places) broken.set(place, referenceFailure(table.name, field, cell))
        }
      } finally {
        targets.free()
      }
    }
    return broken
  }

  function change(asked: RecordKey, values: Values, place: number): Refusal | null {
    const id = JSON.stringify(asked)
    const key = gone.get(id) ?? asked
    const given = toFields(values)
    if (!given.ok) return refusal(given.failure)
    const before = taken.has(id) && !gone.has(id) ? null : writer.read(key, given.value.map(({ field }) => field.name))
    if (!before) return refusal({ type: 'RecordNotFound', table: table.name })
    // what stays as it is need not fit: other programs may have written it
    const fields = given.value.map((one, i) => ({ ...one, before: before[i] ?? null })).filter((one) => !equalCells(one.cell, one.before))
    const misfit = check(fields)
    if (misfit || fields.length === 0) return misfit
    const names = fields.map(({ field }) => field.name)
    return attempt(fields, () => {
      const stored = writer.change(key, names, fields.map(({ cell }) => cell))
      if (!stored) return refusal(passedOver(table.name))
      progress.statements++
      // the table may store another value than it is given: then nothing may have changed
      if (keepsSteps && stored.cells.every((one, i) => equalCells(one, fields[i]?.before ?? null))) return null
      progress.changed++
      remember(place, fields)
      const newId = JSON.stringify(stored.key)
      if (newId !== JSON.stringify(key)) {
        gone.set(id, stored.key)
        taken.add(newId)
      }
      if (keepsSteps) {
        const record: ChangedRecord = { key: stored.key, formerKey: key, fields: names, before: fields.map((one) => one.before), left: stored.cells }
        if (changes) changes.push(record)
        else progress.steps.push({ type: 'changeBack', table: table.name, records: (changes = [record]) })
        group = null
      }
      return null
    })
  }

  function add(values: Values, place: number): Refusal | null {
    const given = toFields(values)
    if (!given.ok) return refusal(given.failure)
    // left empty, they are filled by the database
    const fields = given.value.filter(({ field, cell }) => !(cell === null && field.automatic && field.required && !field.generated))
    const misfit = check(fields)
    if (misfit) return misfit
    const missing = table.fields.find((field) => field.required && !field.automatic && !fields.some((one) => one.field === field))
    if (missing) return refusal({ type: 'ConstraintBroken', table: table.name, detail: `“${missing.name}” must not be empty`, fields: [missing.name] })
    return attempt(fields, () => {
      const key = writer.add(fields.map(({ field }) => quoteIdentifier(field.name)), fields.map(({ cell }) => cell))
      if (!key) return refusal(passedOver(table.name))
      progress.statements++
      progress.added++
      progress.key = key
      taken.add(JSON.stringify(key))
      remember(place, fields)
      const cells = keepsSteps ? writer.read(key, wholeFields) : null
      if (!cells) return null
      if (group) group.push({ key, cells })
      else progress.steps.push({ type: 'removeRecords', table: table.name, fields: wholeFields, records: (group = [{ key, cells }]) })
      changes = null
      return null
    })
  }

  return {
    progress,
    apply: ({ place, key, values }: Part): Refusal | null => (key ? change(key, values, place) : add(values, place)),
    checkTargets,
    free: () => writer.free(),
  }
}

/** Applies all parts, those that SQLite refused again and again as long as that helps; gives why the others do not fit, by their place. */
function applyAll(db: SqlDatabase, applying: ReturnType<typeof createApplying>, parts: readonly Part[], hasTriggers: boolean): Map<number, Failure> {
  const refused = new Map<number, Failure>()
  let left = parts
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const again: Part[] = []
    for (const part of left) {
      const refusal = applying.apply(part)
      if (!refusal) {
        refused.delete(part.place)
        continue
      }
      refused.set(part.place, refusal.failure)
      if (refusal.mayFitLater) again.push(part)
      if (hasTriggers && wasRolledBack(db)) return refused
    }
    if (again.length === 0 || again.length === left.length) break
    left = again.reverse()
  }
  return refused.size > 0 ? refused : applying.checkTargets()
}

function toInverse(progress: Progress, alone: boolean, keepsSteps: boolean): Inverse | null {
  if (progress.statements === 0 || (alone && keepsSteps && progress.steps.length === 0)) return null
  return alone && keepsSteps ? { type: 'several', inverses: [...progress.steps].reverse(), inOrder: true } : { type: 'pages' }
}

/** The effect of a step that nothing else acted in. */
function effectOf(table: KeyedTable, fields: readonly string[], added: number): EditEffect {
  return { reshaped: false, counts: added === 0 ? [] : [{ table: table.name, by: added }], touched: [{ table: table.name, fields: added > 0 ? null : fields }] }
}

function togetherToEdit(table: KeyedTable, { changed, added, isTouched, steps }: DoneTogether, fields: readonly string[], keepsSteps: boolean): AppliedEdit {
  return {
    key: added.length === 1 ? (added[0] ?? null) : null,
    records: changed + added.length,
    added: added.length,
    inverse: !isTouched || (keepsSteps && steps.length === 0) ? null : keepsSteps ? { type: 'several', inverses: [...steps].reverse(), inOrder: true } : { type: 'pages' },
    effect: effectOf(table, fields, added.length),
  }
}

/**
 * Changes and adds many records of a table as one step: all of them, or none and `SeveralRefused`, which names the first
 * 50 that do not fit with what is wrong with each, by their place among the changes and then the additions. Keys are
 * those from before the step. Values may move from record to record: a key that one gives up can be taken by another,
 * unique values of other fields in a circle too. Setting a field to what it is changes nothing.
 */
export function changeRecords({ db, shape }: EditContext, edit: Extract<Edit, { type: 'changeRecords' }>): EditResult {
  const found = findEditableTable(shape, edit.table)
  if (!found.ok) return found
  const table = found.value
  const changes = edit.changes.map(({ key, values }, place): Part => ({ place, key, values }))
  const parts = [...changes, ...edit.additions.map((values, i): Part => ({ place: changes.length + i, key: null, values }))]
  const keepsSteps = table.triggers.length === 0 && parts.length <= MAX_INVERSE_RECORDS
  const together = parts.length > 1 ? changeTogether(db, shape, table, edit, keepsSteps) : null
  const fields = [...new Set(changes.flatMap(({ values }) => Object.keys(values)))]
  if (together) return ok(togetherToEdit(table, together, fields, keepsSteps))
  const before = totalChanges(db)
  const applying = createApplying(db, table, keepsSteps)
  try {
    const refused = applyAll(db, applying, parts, shape.tables.some((one) => one.triggers.length > 0))
    if (refused.size > 0) {
      const records = [...refused].sort(([a], [b]) => a - b).slice(0, MAX_NAMED).map(([place, failure]) => ({ place, failure }))
      return fail({ type: 'SeveralRefused', table: table.name, refused: refused.size, records })
    }
    const { progress } = applying
    const alone = table.triggers.length === 0 && totalChanges(db) - before === progress.statements
    const done: AppliedEdit = {
      key: progress.added === 1 ? progress.key : null,
      records: progress.changed + progress.added,
      added: progress.added,
      inverse: toInverse(progress, alone, keepsSteps),
      effect: alone ? effectOf(table, fields, progress.added) : { reshaped: false, counts: 'unknown' },
    }
    return ok(done)
  } finally {
    applying.free()
  }
}
