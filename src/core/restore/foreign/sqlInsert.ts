import { hexToBytes } from '../../base/bytes'
import type { BoundValue, SqlCast } from '../../base/cell'
import { isInt64 } from './numberText'

/** An INSERT of one record of literal values, as `sqlite3 .dump` writes it. */
export interface SqlInsert {
  readonly table: string
  /** The fields named, or null where the table's own order is meant. */
  readonly fields: readonly string[] | null
  readonly values: readonly BoundValue[]
  /** How each value must be bound to be stored as the literal says. */
  readonly casts: readonly SqlCast[]
}

const INTO = /INSERT\s+INTO\s+/iy
const SPACE = /\s*/y
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y
const NUMBER = /[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y
const MAX_CALLS = 16

/** Something that no dump holds; the text is for a person. */
class UnknownSql extends Error {
  override readonly name = 'UnknownSql'
}

/** Walks through the text of one statement. */
function createWalker(sql: string) {
  let at = 0
  const walker = {
    take(pattern: RegExp): string | null {
      pattern.lastIndex = at
      const match = pattern.exec(sql)
      if (!match) return null
      at += match[0].length
      return match[0]
    },
    sign(sign: string): boolean {
      walker.take(SPACE)
      if (sql.charAt(at) !== sign) return false
      at++
      return true
    },
    need(sign: string) {
      if (!walker.sign(sign)) throw new UnknownSql(`a “${sign}” is missing`)
    },
    /** What stands between quotes, doubled ones taken as one. */
    quoted(quote: string): string {
      const from = at + 1
      let end = sql.indexOf(quote, from)
      let doubled = false
      while (end !== -1 && sql.charAt(end + 1) === quote) {
        doubled = true
        end = sql.indexOf(quote, end + 2)
      }
      if (end === -1) throw new UnknownSql('a quote has no end')
      at = end + 1
      const inner = sql.slice(from, end)
      return doubled ? inner.replaceAll(quote + quote, quote) : inner
    },
    name(): string {
      walker.take(SPACE)
      const char = sql.charAt(at)
      if (char === '"' || char === "'" || char === '`') return walker.quoted(char)
      const word = walker.take(WORD)
      if (word === null) throw new UnknownSql('a name is missing')
      return word
    },
    get char() {
      return sql.charAt(at)
    },
    get atEnd() {
      walker.take(SPACE)
      return at === sql.length
    },
  }
  return walker
}

type Walker = ReturnType<typeof createWalker>

/** The characters that `unistr` stands for: https://sqlite.org/lang_corefunc.html#unistr */
function unescaped(text: string): string {
  return text.replace(/\\(\\|\+[0-9a-fA-F]{6}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-9a-fA-F]{4})/g, (_, code: string) => {
    if (code === '\\') return code
    const point = Number.parseInt(code.replace(/^[+uU]/, ''), 16)
    if (point > 0x10ffff) throw new UnknownSql('a character does not exist')
    return String.fromCodePoint(point)
  })
}

/** A text: a literal, or one of the two ways in which line ends are written. */
function readText(walker: Walker, calls: number): string {
  walker.take(SPACE)
  if (walker.char === "'") return walker.quoted("'")
  const word = walker.take(WORD)?.toLowerCase()
  if (calls >= MAX_CALLS) throw new UnknownSql('calls stand inside calls')
  if (word === 'unistr') {
    walker.need('(')
    const text = readText(walker, calls + 1)
    walker.need(')')
    return unescaped(text)
  }
  if (word === 'char') {
    walker.need('(')
    walker.take(SPACE)
    const code = walker.take(/[0-9]{1,7}/y)
    walker.need(')')
    if (code === null || Number(code) > 0x10ffff) throw new UnknownSql('a character does not exist')
    return String.fromCodePoint(Number(code))
  }
  if (word !== 'replace') throw new UnknownSql('a value is no literal')
  walker.need('(')
  const text = readText(walker, calls + 1)
  walker.need(',')
  const from = readText(walker, calls + 1)
  walker.need(',')
  const to = readText(walker, calls + 1)
  walker.need(')')
  return from === '' ? text : text.replaceAll(from, () => to)
}

function readNumber(text: string): { value: BoundValue; cast: SqlCast } {
  if (/^[+-]?[0-9]+$/.test(text)) {
    const digits = text.replace(/^\+/, '').replace(/^(-?)0+(?=[0-9])/, '$1')
    if (digits.length < 10) return { value: Number(digits) || 0, cast: 'none' }
    if (isInt64(digits)) return { value: digits, cast: 'INTEGER' }
  }
  // read here and not by SQLite, whose own reading of long decimals is not exact to the last bit
  return { value: Number(text), cast: 'REAL' }
}

function readValue(walker: Walker): { value: BoundValue; cast: SqlCast } {
  walker.take(SPACE)
  const { char } = walker
  if (char === "'") return { value: walker.quoted("'"), cast: 'none' }
  const number = walker.take(NUMBER)
  if (number !== null) return readNumber(number)
  if (walker.take(/NULL\b/iy) !== null) return { value: null, cast: 'none' }
  if (walker.take(/x(?=')/iy) !== null) {
    const bytes = hexToBytes(walker.quoted("'"))
    if (!bytes) throw new UnknownSql('bytes are not written in pairs of digits')
    return { value: bytes, cast: 'none' }
  }
  return { value: readText(walker, 0), cast: 'none' }
}

/** Reads `INSERT INTO table [(fields)] VALUES (…)`; a text says what of it no dump has. Nothing of it is run. */
export function readSqlInsert(sql: string): SqlInsert | string {
  const walker = createWalker(sql)
  try {
    if (walker.take(INTO) === null) return 'it is no plain INSERT'
    const table = walker.name()
    let fields: string[] | null = null
    if (walker.sign('(')) {
      fields = []
      do fields.push(walker.name())
      while (walker.sign(','))
      walker.need(')')
    }
    walker.take(SPACE)
    if (walker.take(/VALUES\b/iy) === null) return 'its values do not stand in it'
    walker.need('(')
    const values: BoundValue[] = []
    const casts: SqlCast[] = []
    do {
      const { value, cast } = readValue(walker)
      values.push(value)
      casts.push(cast)
    } while (walker.sign(','))
    walker.need(')')
    return walker.atEnd ? { table, fields, values, casts } : 'it goes on behind its values'
  } catch (error) {
    if (error instanceof UnknownSql) return error.message
    throw error
  }
}
