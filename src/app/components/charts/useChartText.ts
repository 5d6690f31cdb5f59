import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { DatePart } from '../../../core/book/query/rowFilter'
import { showField } from '../../fields/readField'
import { withRegion } from '../../format/withRegion'
import { useFieldContext } from '../records/useFieldContext'
import { useReferenceLabels } from '../records/useReferenceLabels'
import { fieldOf } from './chartFits'
import { isRunning, isTimeline } from './chartFilter'
import type { ChartKey, ChartNumbers } from './chartNumbers'
import { orderPoints } from './orderPoints'
import { partText } from './partText'
import { useAmountText, type AmountText } from './useAmountText'
import { usePlanText } from './usePlanText'

/** The numbers of a chart in their order, and everything about them in words. */
export interface ChartText extends AmountText {
  readonly numbers: ChartNumbers
  readonly byTitle: string
  readonly valueTitle: string
  readonly totalTitle: string
  /** Of all series together, where there are several. */
  readonly allTitle: string
  readonly pointNames: readonly string[]
  readonly shortNames: readonly string[]
  readonly seriesNames: readonly string[]
  /** What the chart says, in a sentence or two. */
  readonly sentence: string
}

/** Words a chart; null until its numbers are there, or where its table lacks a field of it. */
export function useChartText(plan: Ref<ChartPlan>, table: Ref<TableDescription | null>, numbers: Ref<ChartNumbers | null>) {
  const { t, locale } = useI18n()
  const context = useFieldContext()
  const { labelOf } = useReferenceLabels()
  const amountText = useAmountText()
  const { totalText, groupingText } = usePlanText()

  function nameOf(key: ChartKey, field: FieldDescription, part: DatePart | null, isShort = false): string {
    if (typeof key === 'string') return t(`charts.${key}`)
    if (key.value === null) return t('charts.empty')
    if (part !== null && typeof key.value === 'string') {
      return partText(part, key.value, withRegion(locale.value), (quarter, year) => t('charts.quarter', { quarter, year }), isShort)
    }
    const name = (field.kind === 'reference' ? labelOf(field, key.value) : null) ?? showField(field, key.value, context.value)
    return isShort && name.length > 22 ? `${name.slice(0, 20).trimEnd()}…` : name
  }

  function sentenceOf(all: ChartNumbers, names: readonly string[], amounts: AmountText): string {
    const known = all.pointTotals.flatMap((amount, at) => (amount === null || all.points[at] === 'others' ? [] : [{ amount, name: names[at] ?? '' }]))
    const most = known.reduce<(typeof known)[number] | null>((best, one) => (best && best.amount >= one.amount ? best : one), null)
    const least = known.reduce<(typeof known)[number] | null>((best, one) => (best && best.amount <= one.amount ? best : one), null)
    if (!most || !least) return ''
    const [first, last] = [known[0]?.name ?? '', known.at(-1)?.name ?? '']
    const says = [isTimeline(plan.value) ? t('charts.says.span', { first, last }) : '']
    if (known.length > 1) says.push(t('charts.says.most', { point: most.name, amount: amounts.amount(most.amount) }))
    // that nothing was entered in some month is no news
    if (known.length > 2 && least.amount !== 0) says.push(t('charts.says.least', { point: least.name, amount: amounts.amount(least.amount) }))
    says.push(t('charts.says.total', { what: totalTitle.value, amount: amounts.amount(all.total) }))
    return says.filter((one) => one !== '').join(' ')
  }

  const totalTitle = computed(() => {
    const { fold } = plan.value.value
    if (isRunning(plan.value)) return t('charts.totals.running')
    return fold === 'count' ? t('charts.totals.sum') : t(`charts.totals.${fold}`)
  })

  return computed<ChartText | null>(() => {
    const { by, split, value } = plan.value
    const byField = table.value && fieldOf(table.value, by.field)
    const splitField = table.value && split && fieldOf(table.value, split.field)
    if (!table.value || !numbers.value || !byField) return null
    const amounts = amountText(table.value, value)
    const ordered = orderPoints(numbers.value, plan.value, byField, (key) => nameOf(key, byField, by.part), withRegion(locale.value))
    const pointNames = ordered.points.map((key) => nameOf(key, byField, by.part))
    return {
      ...amounts,
      numbers: ordered,
      byTitle: groupingText(by),
      valueTitle: totalText(value),
      totalTitle: totalTitle.value,
      allTitle: isRunning(plan.value) ? t('charts.all') : totalTitle.value,
      pointNames,
      shortNames: ordered.points.map((key) => nameOf(key, byField, by.part, true)),
      seriesNames: ordered.series.map((key) => (splitField && split ? nameOf(key, splitField, split.part) : totalText(value))),
      sentence: sentenceOf(ordered, pointNames, amounts),
    }
  })
}
