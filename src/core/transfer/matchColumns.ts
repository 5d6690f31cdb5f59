import type { FieldDescription, FieldKind, TableDescription } from '../book/bookDescription'
import type { ColumnTarget, ImportColumn } from './importPlan'

/** A name as it is compared: without case, accents and what stands between words. */
const plainName = (name: string) => name.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Kinds that are rare enough in a table for a column of that kind to mean that field. */
const TELLING: ReadonlySet<FieldKind> = new Set<FieldKind>(['date', 'date-time', 'money', 'yes-no', 'decimal'])

const canTake = (field: FieldDescription) => !field.generated

/** The field of the same name for each column; null where there is none that can be filled. */
export function fieldsByName(columns: readonly ImportColumn[], table: TableDescription): (string | null)[] {
  const free = table.fields.filter(canTake)
  const taken = new Set<string>()
  return columns.map((column) => {
    const same = (plain: (name: string) => string) => free.find((field) => !taken.has(field.name) && plain(field.name) === plain(column.name))
    const field = same((name) => name.toLowerCase()) ?? (plainName(column.name) === '' ? undefined : same(plainName))
    if (field) taken.add(field.name)
    return field?.name ?? null
  })
}

/**
 * The field for each column: the one of the same name, then the only one left of the same telling kind. What no field
 * fits goes nowhere; the person may say otherwise.
 */
export function matchColumns(columns: readonly ImportColumn[], table: TableDescription): ColumnTarget[] {
  const free = table.fields.filter(canTake)
  const found = fieldsByName(columns, table)
  const taken = new Set(found)
  for (const [i, column] of columns.entries()) {
    if (found[i] !== null || !TELLING.has(column.kind)) continue
    const alike = free.filter((field) => field.kind === column.kind && !taken.has(field.name))
    const rivals = columns.filter((other, j) => found[j] === null && other.kind === column.kind)
    const [only] = alike
    if (!only || alike.length > 1 || rivals.length > 1) continue
    found[i] = only.name
    taken.add(only.name)
  }
  return found.map((field) => (field === null ? { to: 'nowhere' } : { to: 'field', field }))
}

/** A field for each column of a table that is new; a column `id` of whole numbers becomes its key. */
export function fieldsForColumns(columns: readonly ImportColumn[]): ColumnTarget[] {
  const taken = new Set(['id'])
  let hasKey = false
  return columns.map((column, i) => {
    const name = column.name.trim().normalize('NFC').replace(/\p{Cc}|\p{Cs}/gu, ' ').slice(0, 60) || `column ${i + 1}`
    if (!hasKey && name.toLowerCase() === 'id' && column.kind === 'whole-number') {
      hasKey = true
      return { to: 'field', field: 'id' }
    }
    let free = name
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} ${n}`
    taken.add(free.toLowerCase())
    return { to: 'new', name: free, kind: column.kind }
  })
}
