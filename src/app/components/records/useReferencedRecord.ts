import { computed, shallowRef, watch, type Ref } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { equalCells, type Cell } from '../../../core/base/cell'
import type { FieldDescription, RecordKey } from '../../../core/book/bookDescription'
import { useBookStore } from '../../stores/book'
import { useClient } from '../../useClient'
import { recordKeyToPath } from './recordKeyPath'
import { useReferenceLabels } from './useReferenceLabels'

/** The record that a reference points to: its place in the app and what it is called; `place` null while, or because, it is not known. */
export function useReferencedRecord(field: Ref<FieldDescription>, cell: Ref<Cell>) {
  const client = useClient()
  const book = useBookStore()
  const { label, labelOf } = useReferenceLabels()
  const found = shallowRef<{ key: RecordKey; label: string } | null>(null)
  const target = computed(() => field.value.refersTo && book.table(field.value.refersTo.table))
  let asked = 0

  async function find() {
    const turn = ++asked
    const { bookId } = book
    const table = target.value
    const name = field.value.refersTo?.field ?? ''
    const wanted = cell.value
    const index = table?.fields.findIndex((one) => one.name === name) ?? -1
    found.value = null
    if (bookId === null || !table || index < 0 || wanted === null) return
    const result = await client.device.rows(bookId, {
      table: table.name, from: 0, count: 5, sort: [], search: '', filter: { match: 'all', conditions: [{ test: 'is', field: name, value: wanted }] }, today: '',
    })
    if (turn !== asked || !result.ok) return
    const rows = result.value.rows
    // written otherwise it may still be the one: `Anna` for `anna`, where the book compares without regard to case
    const row = rows.find((one) => equalCells(one.cells[index] ?? null, wanted)) ?? (rows.length === 1 ? rows[0] : undefined)
    if (row) found.value = { key: row.key, label: label(table, row) }
  }
  watch([field, cell, () => book.generation], () => void find(), { immediate: true })

  const place = computed<RouteLocationRaw | null>(() =>
    target.value && found.value ? { name: 'record', params: { table: target.value.name, recordKey: recordKeyToPath(found.value.key) } } : null,
  )
  return { place, name: computed(() => found.value?.label || labelOf(field.value, cell.value)) }
}
