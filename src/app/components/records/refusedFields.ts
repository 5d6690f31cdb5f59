import type { Failure } from '../../../core/base/failure'
import type { TableDescription } from '../../../core/book/bookDescription'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The names of the fields of a table that a refusal is about, as the table writes them; none when it is about the whole record. */
export function refusedFields(failure: Failure, table: TableDescription): string[] {
  const named = failure.type === 'ValueDoesNotFit' ? [failure.field] : failure.type === 'ConstraintBroken' ? (failure.fields ?? []) : []
  return table.fields.map(({ name }) => name).filter((name) => named.some((one) => same(one, name)))
}
