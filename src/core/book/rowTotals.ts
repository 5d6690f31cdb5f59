/** How many records a search found, remembered by the caller until the book changes; see `createTotals`. */
export interface Totals {
  /** The number for a table and search, counted by `count` when it is not known. */
  of(table: string, search: string, count: () => number): number
  forget(): void
}

/** Remembers the last few totals. */
export function createTotals(): Totals {
  const known = new Map<string, number>()
  return {
    of(table, search, count) {
      const key = JSON.stringify([table, search])
      const total = known.get(key) ?? count()
      if (known.size > 20) known.clear()
      known.set(key, total)
      return total
    },
    forget: () => known.clear(),
  }
}
