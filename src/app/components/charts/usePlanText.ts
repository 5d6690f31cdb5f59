import { useI18n } from 'vue-i18n'
import type { Grouping, Total } from '../../../core/book/query/groupQuery'

/** Gives the words for what a chart or a figure counts, and by what it puts records together. */
export function usePlanText() {
  const { t } = useI18n()
  return {
    /** “Sum of amount”, “Number of records”. */
    totalText: ({ fold, field }: Total): string => (field === null ? t('charts.folds.records') : t(`charts.folds.${fold}`, { field })),
    /** “month of date”, “category”. */
    groupingText: ({ field, part }: Grouping): string => (part === null ? field : t(`charts.partOf.${part}`, { field })),
  }
}
