import type { BoundValue } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { RowQuery } from '../bookDescription'
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
export function whereSql(table: KeyedTable, query: Pick<RowQuery, 'search' | 'filter' | 'today'>): { sql: string; params: BoundValue[] } {
  const terms: SqlTerm[] = []
  if (query.search !== '') terms.push(searchSql(table.fields.filter((field) => field.kind !== 'file').map((field) => quoteIdentifier(field.name)), query.search))
  const filter = query.filter && filterSql(table, query.filter, query.today ?? '')
  if (filter) terms.push(filter)
  if (terms.length === 0) return { sql: '', params: [] }
  return { sql: `WHERE ${terms.map(({ sql }) => `(${sql})`).join(' AND ')}`, params: terms.flatMap(({ params }) => params) }
}
