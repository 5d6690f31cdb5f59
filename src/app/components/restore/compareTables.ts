import type { FileTable, Inspection } from '../../../core/restore/inspection'
import type { LiveFacts } from '../../../core/restore/verdict'

/** One table on both sides. `null` records: not there, or (views) never counted. */
export interface TableOnBothSides {
  readonly name: string
  readonly kind: FileTable['kind']
  readonly inFile: number | null
  readonly here: number | null
  /** Records in the file less records here; null where the two cannot be held against each other. */
  readonly difference: number | null
  readonly standing: 'same' | 'changed' | 'differs' | 'only-in-file' | 'only-here' | 'not-counted'
}

/** What restoring takes away, as far as counts can tell. */
export interface Loss {
  readonly records: number
  readonly tables: readonly string[]
}

/** A table of the open book. */
type TableHere = LiveFacts['tables'][number]

function standingOf(inFile: FileTable, here: TableHere | undefined, digest: string | undefined): TableOnBothSides {
  const { name, kind, records } = inFile
  if (kind !== 'table') return { name, kind, inFile: records, here: null, difference: null, standing: 'not-counted' }
  if (here === undefined) return { name, kind, inFile: records, here: null, difference: null, standing: 'only-in-file' }
  const difference = records === null ? null : records - here.records
  const equal = digest === undefined || digest === here.digest
  return { name, kind, inFile: records, here: here.records, difference, standing: difference !== 0 ? 'differs' : equal ? 'same' : 'changed' }
}

/**
 * Holds the tables of a file against those of the book: the file's order first, then what only the book has. Where the
 * counts are equal, the digests of the file's manifest tell whether the records are.
 */
export function compareTables(inspection: Pick<Inspection, 'tables' | 'manifest'>, here: readonly TableHere[]): readonly TableOnBothSides[] {
  const live = new Map(here.map((table) => [table.name, table]))
  const digests = new Map((inspection.manifest?.tables ?? []).map((table) => [table.name, table.digest]))
  const names = new Set(inspection.tables.map((table) => table.name))
  const both = inspection.tables.map((table) => standingOf(table, live.get(table.name), digests.get(table.name)))
  const onlyHere = here
    .filter((table) => !names.has(table.name))
    .map((table): TableOnBothSides => ({ name: table.name, kind: 'table', inFile: null, here: table.records, difference: null, standing: 'only-here' }))
  return [...both, ...onlyHere]
}

/** How many records fewer there are after restoring, and which tables go. */
export function lossOf(tables: readonly TableOnBothSides[]): Loss {
  const gone = tables.filter((table) => table.standing === 'only-here')
  const fewer = tables.reduce((sum, table) => sum + Math.max(0, -(table.difference ?? 0)), 0)
  const withGone = gone.reduce((sum, table) => sum + (table.here ?? 0), fewer)
  return { records: withGone, tables: gone.map((table) => table.name) }
}
