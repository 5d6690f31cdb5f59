import { shallowRef, watch, type Ref } from 'vue'
import type { Cell } from '../../../core/base/cell'
import type { FieldDescription, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import type { RowFilter } from '../../../core/book/query/rowFilter'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { useClient } from '../../useClient'

/** The records of a table that refer to a record by one of its fields. */
export interface Referring {
  readonly table: TableDescription
  readonly field: FieldDescription
  /** What that field holds in all of them. */
  readonly value: Cell
  readonly filter: RowFilter
  readonly records: number
  /** The latest few of them. */
  readonly rows: readonly RecordRow[]
  /** The sum of the first field of money, with that field; null where there is none. */
  readonly sum: { readonly field: FieldDescription; readonly cell: Cell } | null
}

const SHOWN = 5

/** What refers to a record, or could: each referring field of the book with its records. Empty until it is known. */
export function useReferring(table: Ref<TableDescription>, row: Ref<RecordRow>) {
  const client = useClient()
  const book = useBookStore()
  const records = useRecordsStore()
  const referring = shallowRef<readonly Referring[]>([])
  let asked = 0

  async function readOne(bookId: string, other: TableDescription, field: FieldDescription, value: Cell, count: number): Promise<Referring> {
    const filter: RowFilter = { match: 'all', conditions: [{ test: 'is', field: field.name, value }] }
    const one: Referring = { table: other, field, value, filter, records: count, rows: [], sum: null }
    if (count === 0) return one
    const today = records.today()
    const date = other.fields.find(({ kind }) => kind === 'date' || kind === 'date-time')
    const money = other.fields.find(({ kind }) => kind === 'money')
    const [window, sums] = await Promise.all([
      client.device.rows(bookId, { table: other.name, from: 0, count: SHOWN, sort: date ? [{ field: date.name, descending: true }] : [], search: '', filter, today }),
      money && count > 1
        ? client.device.groups(bookId, { table: other.name, filter, search: '', by: [], totals: [{ fold: 'sum', field: money.name }], order: 'by-group', from: 0, count: 1, today })
        : null,
    ])
    const cell = sums?.ok ? (sums.value.groups[0]?.totals[0] ?? null) : null
    return { ...one, rows: window.ok ? window.value.rows : [], sum: money && cell !== null ? { field: money, cell } : null }
  }

  async function read() {
    const turn = ++asked
    const { bookId } = book
    const target = table.value
    if (bookId === null || target.kind !== 'table') return
    const counted = await client.device.referringTo(bookId, target.name, row.value.key)
    if (turn !== asked || !counted.ok) return
    const work: Promise<Referring>[] = []
    for (const other of book.tables) {
      for (const field of other.fields) {
        if (field.refersTo?.table.toLowerCase() !== target.name.toLowerCase()) continue
        const index = target.fields.findIndex(({ name }) => name.toLowerCase() === field.refersTo?.field.toLowerCase())
        const value = row.value.cells[index] ?? null
        const count = counted.value.find((one) => one.table === other.name && one.field === field.name)?.records ?? 0
        if (value !== null && (count > 0 || other.readOnly === null)) work.push(readOne(bookId, other, field, value, count))
      }
    }
    const all = await Promise.all(work)
    if (turn === asked) referring.value = all.toSorted((a, b) => Number(b.records > 0) - Number(a.records > 0))
  }

  watch([row, () => book.generation], () => void read(), { immediate: true })
  return referring
}
