import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import { useBookStore } from '../../stores/book'
import { useGroupsStore } from '../../stores/groups'
import { useRecordsStore } from '../../stores/records'
import type { ChartNumbers } from './chartNumbers'
import { readChart } from './readChart'

/** The numbers of a chart, read anew with each change of the plan and of the book; the ones before stand until then. `wanted` false = not yet. */
export function useChart(plan: Ref<ChartPlan | null>, wanted: Ref<boolean>) {
  const book = useBookStore()
  const groups = useGroupsStore()
  const records = useRecordsStore()
  const numbers = shallowRef<ChartNumbers | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let latest = 0
  onScopeDispose(() => latest++)

  async function read() {
    const turn = ++latest
    if (!plan.value || !wanted.value || book.bookId === null) return
    const result = await readChart(plan.value, records.today(), groups.read)
    if (turn !== latest) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) numbers.value = result.value
  }

  watch([() => JSON.stringify(plan.value), () => book.generation, () => book.bookId, wanted], read, { immediate: true })
  return { numbers, failure }
}
