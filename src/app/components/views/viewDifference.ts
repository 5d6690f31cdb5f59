import type { SavedView } from '../../../core/book/layout/bookLayout'
import type { TableView } from '../../stores/records'

/** What a view says about its table, without its name. */
export type ViewContent = Omit<SavedView, 'id' | 'name' | 'table'>

/** What is seen now, as a saved view would keep it. */
export function contentOf({ filter, search, sort, hidden, order, pinned, groups, totals }: TableView | SavedView): ViewContent {
  return { filter, search, sort, hidden, order, pinned, groups, totals }
}

/** Whether what is seen now differs from a saved view; without one, whether it is more than a layout of all records. */
export function isChanged(now: TableView, saved: SavedView | null): boolean {
  if (saved) return JSON.stringify(contentOf(now)) !== JSON.stringify(contentOf(saved))
  return now.filter.conditions.length > 0 || now.groups.length > 0 || now.search !== ''
}
