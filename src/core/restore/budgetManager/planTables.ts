import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { Finding } from '../inspection'
import type { FieldProfile, PlannedType } from './fieldProfile'

/** What was learnt of one table while reading through the file. */
export interface TableProfile {
  readonly name: string
  records: number
  readonly fields: Map<string, FieldProfile>
}

/** A field as it will be; `source` is its name in the file. */
export interface PlannedField {
  readonly source: string
  readonly name: string
  readonly type: PlannedType
  readonly key: boolean
  refersTo: { readonly table: string; readonly field: string } | null
}

/** A table as it will be; `source` is its name in the file. */
export interface PlannedTable {
  readonly source: string
  readonly name: string
  readonly records: number
  readonly fields: PlannedField[]
}

/** What loading found out and the next plan must heed. */
export interface PlanLimits {
  /** Tables (by their name in the file) whose ids stand twice. */
  readonly repeatedIds: ReadonlySet<string>
  /** Fields (`table.field` by their planned names) that point to records that are not there. */
  readonly brokenReferences: ReadonlySet<string>
}

const UNUSABLE = /[\u0000-\u001f\u007f]|\p{Surrogate}/gu
const RESERVED = /^(sqlite_|_nightsafe_)/i

/** A name that SQLite takes and that is not taken yet (SQLite compares without regard to ASCII case). */
function usableName(source: string, taken: Set<string>, isTable: boolean): string {
  let name = source.replace(UNUSABLE, '_')
  if (name === '') name = 'unnamed'
  if (isTable && RESERVED.test(name)) name = `table_${name}`
  const base = name
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${base}_${i}`
  taken.add(name.toLowerCase())
  return name
}

function renamed(kind: string, source: string, name: string): Finding[] {
  if (source === name) return []
  const code = RESERVED.test(source) ? 'reserved-name' : 'not-carried'
  return [{ code, severity: 'warning', detail: `The ${kind} name “${source.replace(UNUSABLE, '?')}” cannot be kept; it is “${name}” now.` }]
}

/** The tables that `user_id` may mean: `user`, `users`; `company_id`: `companies`. */
function targetNames(field: string): string[] {
  const base = /^(.+)_id$/i.exec(field)?.[1]?.toLowerCase()
  return base === undefined ? [] : [`${base}s`, base, `${base}es`, base.replace(/y$/, 'ies')]
}

function connect(tables: readonly PlannedTable[], limits: PlanLimits): void {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]))
  for (const table of tables) {
    for (const field of table.fields) {
      if (field.key || field.type !== 'INTEGER' || limits.brokenReferences.has(`${table.name}.${field.name}`)) continue
      for (const name of targetNames(field.name)) {
        const target = byName.get(name)
        const key = target?.fields.find((candidate) => candidate.key)
        if (!target || !key) continue
        field.refersTo = { table: target.name, field: key.name }
        break
      }
    }
  }
}

/** Lays out the tables from what all their values have in common, with a finding for each name that had to change. */
export function planTables(profiles: readonly TableProfile[], limits: PlanLimits): { tables: PlannedTable[]; findings: Finding[] } {
  const findings: Finding[] = []
  const tableNames = new Set<string>()
  const tables = profiles.map((profile): PlannedTable => {
    const name = usableName(profile.name, tableNames, true)
    findings.push(...renamed('table', profile.name, name))
    const fieldNames = new Set<string>()
    const fields = [...profile.fields].map(([source, field]): PlannedField => {
      const fieldName = usableName(source, fieldNames, false)
      findings.push(...renamed('field', source, fieldName))
      const key = source.toLowerCase() === 'id' && field.isKey(profile.records) && !limits.repeatedIds.has(profile.name)
      return { source, name: fieldName, type: key ? 'INTEGER' : field.plannedType(), key, refersTo: null }
    })
    // a table without records says nothing of its fields, and SQLite wants at least one
    if (fields.length === 0) fields.push({ source: 'id', name: 'id', type: 'INTEGER', key: true, refersTo: null })
    return { source: profile.name, name, records: profile.records, fields }
  })
  connect(tables, limits)
  return { tables, findings }
}

/** The statement that makes a planned table. */
export function plannedTableSql(table: PlannedTable): string {
  const fields = table.fields.map((field) => {
    const reference = field.refersTo ? ` REFERENCES ${quoteIdentifier(field.refersTo.table)}(${quoteIdentifier(field.refersTo.field)})` : ''
    return `${quoteIdentifier(field.name)} ${field.type}${field.key ? ' PRIMARY KEY' : ''}${reference}`
  })
  return `CREATE TABLE ${quoteIdentifier(table.name)} (${fields.join(', ')})`
}
