import type { Cell } from '../../base/cell'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription, FieldKind, TableDescription } from '../bookDescription'
import { isDate, isDateTime } from '../calendar'
import { findField } from '../keyedTable'
import { spanOfPart, spanOfPeriod, type DateSpan } from './dateSpans'
import type { Condition, RowFilter } from './rowFilter'
import { cellTerm, joinTerms, type SqlTerm } from './sqlTerm'
import { textMatch } from './textMatch'

type Comparison = 'is' | 'is-not' | 'less' | 'at-most' | 'greater' | 'at-least'

const OPERATORS: Readonly<Record<Comparison, string>> = { is: '=', 'is-not': '<>', less: '<', 'at-most': '<=', greater: '>', 'at-least': '>=' }

/** Sorts after everything that a date or a moment can go on with. */
const BEYOND = '~'
/** The bounds of the calendar: what is no date lies outside, be it a number or a word. */
const BEGINNING = '0000-01-01'
const END = `9999-12-31${BEYOND}`

const isEmptyCell = (cell: Cell) => cell === null || cell === ''

/** Whether texts in such a field are compared without regard to case; keys of other records are not. */
export function ignoresCase(kind: FieldKind): boolean {
  return kind === 'text' || kind === 'long-text' || kind === 'choice'
}

const isDay = (kind: FieldKind) => kind === 'date' || kind === 'date-time'

/** A cell is empty when it is NULL or a text without letters: on paper both look the same. */
const emptySql = (x: string) => `(${x} IS NULL OR ${x} = '')`
const filledSql = (x: string) => `${x} <> ''`

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const term = (sql: string, ...params: SqlTerm['params']): SqlTerm => ({ sql, params })

/** Both of two terms. */
const both = (a: SqlTerm, b: SqlTerm): SqlTerm => ({ sql: `${a.sql} AND ${b.sql}`, params: [...a.params, ...b.params] })

/**
 * A date or a moment against a field of such: a day is the same as every moment of it, a minute as every second of it.
 * Moments are compared as they are written, with `T` or a blank between day and time.
 */
function compareMoment(x: string, comparison: Comparison, value: string): SqlTerm {
  const isWhole = value.length <= 10
  const field = isWhole ? x : `replace(${x}, 'T', ' ')`
  const from = value.replace('T', ' ')
  const to = `${from}${BEYOND}`
  const span = (first: string, last: string) => term(`${field} >= ? AND ${field} < ?`, first, last)
  switch (comparison) {
    case 'is':
      return span(from, to)
    case 'is-not':
      return term(`(${x} IS NULL OR NOT (${field} >= ? AND ${field} < ?))`, from, to)
    case 'less':
      return span(BEGINNING, from)
    case 'at-most':
      return span(BEGINNING, to)
    case 'greater':
      return span(to, END)
    case 'at-least':
      return span(from, END)
  }
}

function compareCell(field: FieldDescription, x: string, comparison: Comparison, value: Cell): SqlTerm | null {
  if (isEmptyCell(value)) {
    if (comparison === 'is') return term(emptySql(x))
    return comparison === 'is-not' ? term(filledSql(x)) : null
  }
  if (typeof value === 'string') {
    if (isDay(field.kind) && (isDate(value) || isDateTime(value))) return compareMoment(x, comparison, value)
    // the collation knows the case of ASCII letters only
    if (ignoresCase(field.kind) && (comparison === 'is' || comparison === 'is-not') && /[^\0-\u007f]/.test(value)) {
      const same = textMatch(x, value, 'whole')
      return comparison === 'is' ? same : term(`(${x} IS NULL OR NOT (${same.sql}))`, ...same.params)
    }
  }
  const bound = cellTerm(value)
  if (!bound) return null
  const left = `${x}${ignoresCase(field.kind) ? ' COLLATE NOCASE' : ''}`
  if (comparison === 'is-not') return term(`${left} IS NOT ${bound.sql}`, ...bound.params)
  const compared = term(`${left} ${OPERATORS[comparison]} ${bound.sql}`, ...bound.params)
  return comparison === 'is' ? compared : both(compared, term(filledSql(x)))
}

function betweenCells(field: FieldDescription, x: string, from: Cell, to: Cell): SqlTerm | null {
  const least = isEmptyCell(from) ? null : compareCell(field, x, 'at-least', from)
  const most = isEmptyCell(to) ? null : compareCell(field, x, 'at-most', to)
  return least && most ? both(least, most) : (least ?? most)
}

/** One of some values; plain ones in one list, for which SQLite can use an index. */
function oneOf(field: FieldDescription, x: string, values: readonly Cell[]): SqlTerm | null {
  const isPlain = (cell: Cell) => !isEmptyCell(cell) && (typeof cell !== 'string' || (!isDay(field.kind) && /^[\0-\u007f]*$/.test(cell)))
  const plain = values.filter(isPlain).map(cellTerm).filter((one) => one !== null)
  const list = term(`${x}${ignoresCase(field.kind) ? ' COLLATE NOCASE' : ''} IN (${plain.map(({ sql }) => sql).join(', ')})`, ...plain.flatMap(({ params }) => params))
  const others = values.filter((cell) => !isPlain(cell)).map((cell) => compareCell(field, x, 'is', cell)).filter((one) => one !== null)
  const terms = plain.length > 0 ? [list, ...others] : others
  return terms.length === 0 ? null : { sql: `(${joinTerms(terms.map(({ sql }) => `(${sql})`), 'OR')})`, params: terms.flatMap(({ params }) => params) }
}

const inSpan = (x: string, span: DateSpan | null): SqlTerm | null =>
  span && term(`${x} >= ? AND ${x} < ?`, span.first ?? BEGINNING, span.last === null ? END : `${span.last}${BEYOND}`)

function compareFields(field: FieldDescription, x: string, how: Comparison, other: FieldDescription): SqlTerm | null {
  const operator = OPERATORS[how]
  if (!operator) return null
  const y = quoteIdentifier(other.name)
  const collate = ignoresCase(field.kind) && ignoresCase(other.kind) ? ' COLLATE NOCASE' : ''
  const byDay = isDay(field.kind) && isDay(other.kind) && field.kind !== other.kind
  const [left, right] = byDay ? [`substr(${x}, 1, 10)`, `substr(${y}, 1, 10)`] : [`${x}${collate}`, y]
  return term(`${left} ${operator} ${right} AND ${filledSql(x)} AND ${filledSql(y)}`)
}

/** SQL of one condition; null when it does not fit the table or says nothing yet: then it is passed over. */
function conditionSql(table: TableDescription, condition: Condition, today: string): SqlTerm | null {
  const found = findField(table, String(condition.field))
  if (!found.ok) return null
  const field = found.value
  const x = quoteIdentifier(field.name)
  switch (condition.test) {
    case 'is':
    case 'is-not':
    case 'less':
    case 'at-most':
    case 'greater':
    case 'at-least':
      return compareCell(field, x, condition.test, condition.value)
    case 'contains':
      return isText(condition.text) ? textMatch(x, condition.text, 'anywhere') : null
    case 'lacks': {
      if (!isText(condition.text)) return null
      const match = textMatch(x, condition.text, 'anywhere')
      return term(`(${x} IS NULL OR NOT (${match.sql}))`, ...match.params)
    }
    case 'starts':
      return isText(condition.text) ? textMatch(x, condition.text, 'start') : null
    case 'ends':
      return isText(condition.text) ? textMatch(x, condition.text, 'end') : null
    case 'between':
      return betweenCells(field, x, condition.from, condition.to)
    case 'one-of':
      return oneOf(field, x, condition.values)
    case 'none-of': {
      const some = oneOf(field, x, condition.values)
      // without NULL, which is neither true nor false
      return some && term(`NOT coalesce(${some.sql}, 0)`, ...some.params)
    }
    case 'empty':
      return term(emptySql(x))
    case 'filled':
      return term(filledSql(x))
    case 'in-part':
      return inSpan(x, spanOfPart(condition.part, condition.value))
    case 'in-period':
      return inSpan(x, spanOfPeriod(condition.period, today))
    case 'compare': {
      const other = findField(table, String(condition.other))
      return other.ok ? compareFields(field, x, condition.how, other.value) : null
    }
    default:
      // a layout that another program or a newer app wrote
      return null
  }
}

/**
 * SQL condition of a filter, every value bound; null when every record passes. `today` is the person's day, from which
 * periods are told. Conditions on fields that the table does not have, and those without a value to compare with, are
 * passed over.
 */
export function filterSql(table: TableDescription, filter: RowFilter, today: string): SqlTerm | null {
  const join = (conditions: readonly Condition[], word: 'OR' | 'AND'): SqlTerm | null => {
    const terms = conditions.map((condition) => conditionSql(table, condition, today)).filter((one) => one !== null)
    return terms.length === 0 ? null : { sql: joinTerms(terms.map(({ sql }) => `(${sql})`), word), params: terms.flatMap(({ params }) => params) }
  }
  const main = join(filter.conditions, filter.match === 'any' ? 'OR' : 'AND')
  const also = join(filter.also ?? [], 'AND')
  return main && also ? { sql: `(${main.sql}) AND (${also.sql})`, params: [...main.params, ...also.params] } : (main ?? also)
}
