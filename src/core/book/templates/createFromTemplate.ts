import { KEY_FIELD_SQL } from '../keyFieldSql'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { AsleepObject, SampleRecords } from '../bookHead'
import { fieldDraftToSql, type ReferenceTarget } from '../fieldSql'
import type { SqlDatabase } from '../sqlEngine'
import { createReferenceIndex } from '../edits/rewriteTableSql'
import { createUniqueIndex } from '../edits/uniqueFields'
import { bindCells } from '../edits/writeRecords'
import { insertionOrder } from './insertionOrder'
import { sampleCell } from './sampleCell'
import type { Template, TemplateField, TemplateTable, TemplateView } from './template'

function targetOf(field: TemplateField): ReferenceTarget | null {
  return field.refersTo === undefined || field.refersTo === null ? null : { table: field.refersTo, field: 'id', declaredType: 'INTEGER' }
}

function createTable(db: SqlDatabase, table: TemplateTable): void {
  const fields = table.fields.map((field) => {
    const { indexed: _, ...rest } = field
    return fieldDraftToSql({ required: false, choices: [], refersTo: null, ...rest }, targetOf(field))
  })
  db.run(`CREATE TABLE ${quoteIdentifier(table.name)} (\n  ${[KEY_FIELD_SQL, ...fields].join(',\n  ')}\n)`)
}

function createIndexes(db: SqlDatabase, table: TemplateTable): void {
  for (const field of table.fields) {
    if (field.unique) createUniqueIndex(db, table.name, field.name)
    if (field.indexed || targetOf(field)) createReferenceIndex(db, table.name, field.name)
  }
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

/** A view of a template as the text that makes it; asleep, it is run by nobody until the person wakes it. */
function toAsleepView({ name, sql }: TemplateView): AsleepObject {
  return { type: 'view', name, table: name, sql: `CREATE VIEW ${quoteIdentifier(name)} AS\n${sql.trim()}` }
}

/** How a template is made into a book. */
export interface TemplateOptions {
  readonly withSamples: boolean
  /** The person's day, `YYYY-MM-DD`. */
  readonly today: string
  /** The views come from a file: nothing of it is run. */
  readonly sleepingViews?: boolean
}

/**
 * Makes a template's tables in an empty database, inside the caller's transaction, and gives what belongs to the book's
 * identity: the sample records (none without `withSamples`) and the views that sleep. Throws `SqlError` where a template
 * of a file does not hold together: a sample that breaks a rule, say.
 */
export function createFromTemplate(db: SqlDatabase, template: Template, options: TemplateOptions): { samples: SampleRecords[]; asleep: AsleepObject[] } {
  const views = (template.views ?? []).map(toAsleepView)
  for (const table of template.tables) createTable(db, table)
  if (!options.sleepingViews) for (const { sql } of views) db.run(sql)
  // after all tables and views, none of which may find its name taken by an index
  for (const table of template.tables) createIndexes(db, table)
  const samples = options.withSamples ? insertionOrder(template).map((table) => insertSamples(db, table, options.today)) : []
  return { samples, asleep: options.sleepingViews ? views : [] }
}
