import type { BookDescription, FieldDescription, TableDescription } from './bookDescription'
import { fail, ok, type Result } from '../base/result'
import type { FailureOf } from '../base/failure'
import { quoteIdentifier } from '../base/quoteIdentifier'

/** How a record of a table is told from the others. */
export type TableKey =
  /** By its rowid, which `sql` names. */
  | { type: 'rowid'; sql: string }
  /** WITHOUT ROWID: by the fields of its primary key, in that order. */
  | { type: 'fields'; fields: readonly string[] }
  /** Views and tables that hide their rowid: only by the place in the window. */
  | { type: 'none' }

/** A table's description with what reading and changing its records needs besides. */
export interface KeyedTable extends TableDescription {
  readonly tableKey: TableKey
  readonly strict: boolean
}

/** A book's description as `describeBook` gives it: good as a `BookDescription`, and for reading and editing. */
export interface BookShape extends BookDescription {
  readonly tables: readonly KeyedTable[]
}

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The table of that name, in any case. */
export function findTable(shape: BookShape, name: string): Result<KeyedTable, FailureOf<'TableNotFound'>> {
  const table = shape.tables.find((one) => sameName(one.name, name))
  return table ? ok(table) : fail({ type: 'TableNotFound', table: name })
}

/** The field of that name, in any case. */
export function findField(table: TableDescription, name: string): Result<FieldDescription, FailureOf<'FieldNotFound'>> {
  const field = table.fields.find((one) => sameName(one.name, name))
  return field ? ok(field) : fail({ type: 'FieldNotFound', table: table.name, field: name })
}

/** SQL of the parts of a table's key. */
export function keySql(table: KeyedTable): string[] {
  const key = table.tableKey
  if (key.type === 'rowid') return [key.sql]
  return key.type === 'fields' ? key.fields.map(quoteIdentifier) : []
}
