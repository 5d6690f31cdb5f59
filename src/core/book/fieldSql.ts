import { cellToBound, type Cell } from '../base/cell'
import { quoteIdentifier } from '../base/quoteIdentifier'
import type { FieldDraft, FieldKind } from './bookDescription'
import { fieldKindOf } from './fieldKind'
import { NOW_SQL } from './initialValue'
import { quoteText } from './sqlTokens'

/** The type that each kind is declared with in tables made here. The names keep SQLite's affinity rules in mind: `MONEY_INTEGER` has INTEGER affinity. */
const DECLARED_TYPES: Readonly<Record<Exclude<FieldKind, 'reference'>, string>> = {
  text: 'TEXT',
  'long-text': 'LONGTEXT',
  'whole-number': 'INTEGER',
  decimal: 'REAL',
  money: 'MONEY_INTEGER',
  date: 'DATE',
  'date-time': 'DATETIME',
  'yes-no': 'BOOLEAN',
  choice: 'TEXT',
  file: 'BLOB',
}

/** What a reference points to, as its clause needs it. */
export interface ReferenceTarget {
  readonly table: string
  readonly field: string
  /** Declared type of the key pointed to. */
  readonly declaredType: string
}

/** The declared type for a draft. */
export function declaredTypeFor(draft: Pick<FieldDraft, 'kind'>, target: ReferenceTarget | null): string {
  if (draft.kind !== 'reference') return DECLARED_TYPES[draft.kind]
  return fieldKindOf({ declaredType: target?.declaredType ?? '', choices: [], refersTo: null }) === 'whole-number' ? 'INTEGER' : 'TEXT'
}

/** `CHECK` that limits a field to its choices; empty for other kinds. */
export function choiceClause(draft: Pick<FieldDraft, 'name' | 'kind' | 'choices'>): string {
  return draft.kind === 'choice' ? `CHECK (${quoteIdentifier(draft.name)} IN (${draft.choices.map(quoteText).join(', ')}))` : ''
}

/** `REFERENCES` of a reference; empty for other kinds. */
export function referenceClause(target: ReferenceTarget | null): string {
  return target ? `REFERENCES ${quoteIdentifier(target.table)} (${quoteIdentifier(target.field)})` : ''
}

/** A value as SQL text, for CREATE statements, which take no bound values; null for what cannot be written so (bytes, text with NUL). */
export function cellToSql(cell: Cell): string | null {
  if (!cellToBound(cell)) return null
  if (cell === null) return 'NULL'
  if (typeof cell === 'string') return cell.includes('\u0000') ? null : quoteText(cell)
  if (typeof cell === 'number') return String(cell)
  if ('i' in cell) return cell.i
  return 'r' in cell && Number.isFinite(Number(cell.r)) ? cell.r : null
}

/** The kinds that can have a least and a most. */
export const RANGED_KINDS: ReadonlySet<FieldKind> = new Set<FieldKind>(['whole-number', 'decimal', 'money', 'date', 'date-time'])

/** `CHECK` that holds a field between its least and its most, as `readRanges` reads it; empty where there is neither. */
export function rangeClause(draft: Pick<FieldDraft, 'name' | 'least' | 'most'>): string {
  const bounds = [['>=', draft.least ?? null], ['<=', draft.most ?? null]] as const
  const terms = bounds.flatMap(([sign, cell]) => (cell === null ? [] : [`${quoteIdentifier(draft.name)} ${sign} ${cellToSql(cell) ?? 'NULL'}`]))
  return terms.length === 0 ? '' : `CHECK (${terms.join(' AND ')})`
}

/**
 * `DEFAULT` of a draft; empty where it has none. The day and the moment are those of the computer's own time zone. A page
 * fills them in from its own clock; this is for whoever else adds records.
 */
export function initialClause(initial: FieldDraft['initial']): string {
  if (initial === undefined || initial === null) return ''
  if (typeof initial === 'object' && 'now' in initial) {
    return initial.now === 'date' ? `DEFAULT (${NOW_SQL.date})` : `DEFAULT (${NOW_SQL['date-time']})`
  }
  const sql = cellToSql(initial)
  return sql === null ? '' : `DEFAULT ${sql}`
}

/** A whole field definition for CREATE TABLE. That no two are alike is an index of its own: `uniqueIndexSql`. */
export function fieldDraftToSql(draft: FieldDraft, target: ReferenceTarget | null, extra = ''): string {
  const parts = [
    quoteIdentifier(draft.name),
    declaredTypeFor(draft, target),
    draft.required ? 'NOT NULL' : '',
    initialClause(draft.initial),
    choiceClause(draft),
    rangeClause(draft),
    referenceClause(target),
    extra,
  ]
  return parts.filter((part) => part !== '').join(' ')
}
