import type { Failure } from '../../base/failure'
import type { Work } from '../../base/progress'
import { fail, ok, type Result } from '../../base/result'
import type { FieldName } from '../../backup/manifest'
import { describeBook } from '../../book/describeBook'
import type { KeyedTable } from '../../book/keyedTable'
import { SqlError, type SqlDatabase, type SqlPair } from '../../book/sqlEngine'
import { createComparedTable, type ComparedTable } from './comparedTable'
import type { DifferenceSummary, TableDifference } from './difference'
import { findDifferences, KINDS } from './findDifferences'
import { readNewest } from './newestRecord'
import { compareFields, compareObjects } from './shapeDifferences'
import { countSide, createSide, type Side } from './side'

/** What is compared. */
export interface CompareOptions {
  /** Fields that the file was written without (`fieldsLeftOut` of its manifest): never a difference, never brought in. */
  readonly leftOut: readonly FieldName[]
  /** The only table that is compared; null = all, and views, triggers and indexes too. */
  readonly onlyTable: string | null
}

/** Everything compared, nothing special. */
export const COMPARE_ALL: CompareOptions = { leftOut: [], onlyTable: null }

/**
 * The differences of two books, found once. Which records differ lies in temporary tables of `db` beside both books;
 * their values are read when they are asked for. Good until the pair is closed.
 */
export interface DifferenceIndex {
  readonly pair: SqlPair
  readonly summary: DifferenceSummary
  readonly tables: readonly ComparedTable[]
}

const NO_OBJECTS_OF_APP = { asleep: [], samples: [] }
/** A book's own pages are read in order; a few more of them at hand make the walk along both quicker. */
const CACHE = 'PRAGMA main.cache_size = -16000; PRAGMA other.cache_size = -16000'

const realTables = (db: SqlDatabase, only: string | null): Map<string, KeyedTable> =>
  new Map(
    describeBook(db, NO_OBJECTS_OF_APP)
      .tables.filter((table) => table.kind === 'table' && (only === null || table.name.toLowerCase() === only.toLowerCase()))
      .map((table) => [table.name.toLowerCase(), table]),
  )

function countKinds(db: SqlDatabase, table: ComparedTable): Pick<TableDifference, 'onlyHere' | 'onlyInFile' | 'changed'> {
  const counts = new Map(db.rows(`SELECT kind, count(*) FROM ${table.index} GROUP BY kind`).map(([kind, count]) => [kind, Number(count)]))
  return { onlyHere: counts.get(KINDS['only-here']) ?? 0, onlyInFile: counts.get(KINDS['only-in-file']) ?? 0, changed: counts.get(KINDS.changed) ?? 0 }
}

function summarise(db: SqlDatabase, table: ComparedTable, counts: ReadonlyMap<Side, number>): TableDifference {
  const { name, here, there, matchedBy, fields } = table
  return {
    name,
    side: here && there ? 'both' : here ? 'only-here' : 'only-in-file',
    matchedBy,
    fields,
    here: (here && counts.get(here)) ?? 0,
    inFile: (there && counts.get(there)) ?? 0,
    ...countKinds(db, table),
    newestHere: here && readNewest(db, table, here),
    newestInFile: there && readNewest(db, table, there),
    shape: here && there ? compareFields(here.table, there.table) : [],
  }
}

async function compare(pair: SqlPair, options: CompareOptions, work: Work): Promise<Result<DifferenceIndex, Failure>> {
  const { db, other } = pair
  db.run(CACHE)
  const ours = realTables(db, options.onlyTable)
  const theirs = realTables(other, options.onlyTable)
  const counts = new Map<Side, number>()
  const tables = [...new Set([...ours.keys(), ...theirs.keys()])].map((id, i) => {
    const a = ours.get(id)
    const b = theirs.get(id)
    const here = a ? createSide(db, db, 'main', a) : null
    const there = b ? createSide(db, other, 'other', b) : null
    for (const side of [here, there]) if (side) counts.set(side, countSide(db, side))
    return createComparedTable(db, a?.name ?? b?.name ?? id, here, there, options.leftOut, `temp."_nightsafe_difference_${i}"`)
  })
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  let done = 0
  let told = 0
  const compared: TableDifference[] = []
  for (const table of tables) {
    const ofTable = [table.here, table.there].reduce((sum, side) => sum + ((side && counts.get(side)) ?? 0), 0)
    const found = await findDifferences(db, table, (records) => {
      told = Math.min(told + records, done + ofTable)
      work.report({ step: 'checking', done: told, total })
    }, work)
    if (!found.ok) return found
    done += ofTable
    told = done
    work.report({ step: 'checking', done, total })
    compared.push(summarise(db, table, counts))
  }
  return ok({ pair, tables, summary: { tables: compared, objects: options.onlyTable === null ? compareObjects(db, other) : [] } })
}

/**
 * Holds a copy (`other` of the pair) against the live book (`main`), record by record: by primary key where both tables
 * have the same one, else by whole content. Nearly all the work is one join in SQLite for each side. Changes neither
 * book. Fails with `Damaged` where the copy cannot be read, or `Cancelled`.
 */
export async function compareBooks(pair: SqlPair, options: CompareOptions, work: Work): Promise<Result<DifferenceIndex, Failure>> {
  try {
    return await compare(pair, options, work)
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}
