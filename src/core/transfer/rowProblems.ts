import type { Cell } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { createCellStatements, type CellStatements } from '../book/edits/cellStatements'
import { isBelow } from '../book/edits/isBelow'
import { withoutAffinity } from '../book/edits/recordFinder'
import type { KeyedTable } from '../book/keyedTable'
import type { SqlDatabase } from '../book/sqlEngine'
import type { RefusedValue } from './importPlan'
import type { FieldPair } from './rowReader'

/** Finds what SQLite would not say of a row, since it stops at the first thing. Free it. */
export interface ProblemFinder {
  /** `cells`: undefined where a value could not be read. `isNew`: it would be a record of its own. */
  find(cells: readonly (Cell | undefined)[], isNew: boolean): RefusedValue[]
  free(): void
}

/** Looks at what the fields of a table demand one by one: bounds, and values that may be there only once. */
export function createProblemFinder(db: SqlDatabase, table: KeyedTable, pairs: readonly FieldPair[]): ProblemFinder {
  const unique = new Map<number, CellStatements>()
  for (const [place, { field }] of pairs.entries()) {
    if (!field.unique) continue
    unique.set(place, createCellStatements(db, ([parameter]) => `SELECT 1 FROM ${quoteIdentifier(table.name)} WHERE ${quoteIdentifier(field.name)} = ${withoutAffinity(parameter)} LIMIT 1`))
  }

  function whatIsWrong(place: number, cell: Cell, isNew: boolean): string | null {
    const { name, least = null, most = null } = pairs[place]?.field ?? { name: '' }
    if (least !== null && isBelow(cell, least)) return `it is less than “${name}” may be`
    if (most !== null && isBelow(most, cell)) return `it is more than “${name}” may be`
    return isNew && unique.get(place)?.get([cell]) ? `another record has the same “${name}”` : null
  }

  return {
    find: (cells, isNew) =>
      pairs.flatMap(({ column, field }, place) => {
        const cell = cells[place]
        const detail = cell === undefined || cell === null ? null : whatIsWrong(place, cell, isNew)
        return detail === null ? [] : [{ column, failure: { type: 'ConstraintBroken', table: table.name, detail, fields: [field.name] } }]
      }),
    free: () => unique.forEach((statements) => statements.free()),
  }
}
