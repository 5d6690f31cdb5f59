import { equalCells } from '../../base/cell'
import type { FieldDescription, FieldDraft } from '../bookDescription'
import { choiceClause, declaredTypeFor, fieldDraftToSql, initialClause, rangeClause, referenceClause, type ReferenceTarget } from '../fieldSql'
import { isKeyword, type SqlToken } from '../sqlTokens'
import { readChoiceCheck, readRangeCheck, readTableSql, type FieldSql, type TableClause, type TableSql } from '../tableSql'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The one field of a table's `FOREIGN KEY (field) REFERENCES …`; null for any other clause. */
function foreignKeyField(tokens: readonly SqlToken[]): string | null {
  const rest = isKeyword(tokens[0], 'CONSTRAINT') ? tokens.slice(2) : tokens
  const name = rest[3]
  return isKeyword(rest[0], 'FOREIGN') && name && rest[4]?.text === ')' ? name.value : null
}

/** Cuts clauses of the whole table out of its text, each with the comma before it, and puts a new definition in place of a field's. */
function spliced(sql: string, table: TableSql, field: FieldSql, definition: string, drop: (clause: TableClause) => boolean): string {
  const parts = [...table.fields, ...table.clauses].sort((a, b) => a.from - b.from)
  let out = sql
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i]
    if (!part) continue
    if (part === field) out = out.slice(0, part.from) + definition + out.slice(part.to)
    else if ('tokens' in part && drop(part)) out = out.slice(0, parts[i - 1]?.to ?? part.from) + out.slice(part.to)
  }
  return out
}

/** The field that a CHECK limits to its choices or its range; empty for any other clause. */
const ruledField = ({ tokens }: { readonly tokens: readonly SqlToken[] }) => (readChoiceCheck(tokens) ?? readRangeCheck(tokens))?.field ?? ''

const isOwnRule = (field: FieldSql) => (clause: TableClause) =>
  same(foreignKeyField(clause.tokens) ?? '', field.name) || same(ruledField(clause), field.name)

/**
 * The table's text with the field's own rules taken out: its references, its checks, NOT NULL, in its definition and
 * among the table's. UNIQUE stays, because an index stands behind it. Null when the text cannot be read.
 */
export function plainFieldSql(sql: string, name: string): string | null {
  const table = readTableSql(sql)
  const field = table?.fields.find((one) => same(one.name, name))
  if (!table || !field) return null
  const kept = field.clauses.filter(({ type }) => !['NOT', 'NULL', 'CHECK', 'REFERENCES'].includes(type)).map(({ text }) => text)
  const definition = [sql.slice(field.from, field.from + nameLength(sql, field)), field.declaredType, ...kept].filter((part) => part !== '').join(' ')
  return spliced(sql, table, field, definition, isOwnRule(field))
}

/** How much of a definition is the name as written, with its quotes. */
function nameLength(sql: string, field: FieldSql): number {
  const quote = sql.charAt(field.from)
  if (quote === '"' || quote === '`') return field.name.replaceAll(quote, quote + quote).length + 2
  return quote === '[' ? field.name.length + 2 : field.name.length
}

/** The table's text with a field defined wholly as a draft says; null when the text cannot be read. */
export function newFieldSql(sql: string, draft: FieldDraft, target: ReferenceTarget | null): string | null {
  const table = readTableSql(sql)
  const field = table?.fields.find((one) => same(one.name, draft.name))
  return table && field ? spliced(sql, table, field, fieldDraftToSql(draft, target), () => false) : null
}

/** Whether a draft keeps the least and the most that a field has. */
export function keepsRange(current: FieldDescription, draft: FieldDraft): boolean {
  if (current.kind !== draft.kind) return false
  return [[draft.least, current.least], [draft.most, current.most]].every(([now, before]) => now === undefined || equalCells(now, before ?? null))
}

/**
 * The table's text with a field redefined after a draft (which already has the field's name). What the draft does not
 * speak of stays: UNIQUE, COLLATE, other checks; and unless the kind changes, DEFAULT and the range. Null when the text
 * cannot be read.
 */
export function redefinedFieldSql(sql: string, current: FieldDescription, draft: FieldDraft, target: ReferenceTarget | null): string | null {
  const table = readTableSql(sql)
  const field = table?.fields.find((one) => same(one.name, draft.name))
  if (!table || !field) return null
  const sameKind = current.kind === draft.kind
  const sameChoices = sameKind && JSON.stringify(current.choices) === JSON.stringify(draft.choices)
  const sameTarget = sameKind && same(current.refersTo?.table ?? '', target?.table ?? '')
  const sameType = sameKind && (draft.kind !== 'reference' || sameTarget)
  const sameRange = keepsRange(current, draft)
  const isLeft = (tokens: readonly SqlToken[]) => (sameChoices || readChoiceCheck(tokens) === null) && (sameRange || readRangeCheck(tokens) === null)
  const kept = field.clauses.filter(({ type, tokens }) => {
    if (type === 'NOT' || type === 'NULL') return false
    if (type === 'DEFAULT') return sameKind && draft.initial === undefined
    if (type === 'REFERENCES') return sameTarget
    return type !== 'CHECK' || isLeft(tokens)
  })
  const parts = [
    sql.slice(field.from, field.from + nameLength(sql, field)),
    sameType ? field.declaredType : declaredTypeFor(draft, target),
    draft.required ? 'NOT NULL' : '',
    ...kept.map(({ text }) => text),
    initialClause(draft.initial),
    sameChoices ? '' : choiceClause(draft),
    sameRange ? '' : rangeClause(draft),
    sameTarget ? '' : referenceClause(target),
  ]
  const drop = (clause: TableClause) =>
    (!sameTarget && same(foreignKeyField(clause.tokens) ?? '', field.name)) || (!isLeft(clause.tokens) && same(ruledField(clause), field.name))
  return spliced(sql, table, field, parts.filter((part) => part !== '').join(' '), drop)
}
