import type { Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription, RecordKey } from '../bookDescription'
import type { KeyedTable } from '../keyedTable'
import { SqlError, type SqlDatabase } from '../sqlEngine'
import type { RecordWriter } from './recordWriter'
import { rowidOf } from './writeRecords'

/** What some fields of one record are set to; quickest where records have the same list of fields. */
export interface WrittenRecord {
  readonly key: RecordKey
  readonly fields: readonly string[]
  readonly cells: readonly Cell[]
}

const POINT = '"nightsafe_together"'

/** What a task came to, or why nothing of it is done: what SQLite refused, or null where the task gave up by giving null. */
export type Together<T> = { readonly value: T } | { readonly error: SqlError | null }

/** Runs a task whole or not at all, inside the caller's transaction, which no trigger may end meanwhile. */
export function tryTogether<T>(db: SqlDatabase, task: () => T | null): Together<T> {
  const goBack = () => db.run(`ROLLBACK TO ${POINT}; RELEASE ${POINT}`)
  db.run(`SAVEPOINT ${POINT}`)
  try {
    const value = task()
    if (value === null) {
      goBack()
      return { error: null }
    }
    db.run(`RELEASE ${POINT}`)
    return { value }
  } catch (error) {
    goBack()
    if (error instanceof SqlError) return { error }
    throw error
  }
}

/** Those of some fields of which a table has unique values, alone or with others. */
function uniqueAmong(db: SqlDatabase, table: KeyedTable, names: ReadonlySet<string>): FieldDescription[] {
  const rows = db.rows('SELECT DISTINCT lower(i.name) FROM pragma_index_list(?) x, pragma_index_info(x.name) i WHERE x."unique" AND i.name IS NOT NULL', [table.name])
  const unique = new Set(rows.map(([name]) => String(name)))
  return table.fields.filter(({ name }) => names.has(name) && unique.has(name.toLowerCase()))
}

/** SQL of a value that no other record has, of the field's type where the table insists on it. */
function placeholderSql({ required, declaredType }: FieldDescription): string {
  if (!required) return 'NULL'
  const type = declaredType.toUpperCase()
  if (type.includes('INT')) return 'random()'
  if (type === 'REAL') return 'CAST(random() AS REAL)'
  return type === 'BLOB' ? 'randomblob(16)' : "'x' || hex(randomblob(16))"
}

/** Takes the unique values that records are about to change out of each other's way; gives how many records that changed. */
function clearTheWay(db: SqlDatabase, table: KeyedTable, rowid: string, records: readonly WrittenRecord[], unique: readonly FieldDescription[]): number {
  const groups = new Map<string, { readonly fields: readonly FieldDescription[]; readonly ids: (string | null)[] }>()
  for (const { key, fields } of records) {
    const own = unique.filter(({ name }) => fields.includes(name))
    const id = own.map(({ name }) => quoteIdentifier(name)).join()
    const group = groups.get(id) ?? { fields: own, ids: [] }
    groups.set(id, group)
    group.ids.push(rowidOf(key))
  }
  let statements = 0
  // checks hold again for the values that are meant to stay; references are looked at when all is done
  db.run('PRAGMA defer_foreign_keys = ON; PRAGMA ignore_check_constraints = ON')
  try {
    for (const { fields, ids } of groups.values()) {
      if (fields.length === 0) continue
      const sets = fields.map((field) => `${quoteIdentifier(field.name)} = ${placeholderSql(field)}`)
      db.rows(`UPDATE OR ABORT ${quoteIdentifier(table.name)} SET ${sets.join(', ')} WHERE ${rowid} IN (SELECT value FROM json_each(?))`, [`[${ids.join()}]`])
      statements += ids.length
    }
  } finally {
    db.run('PRAGMA ignore_check_constraints = OFF')
  }
  return statements
}

/**
 * Sets fields of many records that are there (of a table without triggers, by rowids that stay as they are), all or none;
 * gives how many statements changed the table. Where that breaks a rule, once more with the unique values taken out of each
 * other's way first, so that records can swap them; foreign keys are looked at when the transaction ends from then on.
 */
export function writeMany(db: SqlDatabase, table: KeyedTable, writer: RecordWriter, records: readonly WrittenRecord[]): Together<number> {
  const write = () => {
    for (const { key, fields, cells } of records) writer.set(key, fields, cells)
    return records.length
  }
  const written = tryTogether(db, write)
  if ('value' in written) return written
  const { tableKey } = table
  const unique = uniqueAmong(db, table, new Set(records.flatMap(({ fields }) => fields)))
  if (unique.length === 0 || records.length < 2 || tableKey.type !== 'rowid') return written
  const swapped = tryTogether(db, () => clearTheWay(db, table, tableKey.sql, records, unique) + write())
  if ('value' in swapped) return swapped
  db.run('PRAGMA defer_foreign_keys = OFF')
  return written
}
