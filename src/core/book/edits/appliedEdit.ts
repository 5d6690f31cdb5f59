import type { Cell } from '../../base/cell'
import type { Failure } from '../../base/failure'
import type { Result } from '../../base/result'
import type { RecordKey } from '../bookDescription'
import type { BookIdentity } from '../bookHead'
import type { BookLayout } from '../layout/bookLayout'
import type { BookShape } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'

/** What an edit is applied to. All of it runs inside the caller's transaction. */
export interface EditContext {
  readonly db: SqlDatabase
  readonly shape: BookShape
  readonly identity: BookIdentity
  changeIdentity(change: Partial<Omit<BookIdentity, 'bookId'>>): void
}

/**
 * How to take an edit back. Record-level inverses know what the edit left behind, so they work after other changes
 * and refuse when the same record was changed since; `pages` can only be taken back while nothing came after it.
 */
export type Inverse =
  | { type: 'pages' }
  | { type: 'putBack'; table: string; fields: readonly string[]; records: readonly { key: RecordKey; cells: readonly Cell[] }[] }
  | { type: 'removeRecords'; table: string; fields: readonly string[]; records: readonly { key: RecordKey; cells: readonly Cell[] }[] }
  /** In the order in which they were changed. */
  | { type: 'changeBack'; table: string; records: readonly ChangedRecord[] }
  | { type: 'renameBook'; name: string; left: string }
  | { type: 'changeLayout'; layout: BookLayout; left: BookLayout }
  /** One after the other, in this order; `inOrder`: each can be done with the foreign keys whole before and after it. */
  | { type: 'several'; inverses: readonly RecordsInverse[]; inOrder?: true }

/** A record that was changed: what some of its fields held before, and what they were left with. */
export interface ChangedRecord {
  readonly key: RecordKey
  readonly formerKey: RecordKey
  readonly fields: readonly string[]
  readonly before: readonly Cell[]
  readonly left: readonly Cell[]
}

/** An inverse of the records of one table. */
export type RecordsInverse = Extract<Inverse, { type: 'putBack' | 'removeRecords' | 'changeBack' }>

/** What an edit changes in what is remembered of a book. */
export interface EditEffect {
  /** Tables, fields, views or triggers changed: describe again. */
  readonly reshaped: boolean
  /** By how much the number of records of tables changed; `unknown` = count again. */
  readonly counts: readonly { table: string; by: number }[] | 'unknown'
  /** Tables of which records were changed, and in which fields; null = they came or went. Left out = anything may have. */
  readonly touched?: Touched
}

/** See `EditEffect`. */
export type Touched = readonly { readonly table: string; readonly fields: readonly string[] | null }[]

/** What applying an edit did. */
export interface AppliedEdit {
  /** Key of an added record. */
  readonly key: RecordKey | null
  /** Records added, changed or deleted by the edit itself. */
  readonly records: number
  /** How many of them are new, where records were brought in. */
  readonly added?: number
  /** null when nothing changed. */
  readonly inverse: Inverse | null
  readonly effect: EditEffect
}

/** The outcome of every edit. */
export type EditResult = Result<AppliedEdit, Failure>

/** The outcome of an edit that changed the shape of the book. */
export function reshaped(records = 0): AppliedEdit {
  return { key: null, records, inverse: { type: 'pages' }, effect: { reshaped: true, counts: 'unknown' } }
}
