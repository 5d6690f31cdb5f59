import type { BoundValue } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldKind, RowQuery } from '../bookDescription'
import type { KeyedTable } from '../keyedTable'
import { filterSql } from './filterSql'
import { joinTerms, type SqlTerm } from './sqlTerm'
import { textMatch } from './textMatch'

/** SQL condition that a text occurs in one of some expressions, without regard to case; `1` for an empty text. Its parameter must be the first of the statement. */
export function searchSql(expressions: readonly string[], search: string): SqlTerm {
  if (search === '') return { sql: '1', params: [] }
  if (expressions.length === 0) return { sql: '0', params: [] }
  // one parameter for all of them: there may be thousands of fields
  const terms = expressions.map((expression) => textMatch(expression, search, 'anywhere', '?1'))
  return { sql: joinTerms(terms.map(({ sql }) => sql), 'OR'), params: terms[0]?.params ?? [] }
}

/** What stands after FROM and the table's name to get the records of a query, with its values. */
export interface Where {
  /** `WHERE …`, or empty when every record passes. */
  readonly sql: string
  readonly params: BoundValue[]
  /** The filter alone. */
  readonly filter: SqlTerm | null
}

/** No number has such a text: infinity is `Inf`, and the rest digits. */
const isNoNumber = (search: string) => /[^0-9.eE+\-iInNfF]/.test(search)

/** Condition that a text occurs in some field. Numbers are not turned into text where the text cannot be in one. */
function searchTerm(table: KeyedTable, search: string): SqlTerm {
  const fields = table.fields.filter((field) => field.kind !== 'file')
  if (!isNoNumber(search)) return searchSql(fields.map((field) => quoteIdentifier(field.name)), search)
  const { params } = searchSql(['1'], search)
  const terms = fields.map(({ name, kind }) => {
    const x = quoteIdentifier(name)
    const match = textMatch(x, search, 'anywhere', '?1').sql
    return HOLDS_TEXT.has(kind) ? match : `typeof(${x}) = 'text' AND ${match}`
  })
  return terms.length === 0 ? { sql: '0', params: [] } : { sql: joinTerms(terms.map((sql) => `(${sql})`), 'OR'), params }
}

const HOLDS_TEXT: ReadonlySet<FieldKind> = new Set<FieldKind>(['text', 'long-text', 'choice', 'date', 'date-time'])

/** The condition of a query. */
export function whereSql(table: KeyedTable, query: Pick<RowQuery, 'search' | 'filter' | 'today'>): Where {
  const filter = (query.filter && filterSql(table, query.filter, query.today ?? '')) ?? null
  const search = query.search === '' ? null : searchTerm(table, query.search)
  const terms = [search, filter].filter((term) => term !== null)
  if (terms.length === 0) return { sql: '', params: [], filter }
  return { sql: `WHERE ${terms.map(({ sql }) => `(${sql})`).join(' AND ')}`, params: terms.flatMap(({ params }) => params), filter }
}
