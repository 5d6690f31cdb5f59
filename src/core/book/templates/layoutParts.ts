import type { ChartPlan, SavedView, TodayCard } from '../layout/bookLayout'
import { EVERY_RECORD, type Condition, type RowFilter } from '../query/rowFilter'

/** Records that pass all of these. */
export const all = (...conditions: Condition[]): RowFilter => ({ match: 'all', conditions })

/** A saved view of which only what matters is said. */
export function view(parts: Pick<SavedView, 'id' | 'table' | 'name'> & Partial<SavedView>): SavedView {
  return { filter: EVERY_RECORD, search: '', sort: [], hidden: [], order: [], pinned: [], groups: [], totals: [], ...parts }
}

/** A chart of which only what matters is said. */
export function chart(parts: Pick<ChartPlan, 'id' | 'table' | 'name' | 'form' | 'by' | 'value'> & Partial<ChartPlan>): ChartPlan {
  return { filter: EVERY_RECORD, split: null, running: false, order: 'by-group', ...parts }
}

/** One figure on the Today page: a sum of a field, or the number of records (`field` null). */
export function figure(name: string, table: string, field: string | null, ...conditions: Condition[]): TodayCard {
  return { type: 'figure', name, table, filter: all(...conditions), value: { fold: field === null ? 'count' : 'sum', field } }
}
