import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Failure } from '../../../core/base/failure'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import { useBookStore } from '../../stores/book'
import { useGroupsStore } from '../../stores/groups'
import { useRecordsStore } from '../../stores/records'
import type { ChartNumbers } from './chartNumbers'
import { readChart } from './readChart'

/** The numbers of a chart and the plan that they are of, read anew with each change of the plan and of the book; the ones before stand until then. */
export function useChart(plan: Ref<ChartPlan>) {
  const book = useBookStore()
  const groups = useGroupsStore()
  const records = useRecordsStore()
  const read = shallowRef<{ readonly plan: ChartPlan; readonly numbers: ChartNumbers } | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let latest = 0
  onScopeDispose(() => latest++)

  async function readAgain() {
    const turn = ++latest
    const wanted = plan.value
    if (book.bookId === null) return
    const result = await readChart(wanted, records.today(), groups.read)
    if (turn !== latest) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) read.value = { plan: wanted, numbers: result.value }
  }

  watch([() => JSON.stringify(plan.value), () => book.generation, () => book.bookId, () => records.today()], readAgain, { immediate: true })
  return { read, failure }
}
