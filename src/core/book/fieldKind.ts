import { quoteIdentifier } from '../base/quoteIdentifier'
import type { FieldDraft, FieldKind } from './bookDescription'
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

/** Rules from the narrowest to the widest; the last ones are SQLite's own (https://sqlite.org/datatype3.html, 3.1). */
const RULES: readonly [RegExp, FieldKind][] = [
  [/^MONEY_INTEGER$/, 'money'],
  [/^(BOOL|BOOLEAN|TINYINT\(1\)|BIT)$/, 'yes-no'],
  [/^(DATETIME|TIMESTAMP)/, 'date-time'],
  [/^DATE$/, 'date'],
  [/^(LONGTEXT|MEDIUMTEXT|CLOB|JSON)/, 'long-text'],
  [/INT/, 'whole-number'],
  [/CHAR|CLOB|TEXT/, 'text'],
  [/BLOB/, 'file'],
  [/REAL|FLOA|DOUB|NUMERIC|DECIMAL|NUMBER|MONEY|CURRENCY/, 'decimal'],
]

/** The kind of a field, told from its declared type and constraints, of books made here and of any other SQLite database. */
export function fieldKindOf(field: { declaredType: string; choices: readonly string[]; refersTo: object | null }): FieldKind {
  if (field.refersTo) return 'reference'
  if (field.choices.length > 0) return 'choice'
  const declared = field.declaredType.toUpperCase().replace(/\s+/g, ' ').trim()
  return RULES.find(([pattern]) => pattern.test(declared))?.[1] ?? 'text'
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

/** A whole field definition for CREATE TABLE and ADD COLUMN. */
export function fieldDraftToSql(draft: FieldDraft, target: ReferenceTarget | null, extra = ''): string {
  const parts = [quoteIdentifier(draft.name), declaredTypeFor(draft, target), draft.required ? 'NOT NULL' : '', choiceClause(draft), referenceClause(target), extra]
  return parts.filter((part) => part !== '').join(' ')
}
