import type { Failure } from '../../base/failure'
import type { Work } from '../../base/progress'
import { ok, type Result } from '../../base/result'
import { joinTerms } from '../../book/query/sqlTerm'
import { rowJsonSql } from '../../book/rowJson'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { ComparedTable } from './comparedTable'
import type { RecordDifferenceKind } from './difference'
import type { Side } from './side'

/** How the index writes each kind. */
export const KINDS: Readonly<Record<RecordDifferenceKind, number>> = { 'only-here': 0, changed: 1, 'only-in-file': 2 }

/** Records read between two chances to be cancelled. */
const STRETCH = 100_000

const columns = (prefix: string, side: Side | null) => side?.locator.map((_, i) => `${prefix}${i}`) ?? []
const places = (alias: string, side: Side | null) => side?.locator.map((column) => `${alias}.${column}`) ?? []

/** Joins records of an index (or another table with its columns) to the records that it tells of. */
export function findAgain(alias: 'a' | 'b', side: Side, from = 'x'): string {
  return side.locator.map((column, i) => `${alias}.${column} = ${from}.${alias}${i}`).join(' AND ')
}

/** SQL that a record of the file is the same record as one here. */
export function isSameRecord({ key, here, there }: ComparedTable): string {
  return key.map((name) => `b.${there?.column(name)} = a.${here?.column(name)}`).join(' AND ')
}

function createIndex(db: SqlDatabase, table: ComparedTable): void {
  db.run(`CREATE TABLE ${table.index} (${['n INTEGER PRIMARY KEY', 'kind', ...columns('a', table.here), ...columns('b', table.there)].join(', ')})`)
}

/** SQL that inserts what a SELECT of kind and places gives. */
function insertInto(table: ComparedTable, sides: 'a' | 'b' | 'ab'): string {
  const names = ['kind', ...(sides.includes('a') ? columns('a', table.here) : []), ...(sides.includes('b') ? columns('b', table.there) : [])]
  return `INSERT INTO ${table.index} (${names.join(', ')})`
}

/** The rowids between which a table is walked, about `STRETCH` records each, as SQL; one open stretch where there is no rowid. */
function* stretches(db: SqlDatabase, side: Side, alias: string): Generator<string> {
  const [place] = side.locator
  if (place === undefined || side.table.tableKey.type === 'fields') {
    yield '1'
    return
  }
  let after: string | null = null
  for (;;) {
    const from: string = after === null ? '1' : `${place} > ${after}`
    // as text: rowids go beyond what a double holds
    const [row] = db.rows(`SELECT CAST(${place} AS TEXT) FROM ${side.source} WHERE ${from} ORDER BY ${place} LIMIT 1 OFFSET ${STRETCH - 1}`)
    const until = row ? String(row[0]) : null
    const terms = [after === null ? '' : `${alias}.${place} > ${after}`, until === null ? '' : `${alias}.${place} <= ${until}`].filter((term) => term !== '')
    yield terms.length === 0 ? '1' : terms.join(' AND ')
    if (until === null) return
    after = until
  }
}

type Walked = Result<undefined, Failure>

async function walk(db: SqlDatabase, side: Side, alias: string, sql: (stretch: string) => string, step: (records: number) => void, work: Work): Promise<Walked> {
  for (const stretch of stretches(db, side, alias)) {
    db.run(sql(stretch))
    step(STRETCH)
    const paused = await work.pause()
    if (!paused.ok) return paused
  }
  return ok()
}

/** Records of one side without a partner, and (walking the live side) those that differ from it. */
async function matchByKey(db: SqlDatabase, table: ComparedTable, here: Side, there: Side, step: (records: number) => void, work: Work): Promise<Walked> {
  const same = isSameRecord(table)
  const missing = (alias: string, side: Side) => `${alias}.${side.locator[0]} IS NULL`
  const differs = table.compared.length === 0 ? '0' : joinTerms(table.compared.map((field) => field.differs), 'OR')
  const first = await walk(db, here, 'a', (stretch) =>
    `${insertInto(table, 'ab')} SELECT CASE WHEN ${missing('b', there)} THEN ${KINDS['only-here']} ELSE ${KINDS.changed} END, ${[...places('a', here), ...places('b', there)].join(', ')} ` +
    `FROM ${here.source} a LEFT JOIN ${there.source} b ON ${same} WHERE ${stretch} AND (${missing('b', there)} OR ${differs})`, step, work)
  if (!first.ok) return first
  return walk(db, there, 'b', (stretch) =>
    `${insertInto(table, 'b')} SELECT ${KINDS['only-in-file']}, ${places('b', there).join(', ')} ` +
    `FROM ${there.source} b LEFT JOIN ${here.source} a ON ${same} WHERE ${stretch} AND ${missing('a', here)}`, step, work)
}

/** SQLite's limit of arguments, and so of the values in one JSON array, is 1000. */
const ARRAY_LENGTH = 500

/** The compared values of a record as one text that no other values have. */
function contentSql(alias: string, values: readonly string[]): string {
  const arrays: string[] = []
  for (let i = 0; i < Math.max(values.length, 1); i += ARRAY_LENGTH) {
    arrays.push(rowJsonSql(values.slice(i, i + ARRAY_LENGTH).map((column) => `${alias}.${column}`), { exact: false, blobLimit: null }))
  }
  return arrays.join(' || ')
}

const byRowid = (side: Side) => side.table.tableKey.type !== 'fields' && side.locator.length === 1

/**
 * Matches whole records, as often as they occur. Most records of two copies of a book still stand at the same rowid:
 * those are set aside first, and only the others are sorted.
 */
async function matchByContent(db: SqlDatabase, table: ComparedTable, here: Side, there: Side, step: (records: number) => void, work: Work): Promise<Walked> {
  const rest = `${table.index.slice(0, -1)}_rest"`
  const locators = [...columns('a', here), ...columns('b', there)]
  db.run(`CREATE TABLE ${rest} (side, ${locators.join(', ')}, content)`)
  const differs = table.compared.length === 0 ? '0' : joinTerms(table.compared.map((field) => field.differs), 'OR')
  const [a, b] = [{ alias: 'a', side: here, other: 'b', others: there, number: 0 }, { alias: 'b', side: there, other: 'a', others: here, number: 2 }] as const
  for (const { alias, side, other, others, number } of [a, b]) {
    const values = table.compared.map((field) => (alias === 'a' ? field.here : field.there))
    const select = `INSERT INTO ${rest} (side, ${columns(alias, side).join(', ')}, content) SELECT ${number}, ${places(alias, side).join(', ')}, ${contentSql(alias, values)} FROM ${side.source} ${alias}`
    const joined = byRowid(side) && byRowid(others)
      ? ` LEFT JOIN ${others.source} ${other} ON ${other}.${others.locator[0]} = ${alias}.${side.locator[0]} WHERE (${other}.${others.locator[0]} IS NULL OR ${differs}) AND `
      : ' WHERE '
    const walked = await walk(db, side, alias, (stretch) => `${select}${joined}${stretch}`, step, work)
    if (!walked.ok) return walked
  }
  // the first of equal records here meets the first in the file, and so on: what stays alone differs
  db.run(
    `${insertInto(table, 'ab')} SELECT side, ${locators.join(', ')} FROM ` +
      `(SELECT *, row_number() OVER (PARTITION BY side, content) AS place FROM ${rest}) GROUP BY content, place HAVING count(*) = 1 ORDER BY side, ${locators.join(', ')}`,
  )
  db.run(`DROP TABLE ${rest}`)
  return ok()
}

/** Fills the index of a table with all that differs. `step` is told how many records were read. */
export async function findDifferences(db: SqlDatabase, table: ComparedTable, step: (records: number) => void, work: Work): Promise<Walked> {
  createIndex(db, table)
  const { here, there } = table
  if (here && there) return (table.matchedBy === 'key' ? matchByKey : matchByContent)(db, table, here, there, step, work)
  if (here) db.run(`${insertInto(table, 'a')} SELECT ${KINDS['only-here']}, ${places('a', here).join(', ')} FROM ${here.source} a`)
  if (there) db.run(`${insertInto(table, 'b')} SELECT ${KINDS['only-in-file']}, ${places('b', there).join(', ')} FROM ${there.source} b`)
  return work.pause()
}
