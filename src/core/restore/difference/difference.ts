import type { Cell } from '../../base/cell'
import type { RecordKey } from '../../book/bookDescription'

/** The record of a table that was written last, as far as its values tell. */
export interface NewestRecord {
  readonly key: RecordKey
  /** Latest value of the table's date or date-time fields, as stored; null where it has none. */
  readonly moment: string | null
}

/** How a field differs: it is on one side only, or declared in another way. `null` = not there. */
export interface FieldDifference {
  readonly field: string
  readonly here: string | null
  readonly inFile: string | null
}

/** How a table of a file (or of another copy) differs from the same table of the live book. */
export interface TableDifference {
  readonly name: string
  readonly side: 'both' | 'only-here' | 'only-in-file'
  /** Records are matched by primary key; without one by their whole content (then nothing is ever `changed`). */
  readonly matchedBy: 'key' | 'content'
  /** All fields of both sides: those of the live book in their order, then those that only the file has. */
  readonly fields: readonly string[]
  readonly here: number
  readonly inFile: number
  readonly onlyHere: number
  readonly onlyInFile: number
  readonly changed: number
  readonly newestHere: NewestRecord | null
  readonly newestInFile: NewestRecord | null
  /** Fields that are not the same on both sides; empty where the shape is equal. */
  readonly shape: readonly FieldDifference[]
}

/** Everything that differs, counted. */
export interface DifferenceSummary {
  readonly tables: readonly TableDifference[]
  /** Views, triggers and indexes that are on one side only or differ. */
  readonly objects: readonly { readonly type: 'view' | 'trigger' | 'index'; readonly name: string; readonly side: 'both' | 'only-here' | 'only-in-file' }[]
}

export type RecordDifferenceKind = 'only-here' | 'only-in-file' | 'changed'

/** Which differing records of a table. */
export interface DifferenceQuery {
  readonly table: string
  readonly kinds: readonly RecordDifferenceKind[]
  /** Only changed records where this field differs; null = any. */
  readonly field: string | null
  /** Text that occurs in a value of either side, without regard to case; empty = all. */
  readonly search: string
  readonly from: number
  readonly count: number
}

/** One differing record; cells in the order of `TableDifference.fields`, null where that side has no such field. */
export interface RecordDifference {
  readonly kind: RecordDifferenceKind
  readonly key: RecordKey
  readonly here: readonly Cell[] | null
  readonly inFile: readonly Cell[] | null
  /** Indexes into the fields: those whose values differ (of `changed` records). */
  readonly changedFields: readonly number[]
}

export interface DifferenceWindow {
  readonly rows: readonly RecordDifference[]
  readonly total: number
}

/** What is to be brought in from the file: records that the book lacks, and records that are otherwise in the file. */
export interface BringInSelection {
  readonly tables: readonly { readonly table: string; readonly keys: 'all' | readonly RecordKey[] }[]
}

/** A reference that would lead nowhere after bringing in. */
export interface BrokenReference {
  readonly table: string
  readonly key: RecordKey
  readonly field: string
  readonly refersTo: string
  readonly value: Cell
}

/** What bringing in would do. */
export interface BringInCheck {
  readonly added: number
  readonly changed: number
  /** Tables that the book does not have and that would be made. */
  readonly newTables: readonly string[]
  readonly brokenCount: number
  /** The first hundred of them. */
  readonly broken: readonly BrokenReference[]
}
