import type { SqlDatabase } from '../../book/sqlEngine'
import type { TableShape } from '../../backup/tableShape'
import type { RawRecord } from './readRecord'

/** What a field makes of the values put into it: https://sqlite.org/datatype3.html#determination_of_column_affinity */
export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric' | 'date'

/** A field in the order in which records store it. */
export interface StoredField {
  readonly name: string
  readonly affinity: Affinity
  readonly notNull: boolean
  /** Another name of the rowid: stored as NULL. */
  readonly isRowid: boolean
  /** Stored, but computed from other fields: never written. */
  readonly generated: boolean
}

/** A table as its records are stored. */
export interface TablePlan {
  readonly name: string
  readonly fields: readonly StoredField[]
  readonly withoutRowid: boolean
  /** A name by which the rowid can be written; null where there is none. */
  readonly rowidName: string | null
}

function toAffinity(declared: string): Affinity {
  const type = declared.toUpperCase()
  if (type.includes('INT')) return 'integer'
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text'
  if (type === '' || type === 'ANY' || type.includes('BLOB')) return 'blob'
  if (/REAL|FLOA|DOUB/.test(type)) return 'real'
  return /DATE|TIME/.test(type) ? 'date' : 'numeric'
}

/** The order in which a table without rowids stores its fields: those of its key first. */
function storedOrder(db: SqlDatabase, table: string): string[] {
  const [key] = db.rows("SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'", [table])
  return db.rows('SELECT name FROM pragma_index_xinfo(?) WHERE cid >= 0 ORDER BY seqno', [String(key?.[0])]).map(([name]) => String(name))
}

/** How a table that SQLite has made stores its records. */
export function planTable(db: SqlDatabase, shape: TableShape): TablePlan {
  // virtual generated fields are not stored at all
  const virtual = new Set(db.rows('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 2', [shape.name]).map(([name]) => String(name)))
  const rowidField = shape.withoutRowid || shape.key.length > 0 ? undefined : shape.fields.find((field) => field.key)
  const fields = shape.fields
    .filter((field) => !virtual.has(field.name))
    .map(({ name, declaredType, notNull, generated }) => ({ name, affinity: toAffinity(declaredType), notNull, isRowid: name === rowidField?.name, generated }))
  if (!shape.withoutRowid) return { name: shape.name, fields, withoutRowid: false, rowidName: shape.rowidName }
  const byName = new Map(fields.map((field) => [field.name, field]))
  const ordered = storedOrder(db, shape.name).flatMap((name) => byName.get(name) ?? [])
  return { name: shape.name, fields: ordered, withoutRowid: true, rowidName: null }
}

const NUMERIC_TEXT = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i

function looksNumeric(value: unknown): boolean {
  if (typeof value === 'string') return NUMERIC_TEXT.test(value)
  return value instanceof Uint8Array && value.length < 40 && NUMERIC_TEXT.test(String.fromCharCode(...value))
}

/** How well a value suits a field; null where SQLite would never have stored it there. */
function fitValue(value: RawRecord['values'][number], cast: RawRecord['casts'][number], field: StoredField): number | null {
  const { affinity } = field
  if (field.isRowid) return value === null ? 3 : null
  if (value === null) return field.notNull ? null : 0
  const isText = cast === 'TEXT' || (cast === 'none' && typeof value === 'string')
  if (isText) {
    if (affinity === 'text' || affinity === 'date') return 2
    if (affinity === 'blob') return 0.5
    return looksNumeric(value) ? null : -2
  }
  if (value instanceof Uint8Array) return affinity === 'blob' ? 1 : -1
  if (affinity === 'text') return null
  if (affinity === 'blob') return 0.5
  if (cast === 'REAL') return affinity === 'real' ? 2 : 0.5
  return affinity === 'real' || affinity === 'date' ? 1 : 2
}

/** How well a record suits a table; null where the table cannot have stored it. */
export function fitRecord({ values, casts }: RawRecord, plan: TablePlan): number | null {
  if (values.length > plan.fields.length || (plan.withoutRowid && values.length < plan.fields.length)) return null
  // fields that were added later are missing from older records
  let score = (values.length - plan.fields.length) * 2
  for (const [i, field] of plan.fields.entries()) {
    if (i >= values.length) break
    const fit = fitValue(values[i] ?? null, casts[i] ?? 'none', field)
    if (fit === null) return null
    score += fit
  }
  return score
}

/** The mean fit of some records; null where most of them cannot be the table's, or where there are none. */
export function fitRecords(records: readonly RawRecord[], plan: TablePlan): number | null {
  const fits = records.map((record) => fitRecord(record, plan)).filter((fit) => fit !== null)
  if (fits.length === 0 || fits.length * 2 <= records.length) return null
  return fits.reduce((sum, fit) => sum + fit, 0) / fits.length
}
