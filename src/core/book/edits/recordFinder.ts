import type { Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { RecordKey } from '../bookDescription'
import { keySql, type KeyedTable } from '../keyedTable'
import { readRowJson, rowJsonSql } from '../rowJson'
import type { SqlDatabase } from '../sqlEngine'
import { createCellStatements } from './cellStatements'

/** A record as it was found, with the cells of the fields asked for. */
export interface FoundRecord {
  readonly key: RecordKey
  readonly cells: readonly Cell[]
}

/** Finds records of one table by the same columns, quickly, time and again. */
export interface RecordFinder {
  find(by: readonly Cell[]): FoundRecord | null
  free(): void
}

/** A CAST would lend its affinity to the column that it is compared with, and find '1' where 1 was asked for; `+` takes it off. */
export const withoutAffinity = (parameter: string | undefined) => `+${parameter}`

/** `by`: columns in SQL, compared as the table itself compares them. */
export function createRecordFinder(db: SqlDatabase, table: KeyedTable, by: readonly string[], fields: readonly string[]): RecordFinder {
  const key = keySql(table)
  const statements = [false, true].map((exact) =>
    createCellStatements(db, (parameters) => {
      const row = rowJsonSql([...key, ...fields.map(quoteIdentifier)], { exact, blobLimit: null })
      return `SELECT ${row} FROM ${quoteIdentifier(table.name)} WHERE ${by.map((column, i) => `${column} = ${withoutAffinity(parameters[i])}`).join(' AND ')}`
    }),
  )
  return {
    find(cells) {
      for (const one of statements) {
        const row = one.get(cells)
        if (!row) return null
        const read = readRowJson(row)
        if (read) return { key: read.slice(0, key.length), cells: read.slice(key.length) }
      }
      throw new TypeError('hexadecimal digits are always well-formed')
    },
    free: () => statements.forEach((one) => one.free()),
  }
}
