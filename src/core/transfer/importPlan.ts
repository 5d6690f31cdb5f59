import type { Failure } from '../base/failure'
import type { FieldKind } from '../book/bookDescription'
import type { WrittenForms } from './writtenForms'

/** A column of a table in a file, with what all its values have in common. */
export interface ImportColumn {
  readonly name: string
  /** The kind that holds every value of it. */
  readonly kind: FieldKind
  /** Rows that have something in it. */
  readonly filled: number
  /** No two rows have the same in it; false where they are too many to compare. */
  readonly distinct: boolean
  /** Its different values while they are few and short, for a choice; null when they are too many. */
  readonly values: readonly string[] | null
}

/** A table of a file. `rows` are the first ones, as they are written. */
export interface ImportTable {
  readonly index: number
  readonly name: string
  readonly records: number
  /** The row of the file that the first record stands in, counted from 1. */
  readonly firstRow: number
  readonly columns: readonly ImportColumn[]
  readonly rows: readonly (readonly string[])[]
}

/** What a file holds, before anything is done with it. */
export interface ImportPreview {
  readonly format: 'csv' | 'xlsx' | 'json'
  readonly forms: WrittenForms
  readonly tables: readonly ImportTable[]
  /** What the reader noticed, in plain English sentences. */
  readonly notes: readonly string[]
}

/** Where the values of a column go. */
export type ColumnTarget =
  | { readonly to: 'field'; readonly field: string }
  | { readonly to: 'new'; readonly name: string; readonly kind: FieldKind }
  | { readonly to: 'nowhere' }

/** What is done with a record whose key is there already. */
export type DuplicateRule = 'skip' | 'update' | 'add'

/** What a person put in place of what stands in a row of the file: texts by the place of their column. */
export interface MendedRow {
  /** As a spreadsheet counts, see `RefusedRow`. */
  readonly row: number
  readonly values: Readonly<Record<number, string>>
}

/** How a table of a file is to be taken in. */
export interface ImportRequest {
  /** Which table of the file. */
  readonly index: number
  /** The book's table; made when `isNew`. */
  readonly table: string
  readonly isNew: boolean
  readonly forms: WrittenForms
  /** One for each column of the file's table. */
  readonly targets: readonly ColumnTarget[]
  /** The fields by which duplicates are told; empty = none are looked for. */
  readonly key: readonly string[]
  readonly duplicates: DuplicateRule
  /** Where duplicates are added: what is done with rows that are the same as a record that is there, in all fields that they go into. */
  readonly copies: 'skip' | 'add'
  readonly mended: readonly MendedRow[]
}

/** Something that is wrong with a row. */
export interface RefusedValue {
  /** The place of the column that it is about; null where it is about none, or about several. */
  readonly column: number | null
  readonly failure: Failure
}

/** A row that cannot be taken in, with all that is known to be wrong with it. */
export interface RefusedRow {
  /** As a spreadsheet counts, from 1 with the field names. */
  readonly row: number
  readonly problems: readonly RefusedValue[]
  /** What stands in each column, cut when long. */
  readonly values: readonly string[]
}

/** How many rows of a file an import would do what with. */
export interface ImportCounts {
  readonly rows: number
  readonly added: number
  readonly changed: number
  /** Rows that are there already, exactly the same; left out unless the request says otherwise. */
  readonly copies: number
  /** Rows that are left out because a record with the same key is there, though it differs. */
  readonly known: number
  /** Rows that are left out because an earlier row of the file has the same key. */
  readonly repeated: number
  readonly refusedCount: number
}

/** What an import would do. */
export interface ImportCheck extends ImportCounts {
  /** The first thousand of them. */
  readonly refused: readonly RefusedRow[]
}

/** What mending a row came to. */
export interface MendOutcome {
  readonly counts: ImportCounts
  /** What is still wrong with it; null = it fits. */
  readonly refused: RefusedRow | null
}
