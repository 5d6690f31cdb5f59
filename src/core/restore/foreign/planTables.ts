import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { Finding } from '../inspection'
import type { FieldProfile, PlannedType } from './fieldProfile'

/** What was learnt of one table while reading through the file; the fields are in the order of its records' values. */
export interface TableProfile {
  readonly index: number
  readonly name: string
  records: number
  readonly fields: { readonly name: string; readonly profile: FieldProfile }[]
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
  readonly index: number
  readonly source: string
  readonly name: string
  readonly records: number
  readonly fields: PlannedField[]
}

/** What loading found out and the next plan must heed. */
export interface PlanLimits {
  /** Tables (by their index in the file) whose ids stand twice. */
  readonly repeatedIds: ReadonlySet<number>
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

/** A name of the file as it can stand in a sentence. */
export function nameInWords(source: string): string {
  const name = source.replace(UNUSABLE, '?')
  return name.length > 80 ? `${name.slice(0, 79)}…` : name
}

function renamed(kind: string, source: string, name: string): Finding[] {
  if (source === name) return []
  const code = RESERVED.test(source) ? 'reserved-name' : 'not-carried'
  return [{ code, severity: 'warning', detail: `The ${kind} name “${nameInWords(source)}” cannot be kept; it is “${nameInWords(name)}” now.` }]
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
  const tables = profiles.map(({ index, name: source, records, fields: profiled }): PlannedTable => {
    const name = usableName(source, tableNames, true)
    findings.push(...renamed('table', source, name))
    const fieldNames = new Set<string>()
    let hasKey = limits.repeatedIds.has(index)
    const fields = profiled.map((field): PlannedField => {
      const fieldName = usableName(field.name, fieldNames, false)
      findings.push(...renamed('field', field.name, fieldName))
      const key = !hasKey && field.name.toLowerCase() === 'id' && field.profile.isKey(records)
      hasKey ||= key
      return { source: field.name, name: fieldName, type: key ? 'INTEGER' : field.profile.plannedType(), key, refersTo: null }
    })
    // a table without records says nothing of its fields, and SQLite wants at least one
    if (fields.length === 0) fields.push({ source: 'id', name: 'id', type: 'INTEGER', key: true, refersTo: null })
    return { index, source, name, records, fields }
  })
  connect(tables, limits)
  return { tables, findings }
}

/** The statement that makes a planned table. */
export function plannedTableSql(table: PlannedTable): string {
  const fields = table.fields.map((field) => {
    const reference = field.refersTo ? ` REFERENCES ${quoteIdentifier(field.refersTo.table)}(${quoteIdentifier(field.refersTo.field)})` : ''
    // a deleted record's number is never given to another, as in tables that are made here
    const key = field.type === 'INTEGER' ? ' PRIMARY KEY AUTOINCREMENT' : ' PRIMARY KEY'
    return `${quoteIdentifier(field.name)} ${field.type}${field.key ? key : ''}${reference}`
  })
  return `CREATE TABLE ${quoteIdentifier(table.name)} (${fields.join(', ')})`
}
