import type { BoundValue } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription, FieldKind, RowQuery, TableDescription } from '../bookDescription'
import { currencyDigits } from '../currencyDigits'
import type { Touched } from '../edits/appliedEdit'
import type { KeyedTable } from '../keyedTable'
import type { SqlDatabase } from '../sqlEngine'
import { decimalTerm, moneyTerm, wholeTerm } from './amountTerm'
import { filterSql } from './filterSql'
import { meantRecordsSql, referenceTerms, referredLabel } from './referenceTerm'
import type { RowMemory } from './rowMemory'
import { isNoNumber, readSearch, type SearchText } from './searchText'
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

/** The book around a table, as far as its records are shown with it. */
export interface SearchedBook {
  readonly tables: readonly TableDescription[]
  /** ISO 4217 code of the amounts whose field has none of its own. */
  readonly currency: string
}

/** What stands after FROM and the table's name to get the records of a query, with its values. */
export interface Where {
  /** `WHERE …`, or empty when every record passes. Its parameters must be the first of the statement. */
  readonly sql: string
  readonly params: BoundValue[]
  /** The filter alone. */
  readonly filter: SqlTerm | null
  readonly search: SearchText
  /** The fields of other tables that the search depends on. */
  readonly elsewhere: Touched
}

type Remembers = Pick<RowMemory, 'total'>

const HOLDS_TEXT: ReadonlySet<FieldKind> = new Set<FieldKind>(['text', 'long-text', 'choice', 'date', 'date-time'])

/** Condition that a search is found in some field, as that is shown. */
function searchTerm(db: SqlDatabase, table: KeyedTable, search: SearchText, book: SearchedBook, memory: Remembers | null): SqlTerm & Pick<Where, 'elsewhere'> {
  const { text, amounts, meant } = search
  // the fields share the parameters: there may be thousands of them
  const places = new Map<BoundValue, string>()
  const bind = (value: string | number) => {
    const place = places.get(value) ?? `?${places.size + 1}`
    places.set(value, place)
    return place
  }
  const [pattern = text] = textMatch('1', text, 'anywhere').params
  const match = (x: string) => textMatch(x, text, 'anywhere', bind(String(pattern))).sql
  // numbers are not turned into text where the text cannot be in one
  const stored = (x: string) => (isNoNumber(text) ? `typeof(${x}) = 'text' AND ${match(x)}` : match(x))
  const elsewhere = new Map<string, Touched[number]>()
  const called = new Map<string, number>()

  /** Amounts as they are shown; whatever is not kept as one of them, as it is stored. */
  function numbers(x: string, isNumber: string, terms: readonly string[]): string[] {
    if (amounts.length === 0) return [stored(x)]
    // most numbers that are looked for are written as they are stored
    if (terms.length === 1 && terms[0] === match(x)) return [match(x)]
    return [`CASE WHEN ${isNumber} THEN ${terms.length === 0 ? '0' : joinTerms(terms.map((sql) => `(${sql})`), 'OR')} ELSE ${match(x)} END`]
  }

  function termsOf(field: FieldDescription): string[] {
    const x = quoteIdentifier(field.name)
    switch (field.kind) {
      case 'file':
        return []
      case 'whole-number':
        return numbers(x, `typeof(${x}) <> 'text'`, wholeTerm(amounts, x, bind))
      case 'decimal':
        return numbers(x, `typeof(${x}) <> 'text'`, decimalTerm(amounts, x, bind))
      case 'money':
        return numbers(x, `typeof(${x}) = 'integer'`, moneyTerm(amounts, x, currencyDigits(field.currency ?? book.currency), bind))
      case 'date':
      case 'date-time':
        return [match(x), ...(meant?.dates ?? []).map((date) => `${x} LIKE ${bind(`${date}%`)}`)]
      case 'yes-no':
        if (!meant) return [stored(x)]
        return [`${x} NOT IN (0, 1) AND ${stored(x)}`, ...(meant.yesNo === null ? [] : [`${x} = ${bind(meant.yesNo)}`])]
      case 'reference': {
        const label = referredLabel(field, book.tables)
        if (!label) return [stored(x)]
        const of = JSON.stringify(label)
        elsewhere.set(of, { table: label.table, fields: [label.key, label.label] })
        const meantRecords = meantRecordsSql(label, (one) => textMatch(one, text, 'anywhere').sql)
        const ask = () => Number(db.rows(`SELECT EXISTS (${meantRecords})`, [pattern])[0]?.[0])
        // looked up once for a search, not for each of its windows
        const isCalled = called.get(of) ?? (memory ? memory.total(`${String(pattern)} ${meantRecords}`, ask) : ask())
        called.set(of, isCalled)
        return referenceTerms(x, label, match, stored(x), isCalled === 1)
      }
      default:
        return [HOLDS_TEXT.has(field.kind) ? match(x) : stored(x)]
    }
  }

  const terms = table.fields.flatMap(termsOf)
  const sql = terms.length === 0 ? '0' : joinTerms(terms.map((one) => `(${one})`), 'OR')
  return { sql, params: [...places.keys()], elsewhere: [...elsewhere.values()] }
}

/**
 * The condition of a query. A search finds what is shown in any field: texts, choices and days as they are stored, days and
 * yes or no also as the query says that they are `meant`, amounts in any writing (`readAmounts`), and references by
 * what the records are called that they point to. That is looked up in `db` first, unless `memory` knows; throws `SqlError` where that fails.
 */
export function whereSql(db: SqlDatabase, table: KeyedTable, query: Pick<RowQuery, 'search' | 'meant' | 'filter' | 'today'>, book: SearchedBook, memory: Remembers | null = null): Where {
  const filter = (query.filter && filterSql(table, query.filter, query.today ?? '')) ?? null
  const search = readSearch(query)
  const found = search.text === '' ? null : searchTerm(db, table, search, book, memory)
  const terms = [found, filter].filter((term) => term !== null)
  const params = terms.flatMap((term) => [...term.params])
  return { sql: terms.length === 0 ? '' : `WHERE ${terms.map(({ sql }) => `(${sql})`).join(' AND ')}`, params, filter, search, elsewhere: found?.elsewhere ?? [] }
}
