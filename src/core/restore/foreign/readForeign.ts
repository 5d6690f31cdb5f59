import type { Work } from '../../base/progress'
import { SqlError, type SqlDatabase, type SqlEngine } from '../../book/sqlEngine'
import type { Finding } from '../inspection'
import { describeLoading, namesFinding } from './describeLoading'
import { createFieldProfile } from './fieldProfile'
import { MAX_FIELDS, type ForeignListener, type ForeignPass, type ForeignSource, type ForeignStop } from './foreignSource'
import { createRecordLoader } from './loadRecords'
import { planTables, type PlannedTable, type TableProfile } from './planTables'

/** What came of reading the file: a database with all its records, or why not. */
export type ForeignReading = { readonly kind: 'read'; readonly db: SqlDatabase; readonly findings: readonly Finding[] } | ForeignStop

const MAX_TABLES = 2_000

/** A listener that learns what the values of each field have in common. */
function createProfiler(textual: boolean): { profiles: TableProfile[]; listener: ForeignListener; tooMany(): string | null } {
  const profiles: TableProfile[] = []
  let tooMany: string | null = null
  const listener: ForeignListener = {
    table({ index, name }) {
      if (index < MAX_TABLES) profiles[index] = { index, name, records: 0, fields: [] }
      else tooMany = `It has more than ${MAX_TABLES} tables.`
    },
    record(table, record) {
      const profile = profiles[table.index]
      if (!profile) return
      profile.records++
      while (profile.fields.length < table.fields.length && profile.fields.length <= MAX_FIELDS) {
        const name = table.fields[profile.fields.length] ?? ''
        profile.fields.push({ name, profile: createFieldProfile(name, textual) })
      }
      if (profile.fields.length > MAX_FIELDS) tooMany = `A table has more than ${MAX_FIELDS} fields.`
      for (const [i, value] of record.entries()) if (value !== undefined) profile.fields[i]?.profile.note(value)
    },
  }
  return { profiles, listener, tooMany: () => tooMany }
}

/** Ids that stand twice and references that lead nowhere, as the loading found them. */
interface Wrong {
  readonly repeatedIds: Set<number>
  readonly brokenReferences: Set<string>
}

function lossesOf(tables: readonly PlannedTable[], wrong: Wrong): Finding[] {
  const repeated = tables.filter((table) => wrong.repeatedIds.has(table.index)).map((table) => table.name)
  return [
    ...namesFinding('not-carried', 'warning', 'Ids stand twice, so they are plain numbers and no keys', repeated),
    ...namesFinding('not-carried', 'warning', 'Some of these point to records that are not in the file, so they are plain whole numbers and no references', wrong.brokenReferences),
  ]
}

/** One loading pass. Gives null where the plan turned out wrong, with what was wrong added to `wrong`. */
async function load(
  db: SqlDatabase, source: ForeignSource, tables: readonly PlannedTable[], wrong: Wrong, work: Work,
): Promise<'loaded' | 'wrong-plan' | ForeignStop> {
  const loader = createRecordLoader(db, tables, source.textual)
  const pass = await source.read({ table() {}, record: (table, record) => loader.record(table.index, record) }, work)
  if (pass.kind !== 'whole') return pass
  const { repeatedIds, brokenReferences } = loader.finish()
  for (const index of repeatedIds) wrong.repeatedIds.add(index)
  for (const field of brokenReferences) wrong.brokenReferences.add(field)
  return repeatedIds.length + brokenReferences.length === 0 ? 'loaded' : 'wrong-plan'
}

async function loadPlanned(engine: SqlEngine, source: ForeignSource, profiles: readonly TableProfile[], first: ForeignPass, work: Work): Promise<ForeignReading> {
  const wrong: Wrong = { repeatedIds: new Set(), brokenReferences: new Set() }
  for (;;) {
    const plan = planTables(profiles, wrong)
    const db = engine.open(null)
    let kept = false
    try {
      const came = await load(db, source, plan.tables, wrong, work)
      if (came === 'wrong-plan') continue
      if (came !== 'loaded') return came
      kept = true
      const findings = [...plan.findings, ...describeLoading(plan.tables, profiles, source.textual), ...lossesOf(plan.tables, wrong), ...first.findings]
      return { kind: 'read', db, findings }
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      return { kind: 'other-shape', reason: `SQLite does not take its tables: ${error.message}` }
    } finally {
      if (!kept) db.close()
    }
  }
}


/**
 * Reads the tables of another program's file into a new database, in two passes: one to learn what each field's values
 * have in common, one to load them. A third is needed only where ids stand twice or references lead nowhere.
 * Every value is kept exactly; the findings say what it was read as, and what could not be carried.
 */
export async function readForeign(engine: SqlEngine, source: ForeignSource, work: Work): Promise<ForeignReading> {
  const { profiles, listener, tooMany } = createProfiler(source.textual)
  const first = await source.read(listener, work)
  if (first.kind !== 'whole') return first
  const excess = tooMany()
  if (excess !== null) return { kind: 'other-shape', reason: excess }
  return loadPlanned(engine, source, profiles.filter(({ index }) => !first.dropped.has(index)), first, work)
}
