import { KEY_FIELD_SQL } from '../keyFieldSql'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { SampleRecords } from '../bookHead'
import { fieldDraftToSql, type ReferenceTarget } from '../fieldSql'
import type { SqlDatabase } from '../sqlEngine'
import { createReferenceIndex } from '../edits/rewriteTableSql'
import { createUniqueIndex } from '../edits/uniqueFields'
import { bindCells } from '../edits/writeRecords'
import { sampleCell } from './sampleCell'
import type { Template, TemplateField, TemplateTable } from './template'

function targetOf(field: TemplateField): ReferenceTarget | null {
  return field.refersTo === undefined || field.refersTo === null ? null : { table: field.refersTo, field: 'id', declaredType: 'INTEGER' }
}

function createTable(db: SqlDatabase, table: TemplateTable): void {
  const fields = table.fields.map((field) => {
    const { indexed: _, ...rest } = field
    return fieldDraftToSql({ required: false, choices: [], refersTo: null, ...rest }, targetOf(field))
  })
  db.run(`CREATE TABLE ${quoteIdentifier(table.name)} (\n  ${[KEY_FIELD_SQL, ...fields].join(',\n  ')}\n)`)
  for (const field of table.fields) {
    if (field.unique) createUniqueIndex(db, table.name, field.name)
    if (field.indexed || targetOf(field)) createReferenceIndex(db, table.name, field.name)
  }
}

/** The statement that makes a view of a template. */
export function viewSql(name: string, select: string): string {
  return `CREATE VIEW ${quoteIdentifier(name)} AS\n${select.trim()}`
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
  for (const { name, sql } of template.views ?? []) db.run(viewSql(name, sql))
  return options.withSamples ? template.tables.map((table) => insertSamples(db, table, options.today)) : []
}
