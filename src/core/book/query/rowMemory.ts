import type { Touched } from '../edits/appliedEdit'
import type { RecordOrder } from './recordOrder'
import type { SearchText } from './searchText'

/** The first records of an order, or all of them. */
export interface RememberedOrder {
  readonly order: RecordOrder
  readonly isWhole: boolean
  /** The tables that it depends on, and the fields of them; null = all. */
  readonly behind: Touched
}

/** The records that a search found, in the order of the query. */
export interface RememberedSearch {
  readonly search: SearchText
  readonly order: RecordOrder
}

/**
 * What was found out about the records of a book, so that the next window costs little. It holds until the book is
 * changed: whoever keeps it must call `forget` then. An order outlives changes of other tables, and of fields that it does
 * not depend on.
 */
export interface RowMemory {
  /** The number that a statement counts, counted by `count` when it is not known. */
  total(statement: string, count: () => number): number
  order(query: string): RememberedOrder | null
  remember(query: string, order: RememberedOrder): void
  /** The newest search of a query without its text. */
  search(query: string): RememberedSearch | null
  rememberSearch(query: string, search: RememberedSearch): void
  /** Forgets what such a change may have made wrong; everything where it is not known what was changed. */
  forget(touched?: Touched): void
}

/** Rowids that are remembered in all: 16 to 32 MB. */
const MAX_REMEMBERED = 4_000_000

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const isWrongAfter = ({ behind }: RememberedOrder, change: Touched[number]) => behind.some((one) => dependsOn(one, change))

function dependsOn({ table, fields }: Touched[number], change: Touched[number]): boolean {
  if (!same(table, change.table)) return false
  return fields === null || change.fields === null || change.fields.some((field) => fields.some((one) => same(one, field)))
}

/** Remembers nothing yet. */
export function createRowMemory(): RowMemory {
  const totals = new Map<string, number>()
  const orders = new Map<string, RememberedOrder>()
  const searches = new Map<string, RememberedSearch>()

  function letGoOfOldest(): void {
    let length = 0
    for (const [query, { order }] of [...orders].reverse()) {
      // the newest stays, however long it is
      if (length > 0 && length + order.length > MAX_REMEMBERED) orders.delete(query)
      else length += order.length
    }
  }

  return {
    total(statement, count) {
      const total = totals.get(statement) ?? count()
      if (totals.size > 20) totals.clear()
      totals.set(statement, total)
      return total
    },
    order: (query) => orders.get(query) ?? null,
    remember(query, order) {
      orders.delete(query)
      orders.set(query, order)
      letGoOfOldest()
    },
    search: (query) => searches.get(query) ?? null,
    rememberSearch(query, search) {
      searches.clear()
      searches.set(query, search)
    },
    forget(touched) {
      totals.clear()
      searches.clear()
      for (const [query, one] of orders) if (!touched || touched.some((change) => isWrongAfter(one, change))) orders.delete(query)
    },
  }
}
