import type { Cell } from '../../base/cell'
import type { FailureOf } from '../../base/failure'
import { ok, type Result } from '../../base/result'
import { writeLines, type BroughtLine, type BroughtTable } from '../../book/broughtTable'
import { countContents } from '../../book/edits/countContents'
import { readRowJson, rowJsonSql } from '../../book/rowJson'
import type { SqlDatabase } from '../../book/sqlEngine'
import { chooseRecords, type ChosenTable } from './chosenRecords'
import type { DifferenceIndex } from './compareBooks'
import type { ComparedTable } from './comparedTable'
import type { BringInSelection } from './difference'
import { findAgain } from './findDifferences'

/** What is to be brought in, as an edit takes it, and how much that is by the differences. */
export interface BringInPlan {
  readonly tables: readonly BroughtTable[]
  readonly added: number
  readonly changed: number
  /** Tables that the book lacks. */
  readonly newTables: readonly string[]
}

/** What can be brought: fields that both sides have; for a table that the book lacks, all of them. */
function broughtFields({ table, there }: ChosenTable): { fields: string[]; onlyWhenNew: string[] } {
  const { here } = table
  const isLeftOut = (name: string) => table.leftOut.has(name.toLowerCase())
  const known = (here ?? there).table.fields.filter((field) => !field.generated)
  // left out of the file, but a new record cannot be without them: it gets what a restore would give it
  const onlyWhenNew = known.filter((field) => isLeftOut(field.name) && field.required && !field.automatic && there.column(field.name) !== null).map((field) => field.name)
  const fields = known.map((field) => field.name).filter((name) => there.column(name) !== null && !isLeftOut(name))
  return { fields: [...fields, ...onlyWhenNew], onlyWhenNew }
}

/** The cells of all chosen records of a table. */
function* chosenCells(db: SqlDatabase, { there, chosen }: ChosenTable, fields: readonly string[]): Generator<Cell[]> {
  const columns = fields.map((field) => `b.${there.column(field)}`)
  const read = (exact: boolean, after: number) =>
    db.prepare(`SELECT x.n, ${rowJsonSql(columns, { exact, blobLimit: null })} FROM ${chosen} x JOIN ${there.source} b ON ${findAgain('b', there)} WHERE x.n > ${after} ORDER BY x.n`)
  let statement = read(false, 0)
  try {
    for (let after = 0, row = statement.next(); row; row = statement.next()) {
      const cells = readRowJson(row.slice(1))
      if (!cells) {
        // text that is not well-formed UTF-8: from here on everything is read the slow way
        statement.free()
        statement = read(true, after)
        continue
      }
      after = Number(row[0])
      yield cells
    }
  } finally {
    statement.free()
  }
}

/** Whole records are added up to as many as there are here and chosen in the file together. */
function* contentLines(db: SqlDatabase, table: ComparedTable, fields: readonly string[], records: Iterable<Cell[]>): Generator<BroughtLine> {
  const chosen = new Map<string, { cells: Cell[]; times: number }>()
  for (const cells of records) {
    const content = JSON.stringify(cells)
    const known = chosen.get(content)
    if (known) known.times++
    else chosen.set(content, { cells, times: 1 })
  }
  const here = table.here ? countContents(db, table.here.table.name, fields, [...chosen.values()].map(({ cells }) => cells)) : new Map<string, number>()
  for (const [content, { cells, times }] of chosen) yield { cells, atLeast: (here.get(content) ?? 0) + times }
}

function* keyLines(records: Iterable<Cell[]>): Generator<BroughtLine> {
  for (const cells of records) yield { cells, atLeast: 1 }
}

function planTable(db: SqlDatabase, one: ChosenTable): BroughtTable {
  const { table, there } = one
  const { fields, onlyWhenNew } = broughtFields(one)
  const records = chosenCells(db, one, fields)
  const isKeyed = table.matchedBy === 'key'
  return {
    table: table.name,
    createSql: table.here ? null : there.table.sql,
    matchedBy: table.matchedBy,
    fields,
    key: isKeyed ? table.key : [],
    onlyWhenNew,
    lines: writeLines(isKeyed ? keyLines(records) : contentLines(db, table, fields, records)),
    records: one.added + one.changed,
  }
}

/** The plan for records that were chosen already. */
export function planChosen(index: DifferenceIndex, chosen: readonly ChosenTable[]): BringInPlan {
  return {
    tables: chosen.map((one) => planTable(index.pair.db, one)),
    added: chosen.reduce((sum, one) => sum + one.added, 0),
    changed: chosen.reduce((sum, one) => sum + one.changed, 0),
    newTables: chosen.filter(({ table }) => !table.here).map(({ table }) => table.name),
  }
}

/** The exact records of a selection, for the edit that brings them in. Fails with `TableNotFound`. */
export function planBringIn(index: DifferenceIndex, selection: BringInSelection): Result<BringInPlan, FailureOf<'TableNotFound'>> {
  const chosen = chooseRecords(index, selection)
  return chosen.ok ? ok(planChosen(index, chosen.value)) : chosen
}
