import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { EditOutcome } from '../../../core/book/bookDescription'
import { EMPTY_LAYOUT, type BookLayout, type ChartPlan } from '../../../core/book/layout/bookLayout'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useTellUndoable } from '../records/useTellUndoable'

/** The saved charts of the book; saving, deleting and putting them on Today is one step each, which can be undone. */
export function useCharts() {
  const { t } = useI18n()
  const book = useBookStore()
  const { tellFailure } = useTell()
  const tellUndoable = useTellUndoable()

  const layout = computed<BookLayout>(() => book.description?.layout ?? EMPTY_LAYOUT)
  const onToday = (id: string) => layout.value.today.some((card) => card.type === 'chart' && card.chart === id)

  async function change(wanted: Partial<BookLayout>): Promise<EditOutcome | null> {
    const result = await book.edit({ type: 'changeLayout', layout: wanted })
    if (!result.ok) tellFailure(result.failure)
    return result.ok ? result.value : null
  }

  /** Keeps a chart: a new one after the others, a known one in its place. */
  async function save(plan: ChartPlan): Promise<boolean> {
    const known = layout.value.charts.some((chart) => chart.id === plan.id)
    const charts = known ? layout.value.charts.map((chart) => (chart.id === plan.id ? plan : chart)) : [...layout.value.charts, plan]
    const outcome = await change({ charts })
    if (outcome) tellUndoable(t('charts.saved', { name: plan.name }), outcome)
    return outcome !== null
  }

  /** Deletes a chart, from Today as well. */
  async function remove(plan: ChartPlan): Promise<void> {
    const outcome = await change({
      charts: layout.value.charts.filter((chart) => chart.id !== plan.id),
      today: layout.value.today.filter((card) => card.type !== 'chart' || card.chart !== plan.id),
    })
    if (outcome) tellUndoable(t('charts.deleted', { name: plan.name }), outcome)
  }

  async function toggleToday(plan: ChartPlan): Promise<void> {
    const was = onToday(plan.id)
    const { today } = layout.value
    const next: BookLayout['today'] = was ? today.filter((card) => card.type !== 'chart' || card.chart !== plan.id) : [...today, { type: 'chart', chart: plan.id }]
    const outcome = await change({ today: next })
    if (outcome) tellUndoable(t(was ? 'charts.notOnToday' : 'charts.onToday', { name: plan.name }), outcome)
  }

  return { layout, onToday, change, save, remove, toggleToday }
}
