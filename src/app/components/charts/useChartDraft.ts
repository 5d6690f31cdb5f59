import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TableDescription } from '../../../core/book/bookDescription'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { Grouping, Total } from '../../../core/book/query/groupQuery'
import { EVERY_RECORD } from '../../../core/book/query/rowFilter'
import { amountFields, fieldOf, groupFields, isDayField } from './chartFits'
import { suggestCharts } from './suggestCharts'

/** What a chart begins with where nothing better is known of its table; null where there is no field to go by. */
export function startPlan(table: TableDescription): Omit<ChartPlan, 'id' | 'name'> | null {
  const [suggested] = suggestCharts(table)
  const [field] = groupFields(table)
  if (suggested || !field) return suggested ?? null
  return {
    table: table.name, form: 'bars', filter: EVERY_RECORD, by: { field: field.name, part: null }, split: null,
    value: { fold: 'count', field: null }, running: false, order: 'by-first-total-descending',
  }
}

/** A name for a chart from what it shows: “Amount by month and category”. */
export function useChartName(): (plan: Omit<ChartPlan, 'id' | 'name'>) => string {
  const { t } = useI18n()
  const place = ({ field, part }: Grouping) => (part === null ? field : t(`charts.parts.${part}`))
  return ({ value, by, split }) => {
    const what = value.field === null ? t('charts.folds.records') : value.fold === 'sum' ? value.field : t(`charts.folds.${value.fold}`, { field: value.field })
    const name = split ? t('charts.dialog.autoNameSplit', { value: what, by: place(by), split: place(split) }) : t('charts.dialog.autoName', { value: what, by: place(by) })
    return name.slice(0, 1).toLocaleUpperCase() + name.slice(1)
  }
}

/** A chart while it is being written: each choice keeps the others such that they go together. */
export function useChartDraft(table: TableDescription, start: ChartPlan, isNew: boolean) {
  const nameFor = useChartName()
  const draft = shallowRef<ChartPlan>(start)
  /** Until the person writes one, the name follows what is chosen. */
  const named = ref(!isNew)

  function change(wanted: Partial<ChartPlan>) {
    const next = { ...draft.value, ...wanted }
    draft.value = named.value || 'name' in wanted ? next : { ...next, name: nameFor(next) }
  }

  const groupingOf = (name: string): Grouping | null => {
    const field = fieldOf(table, name)
    return field && { field: field.name, part: isDayField(field) ? 'month' : null }
  }

  const model = <T extends string>(get: () => T, set: (value: T) => void) => computed<T>({ get, set })
  const name = model(() => draft.value.name, (value) => {
    named.value = true
    change({ name: value })
  })
  const fold = model<Total['fold']>(() => draft.value.value.fold, (value) => {
    const field = value === 'count' ? null : (draft.value.value.field ?? amountFields(table)[0]?.name ?? null)
    change({ value: { fold: value, field } })
  })
  const of = model(() => draft.value.value.field ?? '', (value) => change({ value: { ...draft.value.value, field: value === '' ? null : value } }))
  const by = model(() => draft.value.by.field, (value) => {
    const grouping = groupingOf(value)
    if (grouping) change({ by: grouping, order: grouping.part ? 'by-group' : 'by-first-total-descending' })
  })
  const part = model(() => draft.value.by.part ?? 'month', (value) => change({ by: { ...draft.value.by, part: value } }))
  const split = model(() => draft.value.split?.field ?? '', (value) => {
    const grouping = groupingOf(value)
    const { form } = draft.value
    change({ split: grouping, form: grouping && (form === 'shares' || form === 'bars') ? 'stacked-bars' : !grouping && form === 'stacked-bars' ? 'bars' : form })
  })
  const splitPart = model(() => draft.value.split?.part ?? 'month', (value) => draft.value.split && change({ split: { ...draft.value.split, part: value } }))
  const form = model(() => draft.value.form, (value) => change({ form: value, ...(value === 'shares' ? { split: null } : {}) }))
  const order = model(() => draft.value.order, (value) => change({ order: value }))
  const running = computed({ get: () => draft.value.running, set: (value) => change({ running: value, ...(value && draft.value.form === 'bars' ? { form: 'line' } : {}) }) })
  const filter = computed({ get: () => draft.value.filter, set: (value) => change({ filter: value }) })

  return { draft, name, fold, of, by, part, split, splitPart, form, order, running, filter }
}
