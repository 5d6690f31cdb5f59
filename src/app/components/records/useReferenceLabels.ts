import { onScopeDispose, shallowReactive, watch } from 'vue'
import type { Cell } from '../../../core/base/cell'
import type { FieldDescription, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { labelFieldIndex } from '../../../core/book/labelFieldIndex'
import { showField } from '../../fields/readField'
import { useBookStore } from '../../stores/book'
import { useClient } from '../../useClient'
import { useFieldContext } from './useFieldContext'

/** Tables up to this many records are read whole: one call instead of one for each reference. */
const SMALL_TABLE = 500

/**
 * What records are called that references point to. `labelOf` answers at once with what is known and asks for the rest;
 * `onLabels` runs when more is known. Labels are asked for anew after each change of the book.
 */
export function useReferenceLabels(onLabels: () => void = () => {}) {
  const client = useClient()
  const book = useBookStore()
  const context = useFieldContext()
  const labels = shallowReactive(new Map<string, string>())
  const asked = new Set<string>()
  let live = true
  onScopeDispose(() => (live = false))

  const idOf = (table: string, value: Cell) => JSON.stringify([table, value])

  function label(table: TableDescription, row: RecordRow): string {
    const index = labelFieldIndex(table)
    const field = table.fields[index]
    return field ? showField(field, row.cells[index] ?? null, context.value) : ''
  }

  function keep(table: TableDescription, valueIndex: number, rows: readonly RecordRow[]) {
    if (!live) return
    for (const row of rows) labels.set(idOf(table.name, row.cells[valueIndex] ?? null), label(table, row))
    onLabels()
  }

  async function ask(table: TableDescription, valueIndex: number, value: Cell) {
    const { bookId } = book
    if (bookId === null) return
    const whole = table.records !== null && table.records <= SMALL_TABLE
    const id = whole ? table.name : idOf(table.name, value)
    if (asked.has(id)) return
    asked.add(id)
    if (whole) {
      const result = await client.device.rows(bookId, { table: table.name, from: 0, count: SMALL_TABLE, sort: [], search: '' })
      if (result.ok) keep(table, valueIndex, result.value.rows)
      return
    }
    // only an integer primary key is the record's key and its value at once
    const field = table.fields[valueIndex]
    if (!field?.key || field.kind !== 'whole-number') return
    const result = await client.device.record(bookId, table.name, [value])
    if (result.ok) keep(table, valueIndex, [result.value])
  }

  /** What the record is called that a reference points to; null while, or because, nobody knows. */
  function labelOf(field: FieldDescription, value: Cell): string | null {
    const target = field.refersTo && book.table(field.refersTo.table)
    if (!target || value === null) return null
    const wanted = field.refersTo?.field
    const valueIndex = target.fields.findIndex((candidate) => candidate.name === wanted)
    if (valueIndex < 0 || labelFieldIndex(target) < 0) return null
    void ask(target, valueIndex, value)
    return labels.get(idOf(target.name, value)) || null
  }

  watch(() => book.generation, () => {
    asked.clear()
    onLabels()
  })

  return { labelOf, label }
}
