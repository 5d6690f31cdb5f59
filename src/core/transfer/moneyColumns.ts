import { quoteIdentifier } from '../base/quoteIdentifier'
import type { BookDescription } from '../book/bookDescription'
import { SqlError, type SqlDatabase } from '../book/sqlEngine'
import { closingIndex, isKeyword, splitTokens, type SqlToken } from '../book/sqlTokens'

/** Functions that give money of money. */
const PLAIN_SUMS = new Set(['SUM', 'TOTAL', 'MIN', 'MAX'])
/** What sets several questions together: the declared type is told from the first of them alone. */
const COMPOUND = new Set(['UNION', 'INTERSECT', 'EXCEPT'])
const MONEY = 'MONEY_INTEGER'
const PROBE = '_nightsafe_money'

/** Places of the tokens outside all parentheses. */
function outerPlaces(tokens: readonly SqlToken[]): number[] {
  let depth = 0
  return tokens.flatMap(({ text }, i) => {
    if (text === ')') depth--
    const isOuter = depth === 0
    if (text === '(') depth++
    return isOuter ? [i] : []
  })
}

/** The expressions between SELECT and FROM, each with its tokens. */
function selectedItems(tokens: readonly SqlToken[]): SqlToken[][] {
  const outer = outerPlaces(tokens)
  const select = outer.find((i) => isKeyword(tokens[i], 'SELECT'))
  const from = outer.find((i) => isKeyword(tokens[i], 'FROM'))
  if (select === undefined || from === undefined) return []
  const first = isKeyword(tokens[select + 1], 'DISTINCT') || isKeyword(tokens[select + 1], 'ALL') ? select + 2 : select + 1
  return splitTokens(tokens.slice(first, from), ',')
}

const isName = (token: SqlToken | undefined) => token?.type === 'word' || token?.type === 'name'
/** `field`, `table.field`, `schema.table.field`. */
const isFieldName = (tokens: readonly SqlToken[]) => tokens.length % 2 === 1 && tokens.every((token, i) => (i % 2 === 0 ? isName(token) : token.text === '.'))

/** What stands behind a call: its filter, its window, what the column is called; false where it is reckoned with. */
function isCallAlone(behind: readonly SqlToken[]): boolean {
  let rest = behind
  if (isKeyword(rest[0], 'FILTER') && rest[1]?.text === '(') rest = rest.slice(closingIndex(rest, 1) + 1)
  if (isKeyword(rest[0], 'OVER')) rest = rest[1]?.text === '(' ? rest.slice(closingIndex(rest, 1) + 1) : rest.slice(2)
  if (isKeyword(rest[0], 'AS')) rest = rest.slice(1)
  const [called, ...more] = rest
  return called === undefined || (more.length === 0 && isName(called) && !isKeyword(called, 'ISNULL') && !isKeyword(called, 'NOTNULL'))
}

/** The field inside `sum(a.field)`, whatever it is called and over which window it goes; null where the item is another one. */
function summedField(item: readonly SqlToken[]): SqlToken[] | null {
  const [name, open] = item
  if (name?.type !== 'word' || !PLAIN_SUMS.has(name.text.toUpperCase()) || open?.text !== '(') return null
  const close = closingIndex(item, 1)
  const inside = item.slice(isKeyword(item[2], 'DISTINCT') ? 3 : 2, close)
  return isFieldName(inside) && isCallAlone(item.slice(close + 1)) ? inside : null
}

/** The name of the field that an item is, without what it is called here; null where it is none. */
function plainField(item: readonly SqlToken[]): string | null {
  const field = isKeyword(item.at(-2), 'AS') ? item.slice(0, -2) : item
  return isFieldName(field) ? (field.at(-1)?.value ?? null) : null
}

/** The declared types of the columns of a question that is not run; null where SQLite makes no view of it. */
function declaredTypes(db: SqlDatabase, sql: string): string[] | null {
  try {
    db.run(`PRAGMA query_only = OFF; CREATE TEMP VIEW ${quoteIdentifier(PROBE)} AS ${sql}`)
    return db.rows('SELECT type FROM pragma_table_info(?) ORDER BY cid', [PROBE]).map(([type]) => String(type))
  } catch (error) {
    if (error instanceof SqlError) return null
    throw error
  } finally {
    db.run(`DROP VIEW IF EXISTS temp.${quoteIdentifier(PROBE)}; PRAGMA query_only = ON`)
  }
}

/** The currency of a money column; null where the fields that it may come from have several. */
function currencyOf(shape: BookDescription, currency: string, name: string, isSimple: boolean): string | null {
  const money = shape.tables.flatMap((table) => table.fields.filter(({ kind }) => kind === 'money').map((field) => ({ ...field, isOfView: table.kind === 'view' })))
  const ofTables = money.filter(({ isOfView }) => !isOfView).map((field) => field.currency ?? currency)
  // a view does not say which currency the fields behind it have
  const currencies = (fields: typeof money) => [...new Set(fields.flatMap((field) => (field.isOfView && field.currency === undefined ? ofTables : [field.currency ?? currency])))]
  const all = currencies(money)
  const named = all.length === 1 || !isSimple ? all : currencies(money.filter((field) => field.name.toLowerCase() === name.toLowerCase()))
  return named.length === 1 ? (named[0] ?? null) : null
}

/**
 * For each column of a question its currency (ISO 4217) where it is a money field of the book, or its plain sum, least or
 * greatest; null where that is not known for certain. `currency`: of the book. Nothing is run.
 */
export function moneyColumns(db: SqlDatabase, sql: string, tokens: readonly SqlToken[], columns: readonly string[], shape: BookDescription, currency: string): (string | null)[] {
  const unknown = columns.map(() => null)
  if (!isKeyword(tokens[0], 'SELECT') && !isKeyword(tokens[0], 'WITH')) return unknown
  if (tokens.some(({ type, text }) => type === 'word' && COMPOUND.has(text.toUpperCase()))) return unknown
  const items = selectedItems(tokens)
  const begin = tokens[0]?.from ?? 0
  let probe = sql
  // from the last one on, so that the places before it hold
  for (const item of [...items].reverse()) {
    const inside = summedField(item)
    const [first, last] = [item[0], item.at(-1)]
    if (!inside || !first || !last) continue
    probe = probe.slice(0, first.from - begin) + inside.map(({ text }) => text).join('') + probe.slice(last.to - begin)
  }
  const types = declaredTypes(db, probe)
  if (types?.length !== columns.length) return unknown
  const isSimple = tokens.filter((token) => isKeyword(token, 'SELECT')).length === 1
  const named = items.length === columns.length ? items.map((item) => summedField(item)?.at(-1)?.value ?? plainField(item)) : []
  return types.map((type, i) => (type.toUpperCase() === MONEY ? currencyOf(shape, currency, named[i] ?? columns[i] ?? '', isSimple) : null))
}
