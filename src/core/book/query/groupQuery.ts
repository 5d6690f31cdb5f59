import type { Cell } from '../../base/cell'
import type { DatePart, RowFilter } from './rowFilter'
import type { SearchMeaning } from './searchMeaning'

/** Records that share the value of a field, or a part of its date, belong together. */
export interface Grouping {
  readonly field: string
  /** For dates and date-times; null = the whole value. */
  readonly part: DatePart | null
}

/** How many numbers become one. `count` with a field counts its filled cells, without one the records. */
export interface Total {
  readonly fold: 'count' | 'sum' | 'average' | 'least' | 'most'
  readonly field: string | null
}

/** Which records, in which groups, with which totals. Without groups, all of them are one. */
export interface GroupQuery {
  readonly table: string
  readonly filter: RowFilter
  readonly search: string
  /** See `RowQuery`. */
  readonly meant?: SearchMeaning
  readonly by: readonly Grouping[]
  readonly totals: readonly Total[]
  readonly order: 'by-group' | 'by-group-descending' | 'by-first-total' | 'by-first-total-descending'
  readonly from: number
  readonly count: number
  /** The person's day, `YYYY-MM-DD`: periods are told from it. */
  readonly today: string
}

/** One group: the value of each grouping (dates by their first day, `YYYY-MM-DD`), and its totals. */
export interface Group {
  readonly values: readonly Cell[]
  readonly records: number
  readonly totals: readonly Cell[]
}

/** A window of groups, and how many there are in all. */
export interface GroupWindow {
  readonly groups: readonly Group[]
  readonly total: number
}

/** Who refers to a record: for each referring field how many records do. */
export interface ReferringField {
  readonly table: string
  readonly field: string
  readonly records: number
}
