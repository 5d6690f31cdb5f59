import { quoteIdentifier } from '../../base/quoteIdentifier'
import type { FieldDescription, TableDescription } from '../bookDescription'
import { labelFieldIndex } from '../labelFieldIndex'
import { findField } from '../keyedTable'

/** Where it stands what a reference is shown as: in which fields of which table. */
export interface ReferredLabel {
  readonly table: string
  /** The field that references point to. */
  readonly key: string
  readonly label: string
  /** Whether that field says something of its own: a code, which people know, and not a mere number. */
  readonly isCode: boolean
}

/**
 * Where it stands what a reference is shown as. Null where it is shown as it is stored: where it points to a view or to
 * what is not there, and where nothing in the records that it points to is a name.
 */
export function referredLabel(field: FieldDescription, tables: readonly TableDescription[]): ReferredLabel | null {
  const { refersTo } = field
  const target = refersTo && tables.find((one) => one.kind === 'table' && one.name.toLowerCase() === refersTo.table.toLowerCase())
  const label = target?.fields[labelFieldIndex(target)]
  const key = target && findField(target, refersTo.field)
  return label && key?.ok ? { table: target.name, key: key.value.name, label: label.name, isCode: !key.value.key || key.value.kind !== 'whole-number' } : null
}

/** SQL of the keys that are called something, of which `condition` is true where it is given. */
const keysSql = ({ table, key, label }: ReferredLabel, condition: string) =>
  `SELECT ${quoteIdentifier(key)} FROM ${quoteIdentifier(table)} WHERE ${condition === '' ? `${quoteIdentifier(label)} <> '' AND ${quoteIdentifier(key)} IS NOT NULL` : condition}`

/** SQL of which of the records that are referred to are meant; `match` is the condition on what they are called. */
export const meantRecordsSql = (label: ReferredLabel, match: (x: string) => string): string => keysSql(label, match(quoteIdentifier(label.label)))

/**
 * Conditions that a search is found in a reference: in what the record that it points to is called, and in the reference
 * itself where that is a code, or where the record is called nothing or is not there. `match` is the condition on any text, `stored` that on the
 * reference as it is stored, `isCalled` whether any record is called so at all.
 */
export function referenceTerms(x: string, label: ReferredLabel, match: (x: string) => string, stored: string, isCalled: boolean): string[] {
  const itself = label.isCode ? stored : `(${stored}) AND ${x} NOT IN (${keysSql(label, '')})`
  return isCalled ? [`${x} IN (${meantRecordsSql(label, match)})`, itself] : [itself]
}
