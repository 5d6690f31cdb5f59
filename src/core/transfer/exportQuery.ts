import type { RowQuery } from '../book/bookDescription'

/** Which records and fields of a table or view go out, in which order. */
export interface ExportQuery extends Pick<RowQuery, 'table' | 'sort' | 'search' | 'meant' | 'filter' | 'today'> {
  /** Names of fields in the order in which they are wanted. */
  readonly fields: readonly string[]
  /** What a workbook says in place of a file that does not go into a cell; without it such a file is refused. */
  readonly fileNote?: FileNote
}

/** Words for a file that is left out, `{size}` being where its size goes, and the language that the size is written in. */
export interface FileNote {
  readonly text: string
  readonly locale: string
}

/** Records as a file. */
export interface ExportedFile {
  readonly file: Blob
  /** How many files that are kept in records are not in it; a note stands in the place of each. */
  readonly filesLeftOut: number
}

/** The forms in which records go out. */
export type ExportFormat = 'csv' | 'xlsx' | 'json' | 'sql'
