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
}

/** A row that cannot be taken in, with its first reason. */
export interface RefusedRow {
  /** As a spreadsheet counts, from 1 with the field names. */
  readonly row: number
  /** The column of the file that it is about, where it is about one. */
  readonly column: string | null
  /** What stands there, cut when long. */
  readonly value: string
  readonly failure: Failure
}

/** What an import would do. */
export interface ImportCheck {
  readonly rows: number
  readonly added: number
  readonly changed: number
  /** Rows that would change nothing: the record is there as it is, or duplicates are left out. */
  readonly skipped: number
  readonly refusedCount: number
  /** The first thousand of them. */
  readonly refused: readonly RefusedRow[]
}
