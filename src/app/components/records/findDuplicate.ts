import { equalCells, type Cell } from '../../../core/base/cell'
import type { FieldDescription, RecordKey, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import type { NightsafeClient } from '../../../worker/client/nightsafeClient'
import { equalKeys } from './recordKeyPath'

/** Texts that differ in case alone may be many; among more than these nobody looks. */
const LOOKED_AT = 20

/** Another record that has the value already in a field in which no two may be alike; null when there is none. The book itself has the last word. */
export async function findDuplicate(
  client: NightsafeClient, bookId: string, table: TableDescription, field: FieldDescription, cell: Cell, own: RecordKey | null,
): Promise<RecordRow | null> {
  const isText = typeof cell === 'string'
  if (cell === null || !(field.unique || onlyKey(table, field)) || (typeof cell === 'object' && !('i' in cell))) return null
  const result = await client.device.rows(bookId, {
    table: table.name, from: 0, count: isText ? LOOKED_AT : 2, sort: [], search: '', filter: { match: 'all', conditions: [{ test: 'is', field: field.name, value: cell }] }, today: '',
  })
  if (!result.ok) return null
  const index = table.fields.indexOf(field)
  return result.value.rows.find((row) => equalCells(row.cells[index] ?? null, cell) && !(own && equalKeys(row.key, own))) ?? null
}

function onlyKey(table: TableDescription, field: FieldDescription): boolean {
  return field.key && table.fields.filter((one) => one.key).length === 1
}
