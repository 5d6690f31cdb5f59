import { OWN_OBJECTS } from '../../backup/tableShape'
import type { FieldDescription, TableDescription } from '../../book/bookDescription'
import type { SqlDatabase } from '../../book/sqlEngine'
import type { DifferenceSummary, FieldDifference } from './difference'

/** How a field is declared, in the words of SQL but the same however its table was written. */
function declaration(field: FieldDescription): string {
  const words = [field.declaredType]
  if (field.key) words.push('PRIMARY KEY')
  if (field.required && !field.key) words.push('NOT NULL')
  if (field.unique && !field.key) words.push('UNIQUE')
  if (field.generated) words.push('GENERATED')
  if (field.choices.length > 0) words.push(`(${field.choices.join(' | ')})`)
  if (field.refersTo) words.push(`REFERENCES ${field.refersTo.table} (${field.refersTo.field})`)
  return words.filter((word) => word !== '').join(' ')
}

/** The fields of a table that are on one side only or declared in another way. */
export function compareFields(here: TableDescription, inFile: TableDescription): FieldDifference[] {
  const declarations = (table: TableDescription) => new Map(table.fields.map((field) => [field.name.toLowerCase(), { name: field.name, text: declaration(field) }]))
  const ours = declarations(here)
  const theirs = declarations(inFile)
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((name) => {
    const a = ours.get(name)
    const b = theirs.get(name)
    if (a && b && a.text.toLowerCase() === b.text.toLowerCase()) return []
    return [{ field: a?.name ?? b?.name ?? name, here: a?.text ?? null, inFile: b?.text ?? null }]
  })
}

type ObjectDifference = DifferenceSummary['objects'][number]

function readObjects(db: SqlDatabase): Map<string, { type: ObjectDifference['type']; name: string; sql: string }> {
  const rows = db.rows(`SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger', 'index') AND sql IS NOT NULL AND ${OWN_OBJECTS} ORDER BY type, name`)
  return new Map(
    rows.map(([type, name, sql]) => [`${String(type)} ${String(name).toLowerCase()}`, { type: String(type) as ObjectDifference['type'], name: String(name), sql: String(sql) }]),
  )
}

/** Views, triggers and indexes that are on one side only, or written differently. Each connection has its database as `main`. */
export function compareObjects(here: SqlDatabase, inFile: SqlDatabase): ObjectDifference[] {
  const ours = readObjects(here)
  const theirs = readObjects(inFile)
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((id): ObjectDifference[] => {
    const a = ours.get(id)
    const b = theirs.get(id)
    if (a && b) return a.sql === b.sql ? [] : [{ type: a.type, name: a.name, side: 'both' }]
    const one = a ?? b
    return one ? [{ type: one.type, name: one.name, side: a ? 'only-here' : 'only-in-file' }] : []
  })
}
