import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { Total } from '../../../core/book/query/groupQuery'
import type { RowFilter } from '../../../core/book/query/rowFilter'
import { useBookStore } from '../../stores/book'
import { useGroupsStore } from '../../stores/groups'
import { useRecordsStore } from '../../stores/records'
import { cellToNumber } from '../charts/chartNumbers'

/** One total of the records that pass a filter, and how many they are; null until it is read. Nothing added up is 0. */
export function useFigure(wanted: () => { table: string; filter: RowFilter; value: Total } | null) {
  const book = useBookStore()
  const groups = useGroupsStore()
  const records = useRecordsStore()
  const figure = shallowRef<{ amount: number | null; records: number } | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let latest = 0
  onScopeDispose(() => latest++)

  async function read() {
    const turn = ++latest
    const query = wanted()
    if (!query) return
    const { table, filter, value } = query
    const result = await groups.read({ table, filter, search: '', by: [], totals: [value], order: 'by-group', from: 0, count: 1, today: records.today() })
    if (turn !== latest) return
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    const [group] = result.value.groups
    const amount = cellToNumber(group?.totals[0])
    figure.value = { amount: amount ?? (value.fold === 'sum' || value.fold === 'count' ? 0 : null), records: group?.records ?? 0 }
  }

  watch([() => JSON.stringify(wanted()), () => book.generation, () => book.bookId, () => records.today()], read, { immediate: true })
  return { figure, failure }
}
