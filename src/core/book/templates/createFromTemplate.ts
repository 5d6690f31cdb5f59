import { KEY_FIELD_SQL } from '../keyFieldSql'
import type { Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SampleRecords } from '../bookHead'
import { fieldDraftToSql, type ReferenceTarget } from '../fieldKind'
import type { SqlDatabase } from '../sqlEngine'
import { createReferenceIndex } from '../edits/rewriteTableSql'
import { bindCells } from '../edits/writeRecords'
import type { SampleValue, Template, TemplateField, TemplateTable } from './template'

const DAY = 86_400_000

/** The local day (`YYYY-MM-DD`) that is so many days before another. */
function dayBefore(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10)
}

function targetOf(field: TemplateField): ReferenceTarget | null {
  return field.refersTo === undefined || field.refersTo === null ? null : { table: field.refersTo, field: 'id', declaredType: 'INTEGER' }
}

function createTable(db: SqlDatabase, table: TemplateTable): void {
  const fields = table.fields.map((field) => {
    const draft = { name: field.name, kind: field.kind, required: field.required ?? false, choices: field.choices ?? [], refersTo: field.refersTo ?? null }
    return fieldDraftToSql(draft, targetOf(field), field.unique ? 'UNIQUE' : '')
  })
  db.run(`CREATE TABLE ${quoteIdentifier(table.name)} (\n  ${[KEY_FIELD_SQL, ...fields].join(',\n  ')}\n)`)
  for (const field of table.fields) if (field.indexed || targetOf(field)) createReferenceIndex(db, table.name, field.name)
}

/** The nth sample record of a table has the key n + 1: a new table's keys count from 1. */
function sampleCell(value: SampleValue, today: string): Cell {
  if (value === null || typeof value !== 'object') return value
  if ('daysAgo' in value) return dayBefore(today, value.daysAgo)
  return 'sample' in value ? value.sample + 1 : value
}

function insertSamples(db: SqlDatabase, table: TemplateTable, today: string): SampleRecords {
  const keys = table.samples.map((sample, i) => {
    const names = ['id', ...Object.keys(sample)]
    const { sql, params } = bindCells([i + 1, ...Object.values(sample).map((value) => sampleCell(value, today))])
    db.rows(`INSERT INTO ${quoteIdentifier(table.name)} (${names.map(quoteIdentifier).join(', ')}) VALUES (${sql.join(', ')})`, params)
    return [i + 1]
  })
  return { table: table.name, keys }
}

/**
 * Makes a template's tables in an empty database, inside the caller's transaction, and gives the sample records for
 * the book's identity (none without `withSamples`). `today` is the person's day, `YYYY-MM-DD`.
 */
export function createFromTemplate(db: SqlDatabase, template: Template, options: { withSamples: boolean; today: string }): SampleRecords[] {
  for (const table of template.tables) createTable(db, table)
  return options.withSamples ? template.tables.map((table) => insertSamples(db, table, options.today)) : []
}
