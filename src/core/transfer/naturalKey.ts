import { quoteIdentifier } from '../base/quoteIdentifier'
import type { FieldDescription, TableDescription } from '../book/bookDescription'
import type { ColumnTarget, ImportTable } from './importPlan'

/** Kinds that name a thing: two purchases may cost the same on the same day. */
const NAMING: ReadonlySet<FieldDescription['kind']> = new Set<FieldDescription['kind']>(['text', 'whole-number'])
/** Among fewer records it says little that no two are the same. */
const ENOUGH_RECORDS = 10

/** Fields that a column of a file goes to and that have something in every row. */
function filledFields(table: TableDescription, file: ImportTable, targets: readonly ColumnTarget[]) {
  return targets.flatMap((target, i) => {
    const column = file.columns[i]
    const field = target.to === 'field' ? table.fields.find(({ name }) => name === target.field) : undefined
    return field && column && column.filled === file.records ? [{ field, column }] : []
  })
}

/** The field of which the table allows each value once, and the file gives one in every row; other than the number of a record first. */
export function uniqueKey(table: TableDescription, file: ImportTable, targets: readonly ColumnTarget[]): string | null {
  const unique = filledFields(table, file, targets).filter(({ field }) => field.unique)
  return (unique.find(({ field }) => !field.key) ?? unique[0])?.field.name ?? null
}

/** Fields that might tell records from each other: names and numbers that are different in every row of the file. */
export function keyCandidates(table: TableDescription, file: ImportTable, targets: readonly ColumnTarget[]): string[] {
  if ((table.records ?? 0) < ENOUGH_RECORDS) return []
  return filledFields(table, file, targets).filter(({ field, column }) => NAMING.has(field.kind) && column.distinct).map(({ field }) => field.name)
}

/** The question whose one row says of each candidate whether no two records have the same, nor none (1 or 0). */
export function distinctSql(table: string, candidates: readonly string[]): string {
  const columns = candidates.map((name) => `count(DISTINCT ${quoteIdentifier(name)}) = count(*)`)
  return `SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table)}`
}
