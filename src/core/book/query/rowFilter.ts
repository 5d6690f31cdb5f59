import type { Cell } from '../../base/cell'

/** Which part of a date or date-time counts: its day, its week (from Monday, told by that day), its month, quarter or year. */
export type DatePart = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Spans of time told from the person's day, so that a saved view stays true tomorrow. */
export type Period =
  | 'today' | 'yesterday' | 'this-week' | 'last-week' | 'this-month' | 'last-month' | 'this-quarter' | 'last-quarter'
  | 'this-year' | 'last-year' | 'last-7-days' | 'last-30-days' | 'last-90-days' | 'last-365-days' | 'next-7-days' | 'next-30-days' | 'past' | 'future'

/**
 * One test of one field. Texts are compared without regard to case; `compare` holds a field against another one of the
 * same record (stock at or below its reorder level). An empty cell (NULL, or a text without letters) passes `empty`,
 * `is-not`, `none-of` and `lacks` only, and `is` or `one-of` that name it by null. A day is the same as every moment of it.
 */
export type Condition =
  | { readonly test: 'is' | 'is-not' | 'less' | 'at-most' | 'greater' | 'at-least'; readonly field: string; readonly value: Cell }
  | { readonly test: 'contains' | 'lacks' | 'starts' | 'ends'; readonly field: string; readonly text: string }
  | { readonly test: 'between'; readonly field: string; readonly from: Cell; readonly to: Cell }
  | { readonly test: 'one-of' | 'none-of'; readonly field: string; readonly values: readonly Cell[] }
  | { readonly test: 'empty' | 'filled'; readonly field: string }
  /** The part of a date that the value's part is the same as: `{part: 'month', value: '2026-11-01'}`. */
  | { readonly test: 'in-part'; readonly field: string; readonly part: DatePart; readonly value: string }
  | { readonly test: 'in-period'; readonly field: string; readonly period: Period }
  | { readonly test: 'compare'; readonly field: string; readonly how: 'is' | 'is-not' | 'less' | 'at-most' | 'greater' | 'at-least'; readonly other: string }

/** Records that pass all of the conditions, or any of them. Without conditions every record passes. */
export interface RowFilter {
  readonly match: 'all' | 'any'
  readonly conditions: readonly Condition[]
  /** All of these hold besides, whatever `match` says: the records of one group among those that pass the filter. */
  readonly also?: readonly Condition[]
}

/** Every record passes. */
export const EVERY_RECORD: RowFilter = { match: 'all', conditions: [] }
