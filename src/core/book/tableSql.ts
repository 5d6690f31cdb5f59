import type { Cell } from '../base/cell'
import { closingIndex, isKeyword, readSqlTokens, splitTokens, type SqlToken } from './sqlTokens'

/** A clause of a field in CREATE TABLE: `NOT NULL`, `DEFAULT 0`, `CHECK (…)`, with its text as written. */
export interface FieldClause {
  readonly type: 'PRIMARY' | 'NOT' | 'NULL' | 'UNIQUE' | 'CHECK' | 'DEFAULT' | 'COLLATE' | 'REFERENCES' | 'GENERATED'
  readonly tokens: readonly SqlToken[]
  readonly text: string
}

/** A field's definition in CREATE TABLE and where it stands in the text. */
export interface FieldSql {
  readonly name: string
  readonly declaredType: string
  readonly clauses: readonly FieldClause[]
  readonly from: number
  readonly to: number
}

/** A constraint of the whole table, and where it stands in the text. */
export interface TableClause {
  readonly tokens: readonly SqlToken[]
  readonly from: number
  readonly to: number
}

/** What a CREATE TABLE statement says (https://sqlite.org/lang_createtable.html). */
export interface TableSql {
  readonly fields: readonly FieldSql[]
  readonly clauses: readonly TableClause[]
  readonly withoutRowid: boolean
  readonly strict: boolean
}

const FIELD_CLAUSES = new Map<string, FieldClause['type']>([
  ['PRIMARY', 'PRIMARY'], ['NOT', 'NOT'], ['NULL', 'NULL'], ['UNIQUE', 'UNIQUE'], ['CHECK', 'CHECK'], ['DEFAULT', 'DEFAULT'],
  ['COLLATE', 'COLLATE'], ['REFERENCES', 'REFERENCES'], ['GENERATED', 'GENERATED'], ['AS', 'GENERATED'],
])
const TABLE_CLAUSES = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']

/** Where each clause of a field begins; a name given by CONSTRAINT belongs to the clause after it. */
function clauseStarts(tokens: readonly SqlToken[]): { at: number; type: FieldClause['type'] }[] {
  const starts: { at: number; type: FieldClause['type'] }[] = []
  let named: number | null = null
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.text === '(') i = closingIndex(tokens, i)
    else if (isKeyword(token, 'CONSTRAINT')) named = i++
    else if (token?.type === 'word') {
      const previous = starts.at(-1)
      const type = FIELD_CLAUSES.get(token.text.toUpperCase())
      // words that belong to a clause already begun: NOT NULL, DEFAULT NULL, SET NULL, GENERATED ALWAYS AS, NOT DEFERRABLE
      const inner =
        (type === 'NULL' && (isKeyword(tokens[i - 1], 'NOT') || isKeyword(tokens[i - 1], 'DEFAULT') || isKeyword(tokens[i - 1], 'SET'))) ||
        (type === 'DEFAULT' && isKeyword(tokens[i - 1], 'SET')) ||
        (type === 'GENERATED' && previous?.type === 'GENERATED') ||
        (type === 'NOT' && isKeyword(tokens[i + 1], 'DEFERRABLE'))
      if (!type || inner) continue
      starts.push({ at: named ?? i, type })
      named = null
    }
  }
  return starts
}

function readFieldSql(sql: string, tokens: readonly SqlToken[]): FieldSql | null {
  const [name, ...rest] = tokens
  const last = tokens.at(-1)
  if (!name || !last) return null
  const starts = clauseStarts(rest)
  const typeEnd = starts[0]?.at ?? rest.length
  const text = (part: readonly SqlToken[]) => sql.slice(part[0]?.from ?? 0, part.at(-1)?.to ?? 0)
  return {
    name: name.value,
    declaredType: text(rest.slice(0, typeEnd)),
    clauses: starts.map(({ at, type }, i) => {
      const part = rest.slice(at, starts[i + 1]?.at ?? rest.length)
      return { type, tokens: part, text: text(part) }
    }),
    from: name.from,
    to: last.to,
  }
}

/** Reads a CREATE TABLE statement as SQLite keeps it; null when it is none (a view, a virtual table). */
export function readTableSql(sql: string): TableSql | null {
  const tokens = readSqlTokens(sql)
  const open = tokens.findIndex((token) => token.text === '(')
  if (open < 0 || !isKeyword(tokens[0], 'CREATE') || !isKeyword(tokens[1], 'TABLE')) return null
  const close = closingIndex(tokens, open)
  const fields: FieldSql[] = []
  const clauses: TableClause[] = []
  for (const part of splitTokens(tokens.slice(open + 1, close), ',')) {
    const first = part[0]
    const last = part.at(-1)
    if (!first || !last) continue
    if (TABLE_CLAUSES.some((keyword) => isKeyword(first, keyword))) {
      clauses.push({ tokens: part, from: first.from, to: last.to })
      continue
    }
    const field = readFieldSql(sql, part)
    if (field) fields.push(field)
  }
  const options = tokens.slice(close + 1)
  return {
    fields,
    clauses,
    withoutRowid: options.some((token) => isKeyword(token, 'WITHOUT')),
    strict: options.some((token) => isKeyword(token, 'STRICT')),
  }
}

/** What a CHECK holds, without the parentheses around it and `field IS NULL OR`; empty for any other clause. */
function checkedTokens(tokens: readonly SqlToken[]): SqlToken[] {
  let rest = tokens.filter((token) => token.type !== 'sign' || token.text !== ';')
  if (isKeyword(rest[0], 'CONSTRAINT')) rest = rest.slice(2)
  if (!isKeyword(rest[0], 'CHECK')) return []
  rest = rest.slice(1)
  while (rest[0]?.text === '(' && closingIndex(rest, 0) === rest.length - 1) rest = rest.slice(1, -1)
  return isKeyword(rest[1], 'IS') && isKeyword(rest[2], 'NULL') && isKeyword(rest[3], 'OR') ? rest.slice(4) : rest
}

/** The field and the texts of `CHECK (field IN ('a', 'b'))`, with or without `field IS NULL OR`; null for any other check. */
export function readChoiceCheck(tokens: readonly SqlToken[]): { field: string; choices: string[] } | null {
  const [field, word, open, ...list] = checkedTokens(tokens)
  if (!field || !isKeyword(word, 'IN') || open?.text !== '(' || list.pop()?.text !== ')') return null
  const choices: string[] = []
  for (const part of splitTokens(list, ',')) {
    const [only] = part
    if (part.length !== 1 || only?.type !== 'string') return null
    choices.push(only.value)
  }
  return { field: field.value, choices }
}

/** The value of a number, a text or NULL as SQL has it, in parentheses or not; undefined for anything else. */
export function tokensToCell(tokens: readonly SqlToken[]): Cell | undefined {
  let rest = tokens
  while (rest[0]?.text === '(' && closingIndex(rest, 0) === rest.length - 1) rest = rest.slice(1, -1)
  const sign = rest[0]?.text === '-' ? '-' : ''
  const [only, more] = sign === '' && rest[0]?.text !== '+' ? rest : rest.slice(1)
  if (!only || more) return undefined
  if (only.type === 'number') {
    const value = Number(sign + only.text)
    if (Number.isInteger(value)) return !/^[0-9]+$/.test(only.text) ? { r: `${value}.0` } : Number.isSafeInteger(value) ? value + 0 : { i: sign + only.text }
    return Number.isFinite(value) ? value : undefined
  }
  if (sign !== '' || rest.length > 1) return undefined
  if (only.type === 'string') return only.text.startsWith("'") ? only.value : undefined
  return isKeyword(only, 'NULL') ? null : undefined
}

/** The least and the most that a field may be. */
export interface FieldRange {
  readonly field: string
  readonly least?: Cell
  readonly most?: Cell
}

/** What `CHECK (field >= 1 AND field <= 5)`, either half alone or `field BETWEEN 1 AND 5` says; null for any other check. */
export function readRangeCheck(tokens: readonly SqlToken[]): FieldRange | null {
  const checked = checkedTokens(tokens)
  const [field] = checked
  if (!field || (field.type !== 'word' && field.type !== 'name')) return null
  const halves = splitTokens(checked.map((token) => (isKeyword(token, 'AND') ? { ...token, type: 'sign' as const, text: '&&' } : token)), '&&')
  const [first = [], second] = halves
  if (isKeyword(first[1], 'BETWEEN')) {
    const least = tokensToCell(first.slice(2))
    const most = tokensToCell(second ?? [])
    return halves.length !== 2 || least === undefined || most === undefined ? null : { field: field.value, least, most }
  }
  let range: FieldRange = { field: field.value }
  for (const [name, sign, equals, ...value] of halves) {
    const cell = tokensToCell(value)
    if (name?.value.toLowerCase() !== field.value.toLowerCase() || equals?.text !== '=' || cell === undefined || cell === null) return null
    if (sign?.text !== '>' && sign?.text !== '<') return null
    range = sign.text === '>' ? { ...range, least: cell } : { ...range, most: cell }
  }
  return range
}

const clausesOf = (table: TableSql) => [...table.clauses, ...table.fields.flatMap((field) => field.clauses)]

/** The allowed texts of each field that a CHECK limits to a list, by lower-case name. */
export function readChoices(table: TableSql): Map<string, readonly string[]> {
  const choices = new Map<string, readonly string[]>()
  for (const { tokens } of clausesOf(table)) {
    const found = readChoiceCheck(tokens)
    if (found) choices.set(found.field.toLowerCase(), found.choices)
  }
  return choices
}

/** The least and the most of each field that a CHECK limits to them, by lower-case name. */
export function readRanges(table: TableSql): Map<string, FieldRange> {
  const ranges = new Map<string, FieldRange>()
  for (const { tokens } of clausesOf(table)) {
    const found = readRangeCheck(tokens)
    const name = found?.field.toLowerCase() ?? ''
    if (found) ranges.set(name, { ...ranges.get(name), ...found })
  }
  return ranges
}
