import type { FieldDescription } from '../bookDescription'
import { readInitial } from '../initialValue'
import type { BookShape } from '../keyedTable'
import { isKeyword, readSqlTokens } from '../sqlTokens'
import type { SqlDatabase } from '../sqlEngine'
import { carriedFields } from './carriedFields'
import { isOneSelect } from './checkTemplate'
import { readSampleRecords } from './readSampleRecords'
import type { Template, TemplateField, TemplateTable, TemplateView } from './template'

function indexedFields(db: SqlDatabase, table: string): Set<string> {
  const rows = db.rows(
    'SELECT (SELECT min(i.name) FROM pragma_index_info(x.name) i) FROM pragma_index_list(?1) x ' +
      'WHERE NOT x."unique" AND NOT x.partial AND (SELECT count(*) FROM pragma_index_info(x.name)) = 1',
    [table],
  )
  return new Set(rows.map(([name]) => String(name)))
}

function toTemplateField(field: FieldDescription, indexed: boolean): TemplateField {
  const initial = readInitial(field.initialSql) ?? null
  return {
    name: field.name,
    kind: field.kind,
    ...(field.required ? { required: true } : {}),
    ...(field.unique ? { unique: true } : {}),
    ...(indexed && !field.refersTo ? { indexed: true } : {}),
    ...(field.choices.length > 0 ? { choices: field.choices } : {}),
    ...(field.refersTo ? { refersTo: field.refersTo.table } : {}),
    ...(initial === null ? {} : { initial }),
    ...(field.least === undefined || field.least === null ? {} : { least: field.least }),
    ...(field.most === undefined || field.most === null ? {} : { most: field.most }),
  }
}

/** The SELECT of a view; null where it names its fields itself, which a template does not carry. */
function selectOf(sql: string): string | null {
  const tokens = readSqlTokens(sql)
  const as = tokens.findIndex((token) => isKeyword(token, 'AS') || token.text === '(')
  const token = tokens[as]
  if (!token || token.text === '(') return null
  const select = sql.slice(token.to).trim()
  return isOneSelect(select) ? select : null
}

function toTemplateViews(shape: BookShape): TemplateView[] {
  const asleep = shape.asleep.filter(({ type }) => type === 'view')
  return [...shape.tables.filter(({ kind }) => kind === 'view'), ...asleep].flatMap(({ name, sql }) => {
    const select = selectOf(sql)
    return select === null ? [] : [{ name, sql: select }]
  })
}

/**
 * The shape of a book as a template: its tables with the rules that a person can set, views, layout, and, if they are
 * wanted, the first records of each table as samples. Tables get the key `id` whatever key they have; triggers, rules
 * that no kind stands for and calculated fields stay behind (`shapeLosses` tells what).
 */
export function bookToTemplate(db: SqlDatabase, shape: BookShape, options: { name: string; description: string; withRecords: boolean }): Template {
  const real = shape.tables.filter(({ kind, fields }) => kind === 'table' && fields.length > 0)
  const tables = real.map((table): TemplateTable => {
    const indexed = indexedFields(db, table.name)
    return { name: table.name, fields: carriedFields(table).map((field) => toTemplateField(field, indexed.has(field.name))), samples: [] }
  })
  const { name, description, withRecords } = options
  const samples = withRecords ? readSampleRecords(db, real) : new Map<string, TemplateTable['samples']>()
  return {
    id: 'file',
    icon: 'blank',
    name,
    description,
    tables: tables.map((table) => ({ ...table, samples: samples.get(table.name) ?? [] })),
    views: toTemplateViews(shape),
    layout: shape.layout,
  }
}
