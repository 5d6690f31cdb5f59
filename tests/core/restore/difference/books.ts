import type { SqlDatabase, SqlEngine } from '../../../../src/core/book/sqlEngine'
import { unwatchedWork } from '../../../../src/core/base/progress'
import { compareBooks, COMPARE_ALL, type CompareOptions, type DifferenceIndex } from '../../../../src/core/restore/difference/compareBooks'
import type { DifferenceQuery, RecordDifference, TableDifference } from '../../../../src/core/restore/difference/difference'
import { readDifferences } from '../../../../src/core/restore/difference/readDifferences'

/** The bytes of a database made by SQL. */
export function bytesOf(engine: SqlEngine, make: string | ((db: SqlDatabase) => void)): Uint8Array<ArrayBuffer> {
  const db = engine.open(null)
  try {
    if (typeof make === 'string') db.run(make)
    else make(db)
    return db.bytes()
  } finally {
    db.close()
  }
}

/** Compares two books that SQL makes; the caller closes `index.pair`. */
export async function compared(engine: SqlEngine, here: string | Uint8Array, inFile: string | Uint8Array, options: Partial<CompareOptions> = {}): Promise<DifferenceIndex> {
  const bytes = (book: string | Uint8Array) => (typeof book === 'string' ? bytesOf(engine, book) : book)
  const found = await compareBooks(engine.openPair(bytes(here), bytes(inFile)), { ...COMPARE_ALL, ...options }, unwatchedWork)
  if (!found.ok) throw new Error(JSON.stringify(found.failure))
  return found.value
}

export const tableOf = (index: DifferenceIndex, name: string): TableDifference => {
  const table = index.summary.tables.find((one) => one.name === name)
  if (!table) throw new Error(`no table ${name}`)
  return table
}

/** Differing records of a table, all kinds unless told otherwise. */
export function rowsOf(index: DifferenceIndex, table: string, query: Partial<DifferenceQuery> = {}): readonly RecordDifference[] {
  const rows = readDifferences(index, { table, kinds: ['only-here', 'only-in-file', 'changed'], field: null, search: '', from: 0, count: 1000, ...query })
  if (!rows.ok) throw new Error(JSON.stringify(rows.failure))
  return rows.value.rows
}
