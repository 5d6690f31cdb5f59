import type { Cell } from '../../base/cell'
import type { SqlDatabase, SqlRow, SqlStatement } from '../sqlEngine'
import { bindCells } from './writeRecords'

/** One statement that is run for many records, prepared once for each mixture of casts that their cells need. */
export interface CellStatements {
  /** Runs to the first row, which may be none. */
  get(cells: readonly Cell[]): SqlRow | null
  /** Runs to the end, so that foreign keys are checked too, and gives the first row. */
  finish(cells: readonly Cell[]): SqlRow | null
  /** Runs to the end, rows ignored. */
  run(cells: readonly Cell[]): void
  free(): void
}

/** Mixtures kept prepared at a time. */
const MAX_PREPARED = 50

/** `sql` gives the statement for its parameters, each with its cast. */
export function createCellStatements(db: SqlDatabase, sql: (parameters: readonly string[]) => string): CellStatements {
  const prepared = new Map<string, SqlStatement>()
  function free() {
    for (const statement of prepared.values()) statement.free()
    prepared.clear()
  }
  function statementFor(parameters: readonly string[]): SqlStatement {
    const text = parameters.join()
    const known = prepared.get(text)
    if (known) return known
    if (prepared.size >= MAX_PREPARED) free()
    const statement = db.prepare(sql(parameters))
    prepared.set(text, statement)
    return statement
  }
  return {
    get(cells) {
      const { sql: parameters, params } = bindCells(cells)
      return statementFor(parameters).get(params)
    },
    finish(cells) {
      const { sql: parameters, params } = bindCells(cells)
      const statement = statementFor(parameters)
      statement.bind(params)
      const first = statement.next()
      while (statement.next());
      return first
    },
    run(cells) {
      const { sql: parameters, params } = bindCells(cells)
      statementFor(parameters).run(params)
    },
    free,
  }
}
