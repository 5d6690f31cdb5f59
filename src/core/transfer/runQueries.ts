import { base64ToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { BookIdentity } from '../book/bookHead'
import { cellToCsv, csvLine, gatherLines, textToCsv } from '../book/csv'
import { describeBook } from '../book/describeBook'
import { readRowJson, rowJsonSql } from '../book/rowJson'
import { readSqlTokens, type SqlToken } from '../book/sqlTokens'
import { SqlError, type SqlDatabase, type SqlRow } from '../book/sqlEngine'
import { moneyColumns } from './moneyColumns'

/** A value of a result as it is shown: long texts cut, bytes told by their number. */
export type ShownValue = null | number | string | { readonly bytes: number }

/** What one statement gave. */
export interface QueryAnswer {
  /** The statement, and where it begins in what was asked. */
  readonly sql: string
  readonly from: number
  readonly columns: readonly string[]
  /** For each column its currency where it is known to be money, see `moneyColumns`. */
  readonly currencies: readonly (string | null)[]
  /** The first ones. */
  readonly rows: readonly (readonly ShownValue[])[]
  /** There are more. */
  readonly hasMore: boolean
}

/** Why a statement gave nothing; those after it were not run. */
export interface QueryProblem {
  readonly from: number
  /** Where in what was asked, as far as SQLite tells; counted from 1. */
  readonly line: number
  readonly column: number
  /** `writes`: it is none that only reads; `sql`: SQLite refused it, with its own words. */
  readonly why: 'writes' | 'sql' | 'memory'
  readonly detail: string
}

/** What several statements gave, in their order. */
export interface QueryOutcome {
  readonly answers: readonly QueryAnswer[]
  readonly problem: QueryProblem | null
}

const MAX_ROWS = 10_000
const MAX_CHARACTERS = 20_000_000
const MAX_TEXT = 2_000
const READING = new Set(['SELECT', 'WITH', 'VALUES', 'EXPLAIN', 'PRAGMA'])
/** Pragmas that tell something whether or not they are given an argument (https://sqlite.org/pragma.html). */
const TELLING = new Set([
  'table_info', 'table_xinfo', 'table_list', 'index_list', 'index_info', 'index_xinfo', 'foreign_key_list', 'foreign_key_check', 'integrity_check', 'quick_check',
  'database_list', 'collation_list', 'function_list', 'pragma_list', 'compile_options',
])
/** Those that tell something only without one. */
const TELLING_ALONE = new Set(['user_version', 'application_id', 'schema_version', 'page_count', 'page_size', 'encoding', 'freelist_count', 'auto_vacuum'])

interface Statement {
  readonly sql: string
  readonly from: number
  readonly tokens: readonly SqlToken[]
}

/** The statements of a text. What reads has no semicolons inside. */
function splitStatements(text: string): Statement[] {
  const statements: Statement[] = []
  let tokens: SqlToken[] = []
  const end = () => {
    const [first] = tokens
    const last = tokens.at(-1)
    if (first && last) statements.push({ sql: text.slice(first.from, last.to), from: first.from, tokens })
    tokens = []
  }
  for (const token of readSqlTokens(text)) {
    if (token.type === 'sign' && token.text === ';') end()
    else tokens.push(token)
  }
  end()
  return statements
}

/** Whether a statement is one that only reads. WITH may still lead to a change, which the connection refuses. */
function isReading([first, ...rest]: readonly SqlToken[]): boolean {
  const keyword = first?.text.toUpperCase() ?? ''
  if (!READING.has(keyword) && first?.text !== '(') return false
  if (keyword !== 'PRAGMA') return true
  const named = rest[1]?.text === '.' ? rest.slice(2) : rest
  const [name, ...argument] = named
  const pragma = name?.value.toLowerCase() ?? ''
  if (argument.some(({ text }) => text === '=')) return false
  return TELLING.has(pragma) || (TELLING_ALONE.has(pragma) && argument.length === 0)
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}

/** Where in a statement SQLite's words point: it names the token where it stopped, but not its place. */
function findNamed({ from, tokens }: Statement, detail: string): number {
  const named = /^near "([^]*)": /.exec(detail)?.[1] ?? /^no such (?:column|table|function|module): (?:.*\.)?([^.]+)$/.exec(detail)?.[1]
  const found = named === undefined ? undefined : tokens.find(({ text, value }) => text === named || value.toLowerCase() === named.toLowerCase())
  return found?.from ?? (detail === 'incomplete input' ? (tokens.at(-1)?.to ?? from) : from)
}

const isRounded = (row: SqlRow) => row.some((value) => typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))

/** The rows of a statement as cells: exact ones where numbers are so large that the engine would round them. */
function* exactRows(db: SqlDatabase, sql: string, columns: number): Generator<Cell[]> {
  const names = Array.from({ length: columns }, (_, i) => `"c${i}"`)
  const statement = db.prepare(`WITH "_nightsafe_asked"(${names.join(', ')}) AS (${sql}\n) SELECT ${rowJsonSql(names, { exact: true, blobLimit: null })} FROM "_nightsafe_asked"`)
  try {
    for (let row = statement.next(); row; row = statement.next()) yield readRowJson(row) ?? []
  } finally {
    statement.free()
  }
}

function cellToShown(cell: Cell): ShownValue {
  if (cell === null || typeof cell === 'number') return cell
  if (typeof cell === 'string') return cell.length > MAX_TEXT ? `${cell.slice(0, MAX_TEXT)}…` : cell
  if ('i' in cell) return cell.i
  if ('r' in cell) return Number(cell.r)
  return { bytes: base64ToBytes('b' in cell ? cell.b : cell.x)?.length ?? 0 }
}

function valueToShown(value: SqlRow[number]): ShownValue {
  if (value instanceof Uint8Array) return { bytes: value.length }
  return typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
}

/** Runs one statement; `take` says whether to go on. */
function runStatement(db: SqlDatabase, { sql, tokens }: Statement, take: (row: ShownValue[]) => boolean): { columns: string[]; hasMore: boolean } {
  const statement = db.prepare(sql)
  const canWrap = ['SELECT', 'WITH', 'VALUES'].includes(tokens[0]?.text.toUpperCase() ?? '')
  let taken = 0
  try {
    const columns = statement.columnNames()
    for (let row = statement.next(); row; row = statement.next()) {
      if (canWrap && isRounded(row)) {
        let place = 0
        for (const cells of exactRows(db, sql, columns.length)) {
          if (place++ < taken) continue
          if (!take(cells.map(cellToShown))) return { columns, hasMore: true }
        }
        return { columns, hasMore: false }
      }
      if (!take(row.map(valueToShown))) return { columns, hasMore: true }
      taken++
    }
    return { columns, hasMore: false }
  } finally {
    statement.free()
  }
}

function problemOf(text: string, statement: Statement, error: unknown): QueryProblem {
  if (error instanceof SqlError) return { from: statement.from, ...placeOf(text, findNamed(statement, error.message)), why: 'sql', detail: error.message }
  if (error instanceof Error && (error.name === 'RuntimeError' || error.name === 'RangeError')) {
    return { from: statement.from, ...placeOf(text, statement.from), why: 'memory', detail: '' }
  }
  throw error
}

/**
 * Runs statements that only read, one after the other up to the first that fails, and keeps the first 10,000 rows of
 * each. `identity` tells which fields hold money. `db` is a copy that is thrown away, since a statement may run for ever or fill the memory.
 */
export function runQueries(db: SqlDatabase, text: string, identity: BookIdentity): QueryOutcome {
  const shape = describeBook(db, identity)
  db.run('PRAGMA query_only = ON')
  const answers: QueryAnswer[] = []
  for (const statement of splitStatements(text)) {
    const { sql, from, tokens } = statement
    if (!isReading(tokens)) return { answers, problem: { from, ...placeOf(text, from), why: 'writes', detail: tokens[0]?.text.toUpperCase() ?? '' } }
    const rows: ShownValue[][] = []
    let characters = 0
    try {
      const { columns, hasMore } = runStatement(db, statement, (row) => {
        for (const value of row) characters += typeof value === 'string' ? value.length : 8
        if (rows.length >= MAX_ROWS || characters > MAX_CHARACTERS) return false
        rows.push(row)
        return true
      })
      answers.push({ sql, from, columns, currencies: moneyColumns(db, sql, tokens, columns, shape, identity.currency), rows, hasMore })
    } catch (error) {
      return { answers, problem: problemOf(text, statement, error) }
    }
  }
  return { answers, problem: null }
}

/** All rows of one statement as CSV, nothing cut, in pieces; `place`: which one of the text. Throws `SqlError`. */
export function queryToCsv(db: SqlDatabase, text: string, place: number): Generator<Uint8Array<ArrayBuffer>> {
  db.run('PRAGMA query_only = ON')
  const statement = splitStatements(text)[place]
  if (!statement || !isReading(statement.tokens)) throw new SqlError('there is no such statement that reads')
  const { sql, tokens } = statement
  function* lines(): Generator<string> {
    const named = db.prepare(sql)
    const columns = named.columnNames()
    yield csvLine(columns.map(textToCsv))
    if (['SELECT', 'WITH', 'VALUES'].includes(tokens[0]?.text.toUpperCase() ?? '')) {
      named.free()
      for (const cells of exactRows(db, sql, columns.length)) yield csvLine(cells.map((cell) => cellToCsv(cell, 'text', 0)))
      return
    }
    try {
      for (let row = named.next(); row; row = named.next()) yield csvLine(row.map((value) => (value instanceof Uint8Array ? '' : textToCsv(String(value ?? '')))))
    } finally {
      named.free()
    }
  }
  return gatherLines(lines())
}
