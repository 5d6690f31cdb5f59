import type { TableDescription } from '../../../core/book/bookDescription'
import type { Assessment } from '../../../worker/client/nightsafeClient'

/** The tables of a book that records of another table can be brought into: those that can be edited. */
export const tablesToFill = (tables: readonly TableDescription[]): readonly string[] => tables.filter(({ kind, readOnly }) => kind === 'table' && readOnly === null).map(({ name }) => name)

/** Whether a file has anything to be held against the open book: it is a backup of it, and not identical, or they share a table's name. */
export function offersComparison({ verdict, inspection }: Assessment, here: readonly TableDescription[]): boolean {
  switch (verdict.kind) {
    case 'same-book':
      return verdict.relation.kind !== 'same'
    case 'another-book':
    case 'foreign-sqlite':
    case 'foreign-json': {
      const names = new Set(here.filter(({ kind }) => kind === 'table').map(({ name }) => name.toLowerCase()))
      return inspection.tables.some(({ name, kind }) => kind === 'table' && names.has(name.toLowerCase()))
    }
    default:
      return false
  }
}
