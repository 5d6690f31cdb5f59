import type { Work } from '../../base/progress'
import type { Result } from '../../base/result'
import { SqlError, type SqlDatabase, type SqlEngine } from '../../book/sqlEngine'
import type { Failure } from '../../base/failure'
import type { Finding } from '../inspection'
import { createFieldProfile, type PlannedType } from './fieldProfile'
import { createRecordLoader } from './loadRecords'
import { planTables, type PlannedTable, type TableProfile } from './planTables'
import { createBudgetRecordReader, type BudgetFault, type BudgetListener } from './readBudgetRecords'

/** What came of reading the file: a database with all its records, or why not. */
export type BudgetReading =
  | { kind: 'read'; db: SqlDatabase; findings: Finding[] }
  /** It is JSON, but not this. */
  | { kind: 'other-shape'; reason: string }
  | { kind: 'damaged' | 'refused'; finding: Finding }
  | { kind: 'cancelled'; failure: Failure }

/** Opens the file's bytes from the beginning, without a byte order mark; called once per pass. */
export type OpenChunks = () => AsyncIterable<Uint8Array>

const MAX_TABLES = 2_000
/** SQLite's own limit: https://sqlite.org/limits.html */
const MAX_FIELDS = 2_000

const WORDS: Partial<Record<PlannedType, string>> = {
  MONEY_INTEGER: 'Amounts are kept exactly, as whole minor units (cents)',
  BOOLEAN: 'Values 0 and 1 are read as yes and no',
  DATE: 'Texts are read as dates',
  DATETIME: 'Texts are read as dates with a time',
}

function faultToReading(fault: BudgetFault): BudgetReading {
  const damaged = (code: Finding['code'], detail: string): BudgetReading => ({ kind: 'damaged', finding: { code, severity: 'error', detail } })
  switch (fault.type) {
    case 'other-shape': return { kind: 'other-shape', reason: fault.reason }
    case 'incomplete': return damaged('truncated', 'The JSON document ends before it is complete.')
    case 'malformed': return damaged('corrupt', `The JSON document is not well-formed near character ${fault.at}.`)
    case 'duplicate': return damaged('corrupt', `The same name stands twice ${fault.where}.`)
    case 'too-deep':
      return { kind: 'refused', finding: { code: 'too-deep', severity: 'error', detail: `It is nested deeper than ${fault.limit} levels.` } }
  }
}

/** Reads the whole file once. Gives the fault that stopped it, the names of unknown members, or the cancellation. */
async function readThrough(open: OpenChunks, listener: BudgetListener, work: Work) {
  const reader = createBudgetRecordReader(listener)
  for await (const chunk of open()) {
    const fault = reader.write(chunk)
    if (fault) return { fault, unknownMembers: [], cancelled: null }
    const paused: Result<undefined, Failure> = await work.pause()
    if (!paused.ok) return { fault: null, unknownMembers: [], cancelled: paused.failure }
  }
  const end = reader.end()
  return end.fault ? { fault: end.fault, unknownMembers: [], cancelled: null } : { ...end, cancelled: null }
}

/** A listener that learns what the values of each field have in common. */
function createProfiler(): { profiles: Map<string, TableProfile>; listener: BudgetListener; tooMany(): string | null } {
  const profiles = new Map<string, TableProfile>()
  let tooMany: string | null = null
  const listener: BudgetListener = {
    table(name) {
      if (profiles.size < MAX_TABLES) profiles.set(name, { name, records: 0, fields: new Map() })
      else tooMany = `It has more than ${MAX_TABLES} tables.`
    },
    record(name, values) {
      const profile = profiles.get(name)
      if (!profile) return
      profile.records++
      for (const [field, value] of values) {
        let known = profile.fields.get(field)
        if (!known) {
          if (profile.fields.size >= MAX_FIELDS) {
            tooMany = `A table has more than ${MAX_FIELDS} fields.`
            return
          }
          known = createFieldProfile(field)
          profile.fields.set(field, known)
        }
        known.note(value)
      }
    },
  }
  return { profiles, listener, tooMany: () => tooMany }
}

function reportOf(tables: readonly PlannedTable[], profiles: ReadonlyMap<string, TableProfile>): Finding[] {
  const findings: Finding[] = []
  const fieldsWhere = (test: (table: PlannedTable, field: PlannedTable['fields'][number]) => boolean) =>
    tables.flatMap((table) => table.fields.filter((field) => test(table, field)).map((field) => `${table.name}.${field.name}`))
  const report = (code: Finding['code'], severity: Finding['severity'], words: string, fields: string[]) => {
    if (fields.length > 0) findings.push({ code, severity, detail: `${words}: ${fields.join(', ')}.` })
  }
  for (const [type, words] of Object.entries(WORDS)) report('converted', 'info', words, fieldsWhere((_, field) => field.type === type))
  report('converted', 'info', 'Whole numbers are read as references to other records', fieldsWhere((_, field) => field.refersTo !== null))
  const profileOf = (table: PlannedTable, source: string) => profiles.get(table.source)?.fields.get(source)
  const textual = (type: PlannedType) => type === 'TEXT' || type === 'LONGTEXT'
  report('converted', 'info', 'Numbers and yes/no values are kept as text, as they are written',
    fieldsWhere((table, field) => textual(field.type) && (profileOf(table, field.source)?.nonTextValues ?? 0) > 0))
  report('not-carried', 'warning', 'Some characters are no characters and became “\ufffd”',
    fieldsWhere((table, field) => (profileOf(table, field.source)?.brokenTexts ?? 0) > 0))
  report('not-carried', 'info', 'Tables without records come without their fields', tables.filter((table) => table.records === 0).map((table) => table.name))
  return findings
}

/**
 * Reads the budget manager's JSON backup into a new database, in two passes: one to learn what each field's values
 * have in common, one to load them. A third is needed only where ids stand twice or references lead nowhere.
 * Every value is kept exactly; the findings say what it was read as.
 */
export async function readBudgetManager(engine: SqlEngine, open: OpenChunks, work: Work): Promise<BudgetReading> {
  const { profiles, listener, tooMany } = createProfiler()
  const first = await readThrough(open, listener, work)
  if (first.cancelled) return { kind: 'cancelled', failure: first.cancelled }
  if (first.fault) return faultToReading(first.fault)
  const excess = tooMany()
  if (excess !== null) return { kind: 'other-shape', reason: excess }

  const repeatedIds = new Set<string>()
  const brokenReferences = new Set<string>()
  const allProfiles = [...profiles.values()]
  for (;;) {
    const plan = planTables(allProfiles, { repeatedIds, brokenReferences })
    const db = engine.open(null)
    try {
      const loader = createRecordLoader(db, plan.tables)
      const pass = await readThrough(open, { table() {}, record: (name, values) => loader.record(name, values) }, work)
      if (pass.cancelled || pass.fault) {
        db.close()
        return pass.cancelled ? { kind: 'cancelled', failure: pass.cancelled } : faultToReading(pass.fault)
      }
      const wrong = loader.finish()
      if (wrong.repeatedIds.length === 0 && wrong.brokenReferences.length === 0) {
        return { kind: 'read', db, findings: [...plan.findings, ...reportOf(plan.tables, profiles), ...lossesOf(repeatedIds, brokenReferences, first.unknownMembers)] }
      }
      for (const table of wrong.repeatedIds) repeatedIds.add(table)
      for (const field of wrong.brokenReferences) brokenReferences.add(field)
      db.close()
    } catch (error) {
      db.close()
      if (!(error instanceof SqlError)) throw error
      return { kind: 'other-shape', reason: `SQLite does not take its tables: ${error.message}` }
    }
  }
}

function lossesOf(repeatedIds: ReadonlySet<string>, brokenReferences: ReadonlySet<string>, unknownMembers: readonly string[]): Finding[] {
  const loss = (words: string, names: Iterable<string>): Finding[] => {
    const list = [...names]
    return list.length === 0 ? [] : [{ code: 'not-carried', severity: 'warning', detail: `${words}: ${list.join(', ')}.` }]
  }
  return [
    ...loss('Ids stand twice, so they are plain numbers and no keys', repeatedIds),
    ...loss('Some of these point to records that are not in the file, so they are plain whole numbers and no references', brokenReferences),
    ...loss('Members beside the data are not taken in', unknownMembers),
  ]
}
