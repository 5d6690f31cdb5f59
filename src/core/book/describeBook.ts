import { quoteIdentifier } from '../base/quoteIdentifier'
import type { FieldDescription } from './bookDescription'
import type { BookIdentity } from './bookHead'
import { applyDisplay } from './layout/applyDisplay'
import { EMPTY_LAYOUT } from './layout/bookLayout'
import { fieldKindOf } from './fieldKind'
import type { BookShape, KeyedTable, TableKey } from './keyedTable'
import { isSecretName } from './secretName'
import { rowsOrNone } from './rowsOrNone'
import type { SqlDatabase, SqlRow } from './sqlEngine'
import { contentTables, shadowTables } from './shadowTables'
import { readChoices, readRanges, readTableSql } from './tableSql'

const HIDDEN = `name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_nightsafe\\_%' ESCAPE '\\'`
const XINFO = 'x.name, x.type, x."notnull", x.pk, x.hidden, x.dflt_value'

interface FieldFacts {
  readonly name: string
  readonly declaredType: string
  readonly notNull: boolean
  /** Place in the primary key from 1; 0 = not in it. */
  readonly keyPlace: number
  readonly hidden: number
  readonly initialSql: string | null
}

interface ReferenceFacts {
  readonly field: string
  readonly refersTo: { table: string; field: string }
}

function fieldFacts(row: SqlRow): FieldFacts {
  const [name, type, notNull, pk, hidden, initialSql] = row
  return { name: String(name), declaredType: String(type ?? ''), notNull: notNull === 1, keyPlace: Number(pk), hidden: Number(hidden), initialSql: typeof initialSql === 'string' ? initialSql : null }
}

/** Rows with their first column taken off, gathered under it. */
function grouped(rows: readonly SqlRow[]): Map<string, SqlRow[]> {
  const groups = new Map<string, SqlRow[]>()
  for (const [name, ...row] of rows) {
    const group = groups.get(String(name))
    if (group) group.push(row)
    else groups.set(String(name), [row])
  }
  return groups
}

/** A single INTEGER key is the rowid itself, unless an index stands behind it: that of `INTEGER PRIMARY KEY DESC` does (https://sqlite.org/lang_createtable.html#rowid). */
const isRowid = (key: readonly FieldFacts[], hasKeyIndex: boolean) => key.length === 1 && key[0]?.declaredType.toUpperCase() === 'INTEGER' && !hasKeyIndex

function tableKeyOf(fields: readonly FieldFacts[], withoutRowid: boolean, hasKeyIndex: boolean): TableKey {
  const key = fields.filter((field) => field.keyPlace > 0).sort((a, b) => a.keyPlace - b.keyPlace)
  if (withoutRowid) return { type: 'fields', fields: key.map((field) => field.name) }
  const taken = new Set(fields.map((field) => field.name.toLowerCase()))
  const sql = ['_rowid_', 'rowid', 'oid'].find((name) => !taken.has(name))
  if (sql) return { type: 'rowid', sql }
  const [only] = key
  return only && isRowid(key, hasKeyIndex) ? { type: 'rowid', sql: quoteIdentifier(only.name) } : { type: 'none' }
}

interface Gathered {
  readonly columns: Map<string, SqlRow[]>
  /** Table names by their lower-case form: references need not be written in the same case. */
  readonly names: ReadonlyMap<string, string>
  readonly references: Map<string, SqlRow[]>
  readonly unique: Map<string, SqlRow[]>
  /** Tables with an index behind their primary key. */
  readonly keyIndexes: Map<string, SqlRow[]>
  readonly triggers: Map<string, SqlRow[]>
}

/** What the pragmas say of all real tables, in four queries however many tables there are. */
function gather(db: SqlDatabase): Gathered {
  const real = `sqlite_schema m, %(m.name) x WHERE m.type = 'table' AND m.rootpage > 0`
  const from = (pragma: string) => real.replace('%', pragma)
  const columns = grouped(db.rows(`SELECT m.name, ${XINFO} FROM ${from('pragma_table_xinfo')} ORDER BY m.name, x.cid`))
  return {
    columns,
    names: new Map([...columns.keys()].map((name) => [name.toLowerCase(), name])),
    references: grouped(
      db.rows(`SELECT m.name, min(x."from"), min(x."table"), min(x."to") FROM ${from('pragma_foreign_key_list')} GROUP BY m.name, x.id HAVING count(*) = 1`),
    ),
    unique: grouped(
      db.rows(
        `SELECT m.name, min(i.name) FROM sqlite_schema m, pragma_index_list(m.name) x, pragma_index_info(x.name) i ` +
          `WHERE m.type = 'table' AND m.rootpage > 0 AND x."unique" AND NOT x.partial GROUP BY m.name, x.name HAVING count(*) = 1`,
      ),
    ),
    keyIndexes: grouped(db.rows("SELECT m.name FROM sqlite_schema m, pragma_index_list(m.name) x WHERE m.type = 'table' AND m.rootpage > 0 AND x.origin = 'pk'")),
    triggers: grouped(db.rows("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")),
  }
}

/** The references of a table. One that names no field means the primary key of the table it points to. */
function referencesOf(rows: readonly SqlRow[], { columns, names }: Gathered): ReferenceFacts[] {
  return rows.flatMap(([field, target, to]) => {
    const table = names.get(String(target).toLowerCase()) ?? String(target)
    const key = columns.get(table)?.map(fieldFacts).find((one) => one.keyPlace > 0)?.name
    const name = typeof to === 'string' ? to : key
    return name === undefined ? [] : [{ field: String(field), refersTo: { table, field: name } }]
  })
}

function describeTable(name: string, sql: string, facts: readonly FieldFacts[], gathered: Gathered): KeyedTable {
  const parsed = readTableSql(sql)
  const choices = parsed ? readChoices(parsed) : new Map<string, readonly string[]>()
  const ranges = parsed ? readRanges(parsed) : null
  const references = referencesOf(gathered.references.get(name) ?? [], gathered)
  const unique = new Set(gathered.unique.get(name)?.map(([field]) => String(field)))
  const keyFields = facts.filter((field) => field.keyPlace > 0)
  const withoutRowid = parsed?.withoutRowid ?? false
  const hasKeyIndex = withoutRowid || gathered.keyIndexes.has(name)
  const fields = facts.map((fact): FieldDescription => {
    const list = choices.get(fact.name.toLowerCase()) ?? []
    const refersTo = references.find((one) => one.field.toLowerCase() === fact.name.toLowerCase())?.refersTo ?? null
    const range = ranges?.get(fact.name.toLowerCase())
    const generated = fact.hidden === 2 || fact.hidden === 3
    const rowid = fact.keyPlace > 0 && isRowid(keyFields, hasKeyIndex)
    return {
      name: fact.name,
      kind: fieldKindOf({ declaredType: fact.declaredType, choices: list, refersTo }),
      declaredType: fact.declaredType,
      required: fact.notNull || rowid || (withoutRowid && fact.keyPlace > 0),
      key: fact.keyPlace > 0,
      automatic: rowid || generated || fact.initialSql !== null,
      generated,
      unique: unique.has(fact.name) || rowid,
      choices: list,
      refersTo,
      initialSql: generated ? null : fact.initialSql,
      ...(range?.least === undefined ? {} : { least: range.least }),
      ...(range?.most === undefined ? {} : { most: range.most }),
      secret: isSecretName(fact.name),
    }
  })
  const tableKey = tableKeyOf(facts, withoutRowid, hasKeyIndex)
  return {
    name,
    kind: 'table',
    fields,
    records: null,
    readOnly: tableKey.type === 'none' ? 'no-key' : null,
    triggers: gathered.triggers.get(name)?.map(([trigger]) => String(trigger)) ?? [],
    sql,
    tableKey,
    strict: parsed?.strict ?? false,
  }
}

/** Views and virtual tables: their columns as far as SQLite can tell them, all read-only. */
function describeReadOnly(db: SqlDatabase, name: string, kind: 'view' | 'virtual', sql: string, triggers: readonly string[]): KeyedTable {
  const facts = rowsOrNone(db, `SELECT ${XINFO} FROM pragma_table_xinfo(?) x ORDER BY cid`, [name]).map(fieldFacts).filter((field) => field.hidden !== 1)
  const fields = facts.map(
    (fact): FieldDescription => ({
      name: fact.name,
      kind: fieldKindOf({ declaredType: fact.declaredType, choices: [], refersTo: null }),
      declaredType: fact.declaredType,
      required: false,
      key: false,
      automatic: false,
      generated: false,
      unique: false,
      choices: [],
      refersTo: null,
      secret: isSecretName(fact.name),
    }),
  )
  // whatever can be read has a field
  const readOnly = fields.length > 0 ? kind : kind === 'view' ? 'broken' : 'no-module'
  return { name, kind, fields, records: null, readOnly, triggers, sql, tableKey: { type: 'none' }, strict: false }
}


/**
 * The shape of a book from its schema: real tables, views and virtual tables in the order in which they were made.
 * Counts nothing (`records` is null everywhere; see `withCounts`) and reads no record, so its cost grows with the
 * number of tables alone. Throws `SqlError` where the schema cannot be read.
 */
export function describeBook(db: SqlDatabase, identity: Pick<BookIdentity, 'asleep' | 'samples' | 'layout'>): BookShape {
  const gathered = gather(db)
  const shadows = shadowTables(db)
  const objects = db.rows(
    `SELECT name, CASE WHEN type = 'view' THEN 'view' WHEN coalesce(rootpage, 0) = 0 THEN 'virtual' ELSE 'table' END, sql
     FROM sqlite_schema WHERE type IN ('table', 'view') AND ${HIDDEN} ORDER BY type, rowid`,
  )
  const kept = contentTables(objects.flatMap(([name, kind, sql]) => (kind === 'virtual' ? [{ name: String(name), sql: String(sql ?? '') }] : [])))
  const tables: KeyedTable[] = []
  for (const [nameValue, kind, sqlValue] of objects) {
    const name = String(nameValue)
    const sql = String(sqlValue ?? '')
    if (shadows.has(name)) continue
    if (kind === 'table') {
      const table = describeTable(name, sql, gathered.columns.get(name)?.map(fieldFacts) ?? [], gathered)
      tables.push(kept.has(name.toLowerCase()) ? { ...table, readOnly: 'kept' } : table)
    } else tables.push(describeReadOnly(db, name, kind === 'view' ? 'view' : 'virtual', sql, gathered.triggers.get(name)?.map(([one]) => String(one)) ?? []))
  }
  const layout = identity.layout ?? EMPTY_LAYOUT
  return { tables: applyDisplay(tables, layout.fields), asleep: identity.asleep, hasSamples: identity.samples.some((sample) => sample.keys.length > 0), layout }
}

/** Counts the records of a table by reading through it (or its smallest index). */
export function countRecords(db: SqlDatabase, table: string): number {
  return Number(db.rows(`SELECT count(*) FROM ${quoteIdentifier(table)}`)[0]?.[0] ?? 0)
}

/** The shape with the number of records of each real table: from `counts` where it is known, else counted and remembered there. */
export function withCounts(db: SqlDatabase, shape: BookShape, counts: Map<string, number>): BookShape {
  const tables = shape.tables.map((table) => {
    if (table.kind !== 'table') return table
    const records = counts.get(table.name) ?? countRecords(db, table.name)
    counts.set(table.name, records)
    return { ...table, records }
  })
  return { ...shape, tables }
}
