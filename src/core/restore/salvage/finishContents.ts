import type { Failure } from '../../base/failure'
import type { Work } from '../../base/progress'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { fail, ok, type Result } from '../../base/result'
import { digestContent } from '../../backup/contentDigest'
import type { Manifest } from '../../backup/manifest'
import type { SchemaObject } from '../../backup/schemaDigest'
import type { AsleepObject } from '../../book/bookHead'
import { SqlError, type SqlDatabase } from '../../book/sqlEngine'
import type { FileFormat, Finding } from '../inspection'
import { hasNoSums, headline, named, warning } from './reportTexts'
import type { SalvagedTable, SalvageReport } from './salvageReport'
import { finishSalvage, tryStatement } from './salvageWriter'

/** What was read of a damaged file, as a database of its own. */
export interface Salvaged {
  /** A fresh database file: pages of 4096 bytes, UTF-8, no log. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentDigest: string
  /** Views and triggers, as text. */
  readonly asleep: readonly AsleepObject[]
  /** Of a backup of ours, where it could be read. */
  readonly manifest: Manifest | null
  readonly report: SalvageReport
}

/** A table as it was filled. `refused` records were read but could not be put into it. */
export interface TableOutcome extends SalvagedTable {
  readonly refused: number
  /** Older copies of another table's records. */
  readonly older?: true
}

/** What salvaging came to, before it is made into a file. */
export interface SalvageOutcome {
  readonly format: FileFormat
  readonly manifest: Manifest | null
  readonly tables: readonly TableOutcome[]
  /** Indexes, views and triggers. */
  readonly later: readonly SchemaObject[]
  readonly virtual: readonly string[]
  readonly schemaIsWhole: boolean
  readonly lostPages: number | null
  readonly lostBytes: number | null
  readonly findings: readonly Finding[]
}

/** Gives the records of a lost table their table's name where their number alone tells which one it was. */
function nameByCount(db: SqlDatabase, { tables, manifest }: SalvageOutcome): TableOutcome[] {
  const missing = (manifest?.tables ?? []).filter(({ name, records }) => records > 0 && !tables.some((table) => table.name === name))
  return tables.map((table) => {
    const matches = missing.filter(({ records }) => records === table.recovered)
    const [match] = matches
    const twins = tables.filter((other) => other.named && other.recovered === table.recovered)
    if (!table.named || !match || matches.length > 1 || twins.length > 1) return table
    return tryStatement(db, `ALTER TABLE ${quoteIdentifier(table.name)} RENAME TO ${quoteIdentifier(match.name)}`) ? { ...table, name: match.name, lost: 0 } : table
  })
}

function findingsOf(outcome: SalvageOutcome, tables: readonly TableOutcome[], notMade: readonly string[], asleep: readonly AsleepObject[]): Finding[] {
  const lossy = tables.filter(({ lost }) => lost !== 0).map(({ name, lost }) => (lost === null ? name : `${name} (${lost})`))
  const { lostPages, manifest } = outcome
  const refused = tables.filter((table) => table.refused > 0).map(({ name, refused }) => `${name} (${refused})`)
  const invented = tables.filter((table) => table.named && !table.older).map(({ name }) => name)
  const older = tables.filter((table) => table.older).map(({ name }) => name)
  const ofType = (type: AsleepObject['type']) => asleep.filter((object) => object.type === type).map(({ name }) => name)
  return [
    headline(tables),
    ...outcome.findings,
    ...(lostPages ? [warning('corrupt', `${lostPages === 1 ? 'One page of the file is' : `${lostPages} pages of the file are`} missing or cannot be read.`)] : []),
    ...(outcome.schemaIsWhole ? [] : [warning('corrupt', 'The description of the tables is damaged, so there may have been tables of which nothing is left.')]),
    ...named('count-mismatch', 'Tables with records that are lost or may be', lossy),
    ...named('not-carried', 'Made up, because names or fields were lost', invented),
    ...named('not-carried', 'Made for older copies of records, which may have been deleted or edited since', older),
    ...named('not-carried', 'Records left out because another has the same key or a rule of the table refuses them', refused),
    ...named('not-carried', 'Indexes that the records no longer allow', notMade),
    ...named('virtual-table', 'Virtual tables, which cannot be salvaged as such', outcome.virtual),
    ...named('views-asleep', 'Views that are kept as text and do not run', ofType('view')),
    ...named('triggers-asleep', 'Triggers that are kept as text and do not run', ofType('trigger')),
    ...named('fields-left-out', 'Left out when the backup was made', manifest?.fieldsLeftOut.map(({ table, field }) => `${table}.${field}`) ?? []),
  ]
}

/** What a manifest proves of the values: which tables are as they were, which are not, and which nobody can tell of. */
async function checkValues(db: SqlDatabase, manifest: Manifest | null, work: Work): Promise<Result<Finding[], Failure>> {
  if (!manifest) return ok([hasNoSums])
  const digest = await digestContent(db, manifest.fieldsLeftOut, work)
  if (!digest.ok) return digest
  const told = new Map(manifest.tables.map((table) => [table.name, table]))
  const differing = digest.value.tables.filter(({ name, digest }) => told.get(name)?.digest !== digest)
  const isComplete = ({ name, records }: { name: string; records: number }) => told.get(name)?.records === records
  const isChanged = differing.filter(isComplete).map(({ name }) => name)
  const isOpen = differing.filter((table) => table.records > 0 && !isComplete(table)).map(({ name }) => name)
  return ok([
    ...named('digest-mismatch', 'Tables with all their records, some of which hold a value that was changed by the damage', isChanged),
    ...named('digest-mismatch', 'Tables in which a value that the damage changed cannot be told from a right one', isOpen),
  ])
}

/** Makes indexes (where the records allow them), puts views and triggers to sleep, and gives the finished file with its report. */
export async function finishContents(db: SqlDatabase, outcome: SalvageOutcome, work: Work): Promise<Result<Salvaged, Failure>> {
  const { manifest } = outcome
  const filled = nameByCount(db, outcome)
  const recovered = filled.reduce((sum, table) => sum + table.recovered, 0)
  if (recovered === 0) return fail({ type: 'NothingSalvaged' })
  const gone = (manifest?.tables ?? []).filter(({ name }) => !filled.some((table) => table.name === name))
  const tables = [...filled, ...gone.map(({ name, records }) => ({ name, recovered: 0, refused: 0, lost: records, named: false }))]
  const indexes = outcome.later.filter((object) => object.type === 'index')
  const notMade = indexes.filter(({ sql }) => !/^CREATE\s+(UNIQUE\s+)?INDEX\b/i.test(sql) || !tryStatement(db, sql)).map(({ name }) => name)
  const asleep = outcome.later.flatMap(({ type, name, table, sql }): AsleepObject[] => (type === 'view' || type === 'trigger' ? [{ type, name, table, sql }] : []))
  try {
    const bytes = finishSalvage(db)
    const changed = await checkValues(db, manifest, work)
    if (!changed.ok) return changed
    const digest = await digestContent(db, [], work)
    if (!digest.ok) return digest
    const findings = [...findingsOf(outcome, tables, notMade, asleep), ...changed.value]
    const { format, lostPages, lostBytes } = outcome
    const report: SalvageReport = {
      format,
      tables: tables.map(({ name, recovered, lost, named }) => ({ name, recovered, lost, named })),
      recovered,
      lostPages,
      lostBytes,
      findings,
    }
    return ok({ bytes, contentDigest: digest.value.contentDigest, asleep: [...asleep, ...(manifest?.book.asleep ?? [])], manifest, report })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}
