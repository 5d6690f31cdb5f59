import { cellToBound, type BoundValue } from '../../base/cell'

/** A piece of SQL with the values of its parameters, in their order. */
export interface SqlTerm {
  readonly sql: string
  readonly params: readonly BoundValue[]
}

/** Terms joined by AND or OR as a balanced tree: SQLite limits how deep an expression is nested. */
export function joinTerms(terms: readonly string[], word: 'AND' | 'OR'): string {
  if (terms.length <= 2) return terms.join(` ${word} `)
  const half = terms.length >> 1
  return `(${joinTerms(terms.slice(0, half), word)}) ${word} (${joinTerms(terms.slice(half), word)})`
}

/** A parameter that has exactly the value of a cell; null when the cell is not well-formed (a layout that others wrote). */
export function cellTerm(cell: unknown): SqlTerm | null {
  const bound = cellToBound(cell)
  return bound && { sql: bound.cast === 'none' ? '?' : `CAST(? AS ${bound.cast})`, params: [bound.value] }
}
