import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Period } from '../../../core/book/query/rowFilter'

const PERIODS: readonly Period[] = [
  'today', 'this-week', 'last-week', 'this-month', 'last-month', 'last-30-days', 'last-90-days', 'this-quarter', 'last-quarter',
  'this-year', 'last-year', 'last-365-days', 'next-7-days', 'next-30-days', 'past', 'future',
]

const isPeriod = (value: string): value is Period => (PERIODS as readonly string[]).includes(value)

/** The periods to choose from, all the time first; `read` gives the period of a chosen value. */
export function usePeriodOptions() {
  const { t } = useI18n()
  const options = computed(() => [{ value: '', label: t('charts.allTime') }, ...PERIODS.map((period) => ({ value: period, label: t(`grid.periods.${period}`) }))])
  return { options, read: (value: string): Period | null => (isPeriod(value) ? value : null) }
}
