import type { Cell } from '../../base/cell'
import type { FailureOf } from '../../base/failure'
import { ok, type Result } from '../../base/result'
import { readRowJson, rowJsonSql } from '../../book/rowJson'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { DifferenceIndex } from './compareBooks'
import type { ComparedTable } from './comparedTable'
import type { BringInSelection } from './difference'
import { KINDS } from './findDifferences'
import { keyColumns } from './newestRecord'
import { findCompared, joinedSides } from './readDifferences'
import type { Side } from './side'

/** A table with the records of it that are to be brought in; which they are lies in the temporary table `chosen`. */
export interface ChosenTable {
  readonly table: ComparedTable
  readonly there: Side
  readonly chosen: string
  readonly added: number
  readonly changed: number
}

/** Records that can be brought in. */
const BRINGABLE = `(${KINDS.changed}, ${KINDS['only-in-file']})`

/** Column of a place as the file's table declares it, so that an index over it serves comparisons with it. */
function placeColumns(side: Side): string[] {
  return side.locator.map((_, i) => {
    const field = side.table.tableKey.type === 'fields' ? side.key[i] : undefined
    return field ? `b${i} ${field.affinity === 'BLOB' ? '' : field.affinity} COLLATE ${field.collation}` : `b${i} INTEGER`
  })
}

/** The places in the index of records with these keys, as JSON. */
function findKeys(db: SqlDatabase, table: ComparedTable, keys: readonly (readonly Cell[])[]): string {
  const wanted = new Set(keys.map((key) => JSON.stringify(key)))
  const columns = ([['a', table.here], ['b', table.there]] as const).map(([alias, side]) => (side ? keyColumns(table, side).map((column) => `${alias}.${column}`) : []))
  const [ours = [], theirs = []] = columns
  const statement = db.prepare(`SELECT x.n, x.kind, ${rowJsonSql([...ours, ...theirs], { exact: true, blobLimit: null })} FROM ${joinedSides(table)} WHERE x.kind IN ${BRINGABLE}`)
  const found: number[] = []
  try {
    for (let row = statement.next(); row; row = statement.next()) {
      const [n, kind, ...json] = row
      const cells = readRowJson(json) ?? []
      const key = kind === KINDS['only-in-file'] ? cells.slice(ours.length) : cells.slice(0, ours.length)
      if (wanted.has(JSON.stringify(key))) found.push(Number(n))
    }
  } finally {
    statement.free()
  }
  return JSON.stringify(found)
}

function choose(db: SqlDatabase, table: ComparedTable, there: Side, keys: BringInSelection['tables'][number]['keys']): ChosenTable {
  const chosen = `${table.index.slice(0, -1)}_chosen"`
  const places = there.locator.map((_, i) => `b${i}`).join(', ')
  db.run(`DROP TABLE IF EXISTS ${chosen}`)
  db.run(`CREATE TABLE ${chosen} (n INTEGER PRIMARY KEY, kind, ${placeColumns(there).join(', ')}, UNIQUE (${places}))`)
  const insert = `INSERT INTO ${chosen} (n, kind, ${places}) SELECT n, kind, ${places} FROM ${table.index} WHERE kind IN ${BRINGABLE}`
  if (keys === 'all') db.run(insert)
  else db.rows(`${insert} AND n IN (SELECT value FROM json_each(?))`, [findKeys(db, table, keys)])
  const counts = new Map(db.rows(`SELECT kind, count(*) FROM ${chosen} GROUP BY kind`).map(([kind, count]) => [kind, Number(count)]))
  return { table, there, chosen, added: counts.get(KINDS['only-in-file']) ?? 0, changed: counts.get(KINDS.changed) ?? 0 }
}

/** The records of a selection. Tables that the file does not have are passed over, as are keys that differ no more. */
export function chooseRecords(index: DifferenceIndex, selection: BringInSelection): Result<ChosenTable[], FailureOf<'TableNotFound'>> {
  const chosen = new Map<ComparedTable, ChosenTable>()
  for (const { table: name, keys } of selection.tables) {
    const table = findCompared(index, name)
    if (!table.ok) return table
    if (table.value.there) chosen.set(table.value, choose(index.pair.db, table.value, table.value.there, keys))
  }
  return ok([...chosen.values()])
}
