import type { FieldKind, RowQuery } from '../bookDescription'
import type { GroupQuery, Grouping, Total } from '../query/groupQuery'
import type { RowFilter } from '../query/rowFilter'

/** A way to look at a table that was given a name: a tab above the grid. */
export interface SavedView {
  readonly id: string
  readonly table: string
  readonly name: string
  readonly filter: RowFilter
  readonly search: string
  readonly sort: RowQuery['sort']
  /** Fields that are not shown. */
  readonly hidden: readonly string[]
  /** Fields in the order in which they are shown; those not named follow as in the table. */
  readonly order: readonly string[]
  /** Fields that stay in sight while the others scroll. */
  readonly pinned: readonly string[]
  readonly groups: readonly Grouping[]
  readonly totals: readonly Total[]
}

/** A picture of a table: `by` along the axis, one series for each value of `split`. */
export interface ChartPlan {
  readonly id: string
  readonly table: string
  readonly name: string
  readonly form: 'bars' | 'stacked-bars' | 'line' | 'shares'
  readonly filter: RowFilter
  readonly by: Grouping
  readonly split: Grouping | null
  readonly value: Total
  /** Each point adds to the ones before it: a running balance. */
  readonly running: boolean
  readonly order: GroupQuery['order']
}

/** What the Today page of a book tells. */
export type TodayCard =
  /** One figure: takings of today, what is owed in all. */
  | { readonly type: 'figure'; readonly name: string; readonly table: string; readonly filter: RowFilter; readonly value: Total }
  /** Records that want something done: bills not paid, stock at its reorder level. Shown with `label` and, where there is one, `date` and `amount`. */
  | { readonly type: 'due'; readonly name: string; readonly table: string; readonly filter: RowFilter; readonly label: string; readonly date: string | null; readonly amount: string | null }
  /** Progress of each record towards its own target. */
  | { readonly type: 'goals'; readonly name: string; readonly table: string; readonly filter: RowFilter; readonly label: string; readonly reached: string; readonly target: string; readonly date: string | null }
  /** A chart of `charts`, by its id. */
  | { readonly type: 'chart'; readonly chart: string }

/** How a field is shown where its declared type does not say enough: fields of views, amounts in another currency. */
export interface FieldDisplay {
  readonly table: string
  readonly field: string
  /** For fields that declare no type (those of a view). */
  readonly kind?: FieldKind
  /** ISO 4217 code, where it is not the book's. */
  readonly currency?: string
}

/**
 * How a book is shown: it belongs to the book and goes into its backups, but is no record. Names of tables and fields in
 * it may have become wrong in other hands; whoever shows it passes over what does not fit.
 */
export interface BookLayout {
  readonly views: readonly SavedView[]
  readonly charts: readonly ChartPlan[]
  readonly today: readonly TodayCard[]
  readonly fields: readonly FieldDisplay[]
}

/** Nothing is laid out yet. */
export const EMPTY_LAYOUT: BookLayout = { views: [], charts: [], today: [], fields: [] }
