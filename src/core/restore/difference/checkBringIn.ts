import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import type { BookIdentity } from '../../book/bookHead'
import { describeBook } from '../../book/describeBook'
import type { AppliedEdit } from '../../book/edits/appliedEdit'
import { bringIn } from '../../book/edits/bringIn'
import { readForeignKeys, type ForeignKey } from '../../book/readForeignKeys'
import { readRowJson, rowJsonSql } from '../../book/rowJson'
import { SqlError, type SqlDatabase } from '../../book/sqlEngine'
import { chooseRecords, type ChosenTable } from './chosenRecords'
import type { DifferenceIndex } from './compareBooks'
import type { BringInCheck, BringInSelection, BrokenReference } from './difference'
import { findAgain } from './findDifferences'
import { keyColumns } from './newestRecord'
import { planChosen, type BringInPlan } from './planBringIn'
import type { Side } from './side'

/** References that are listed; more are counted. */
const MAX_LISTED = 100

const lower = (name: string) => name.toLowerCase()

/** SQL that a record with the referred values is in a source; `0` where it has no such fields. */
function isIn(source: string, side: Side, alias: string, reference: ForeignKey, values: readonly string[], more = ''): string {
  const columns = reference.targetFields.map((field) => side.column(field))
  if (columns.length !== values.length || columns.includes(null)) return '0'
  const terms = columns.map((column, i) => `${alias}.${column} = ${values[i]}`)
  return `EXISTS (SELECT 1 FROM ${source} ${alias} WHERE ${terms.join(' AND ')}${more})`
}

/** The condition on chosen records `b` of a table that a reference of theirs leads nowhere; null when the field is not brought. */
function leadsNowhere(index: DifferenceIndex, chosen: readonly ChosenTable[], { table, there }: ChosenTable, reference: ForeignKey): string | null {
  const values = reference.fields.flatMap((field) => (table.leftOut.has(lower(field)) ? [] : (there.column(field) ?? []))).map((column) => `b.${column}`)
  if (values.length !== reference.fields.length) return null
  const target = index.tables.find((one) => lower(one.name) === lower(reference.target))
  const brought = chosen.find((one) => one.table === target)
  const here = target?.here ? isIn(target.here.source, target.here, 'p', reference, values) : '0'
  const isChosen = brought && ` AND EXISTS (SELECT 1 FROM ${brought.chosen} y WHERE ${brought.there.locator.map((column, i) => `y.b${i} = q.${column}`).join(' AND ')})`
  const along = brought ? isIn(brought.there.source, brought.there, 'q', reference, values, isChosen) : '0'
  return [...values.map((value) => `${value} IS NOT NULL`), `NOT ${here}`, `NOT ${along}`].join(' AND ')
}

function findBroken(index: DifferenceIndex, chosen: readonly ChosenTable[]): { count: number; listed: BrokenReference[] } {
  const { db, other } = index.pair
  const listed: BrokenReference[] = []
  let count = 0
  for (const one of chosen) {
    const { table, there } = one
    // the book's own rules count; a table that it lacks brings its own
    for (const reference of readForeignKeys(table.here ? db : other, (table.here ?? there).table.name)) {
      const condition = leadsNowhere(index, chosen, one, reference)
      if (condition === null) continue
      const from = `FROM ${one.chosen} x JOIN ${there.source} b ON ${findAgain('b', there)} WHERE ${condition}`
      count += Number(db.rows(`SELECT count(*) ${from}`)[0]?.[0] ?? 0)
      const key = keyColumns(table, there).map((column) => `b.${column}`)
      const shown = rowJsonSql([...key, `b.${there.column(reference.fields[0] ?? '')}`], { exact: true, blobLimit: 100 })
      for (const row of db.rows(`SELECT ${shown} ${from} LIMIT ${MAX_LISTED - listed.length}`)) {
        const cells = readRowJson(row) ?? []
        listed.push({ table: table.name, key: cells.slice(0, key.length), field: reference.fields.join(', '), refersTo: reference.target, value: cells.at(-1) ?? null })
      }
    }
  }
  return { count, listed }
}

/** Brings the records in and takes that back at once, in the copy of the live book that was compared. */
function rehearse(db: SqlDatabase, plan: BringInPlan, identity: BookIdentity): Result<AppliedEdit, Failure> {
  db.run('PRAGMA foreign_keys = ON; BEGIN')
  try {
    return bringIn({ db, shape: describeBook(db, identity), identity, changeIdentity: () => undefined }, { type: 'bringIn', tables: plan.tables })
  } finally {
    db.run('ROLLBACK')
  }
}

/**
 * What bringing records in would do to the book as it was compared: which references would lead nowhere, and, where none
 * would, how much would change. Fails with what bringing in would fail with: `ConstraintBroken` (a required, unique or
 * checked field), `TableIsReadOnly`, `TableNotFound`.
 */
export function checkBringIn(index: DifferenceIndex, selection: BringInSelection, identity: BookIdentity): Result<BringInCheck, Failure> {
  try {
    const chosen = chooseRecords(index, selection)
    if (!chosen.ok) return chosen
    const plan = planChosen(index, chosen.value)
    const { newTables } = plan
    const { count: brokenCount, listed: broken } = findBroken(index, chosen.value)
    if (brokenCount > 0) return ok({ added: plan.added, changed: plan.changed, newTables, brokenCount, broken })
    const done = rehearse(index.pair.db, plan, identity)
    // a reference that breaks here all the same belongs to a record that stays
    if (!done.ok) return done.failure.type === 'ReferencesBroken' ? ok({ added: plan.added, changed: plan.changed, newTables, brokenCount: done.failure.count, broken }) : done
    const added = done.value.added ?? 0
    return ok({ added, changed: done.value.records - added, newTables, brokenCount, broken })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'SqlFailed', detail: error.message })
    throw error
  }
}
