import type { Failure } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok } from '../../base/result'
import type { Edit } from '../bookDescription'
import type { AsleepObject, SampleRecords } from '../bookHead'
import { findTable, type BookShape } from '../keyedTable'
import { readFields } from '../readRecord'
import { isKeyword, readSqlTokens } from '../sqlTokens'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import { reshaped, type EditContext, type EditResult } from './appliedEdit'
import { trySql } from './sqlErrorToFailure'
import { deleteByKeys } from './writeRecords'

/** Sample tables so that one which refers to another comes before it. */
function childrenFirst(shape: BookShape, samples: readonly SampleRecords[]): SampleRecords[] {
  const ordered: SampleRecords[] = []
  const visit = (sample: SampleRecords, path: readonly SampleRecords[]) => {
    if (ordered.includes(sample) || path.includes(sample)) return
    const children = samples.filter((other) =>
      shape.tables.find((table) => table.name === other.table)?.fields.some((field) => field.refersTo?.table === sample.table),
    )
    for (const child of children) visit(child, [...path, sample])
    ordered.push(sample)
  }
  for (const sample of samples) visit(sample, [])
  return ordered
}

/** Deletes one record unless something else refers to it. */
function deleteUnused(db: SqlDatabase, task: () => void): boolean {
  try {
    task()
    return true
  } catch (error) {
    if (error instanceof SqlError) return false
    throw error
  }
}

/**
 * Deletes the sample records that are still there. Those that the person's own records refer to stay and are
 * samples no more: they have become part of the book.
 */
export function removeSamples({ db, shape, identity, changeIdentity }: EditContext): EditResult {
  let records = 0
  for (const sample of childrenFirst(shape, identity.samples)) {
    const table = findTable(shape, sample.table)
    if (!table.ok || table.value.readOnly !== null) continue
    for (const key of [...sample.keys].reverse()) {
      if (!readFields(db, table.value, key, [])) continue
      if (deleteUnused(db, () => deleteByKeys(db, table.value, [key]))) records++
    }
  }
  changeIdentity({ samples: [] })
  return ok(reshaped(records))
}

/** Whether SQL is one statement that makes the view or trigger it is said to make; it may come from somebody else's file. */
function makesJustThat(asleep: AsleepObject): boolean {
  const tokens = readSqlTokens(asleep.sql)
  const what = tokens.findIndex((token) => isKeyword(token, 'VIEW') || isKeyword(token, 'TRIGGER'))
  const temporary = isKeyword(tokens[1], 'TEMP') || isKeyword(tokens[1], 'TEMPORARY')
  return isKeyword(tokens[0], 'CREATE') && what === 1 && !temporary && isKeyword(tokens[what], asleep.type.toUpperCase())
}

function objectNames(db: SqlDatabase): string[] {
  return db.rows('SELECT type, name FROM sqlite_schema ORDER BY type, name').map((row) => JSON.stringify(row))
}

/** Creates a view or trigger that was kept as text. */
export function wake({ db, identity, changeIdentity }: EditContext, edit: Extract<Edit, { type: 'wake' }>): EditResult {
  const asleep = identity.asleep.find((one) => one.name === edit.name)
  if (!asleep) return fail({ type: 'TableNotFound', table: edit.name })
  const refused: Failure = { type: 'ConstraintBroken', table: asleep.table, detail: `“${asleep.name}” cannot be created from its text` }
  if (!makesJustThat(asleep)) return fail(refused)
  const before = new Set(objectNames(db))
  const created = trySql(asleep.table, true, () => {
    // prepared and not run as a script, so that nothing after the first statement is run
    const statement = db.prepare(asleep.sql)
    try {
      statement.run()
    } finally {
      statement.free()
    }
    if (asleep.type === 'view') db.prepare(`SELECT * FROM ${quoteIdentifier(asleep.name)}`).free()
  })
  if (!created.ok) return created
  const added = objectNames(db).filter((object) => !before.has(object))
  if (added.length !== 1 || added[0] !== JSON.stringify([asleep.type, asleep.name])) return fail(refused)
  changeIdentity({ asleep: identity.asleep.filter((one) => one !== asleep) })
  return ok(reshaped())
}

const MAX_BOOK_NAME = 120

/** Gives the book another name. */
export function renameBook({ identity, changeIdentity }: EditContext, edit: Extract<Edit, { type: 'renameBook' }>): EditResult {
  const name = edit.name.trim().normalize('NFC')
  if (name === '') return fail({ type: 'NameNotAllowed', name, reason: 'it is empty.' })
  if (name.length > MAX_BOOK_NAME) return fail({ type: 'NameNotAllowed', name, reason: `it is longer than ${MAX_BOOK_NAME} characters.` })
  const effect = { reshaped: false, counts: [] }
  if (name === identity.name) return ok({ key: null, records: 0, inverse: null, effect })
  changeIdentity({ name })
  return ok({ key: null, records: 0, inverse: { type: 'renameBook', name: identity.name, left: name }, effect })
}
