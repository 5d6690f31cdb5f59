import type { RowQuery } from '../book/bookDescription'

/** Which records and fields of a table or view go out, in which order. */
export interface ExportQuery extends Pick<RowQuery, 'table' | 'sort' | 'search' | 'filter' | 'today'> {
  /** Names of fields in the order in which they are wanted. */
  readonly fields: readonly string[]
}

/** The forms in which records go out. */
export type ExportFormat = 'csv' | 'xlsx' | 'json' | 'sql'
