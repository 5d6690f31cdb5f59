import type { FailureOf } from '../../base/failure'
import { quoteIdentifier } from '../../base/quoteIdentifier'
import { ok, type Result } from '../../base/result'
import type { RowQuery } from '../bookDescription'
import { findField, keySql, type KeyedTable } from '../keyedTable'
import { ignoresCase } from './filterSql'

/** ORDER BY of a sort: NULLs last, text without regard to the case of ASCII letters, ties by key; empty where there is neither sort nor key. */
export function orderSql(table: KeyedTable, sort: RowQuery['sort']): Result<string, FailureOf<'FieldNotFound'>> {
  const terms: string[] = []
  for (const { field: name, descending } of sort) {
    const found = findField(table, name)
    if (!found.ok) return found
    const { kind, required } = found.value
    const collate = ignoresCase(kind) ? ' COLLATE NOCASE' : ''
    // descending they are last anyway; saying so where there are none costs time
    terms.push(`${quoteIdentifier(found.value.name)}${collate}${descending ? ' DESC' : required ? '' : ' NULLS LAST'}`)
  }
  terms.push(...keySql(table))
  return ok(terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`)
}
