import type { BoundValue, Cell } from '../base/cell'
import { readRowJson, rowJsonSql } from './rowJson'
import type { SqlDatabase } from './sqlEngine'

/** A query of which only the expressions are missing. */
export interface CellSource {
  /** What stands before SELECT. */
  readonly with?: string
  /** From FROM on. */
  readonly rest: string
  readonly params: readonly BoundValue[]
  /** Larger blobs come empty; null = all come whole. */
  readonly blobLimit: number | null
  /** How many of the first expressions come whole all the same; none when left out. */
  readonly whole?: number
}

/** Reads the values of some expressions exactly; a second time when some text is not well-formed UTF-8. */
export function readCells(db: SqlDatabase, expressions: readonly string[], { with: before = '', rest, params, blobLimit, whole = 0 }: CellSource): Cell[][] {
  for (const exact of [false, true]) {
    const rows = db.rows(`${before} SELECT ${rowJsonSql(expressions, { exact, blobLimit, whole })} ${rest}`, params).map(readRowJson)
    if (rows.every((row) => row !== null)) return rows
  }
  throw new TypeError('hexadecimal digits are always well-formed')
}
