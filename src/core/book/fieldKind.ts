import type { FieldKind } from './bookDescription'

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
