import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { Condition, Period, RowFilter } from '../../../core/book/query/rowFilter'

const isPeriodOf = (field: string) => (condition: Condition) => condition.test === 'in-period' && condition.field === field

/** The period that a filter narrows a field to; null = it does not, or not for certain. */
export function periodOf(filter: RowFilter, field: string): Period | null {
  if (filter.match !== 'all' && filter.conditions.length > 1) return null
  const found = filter.conditions.find(isPeriodOf(field))
  return found?.test === 'in-period' ? found.period : null
}

/** The filter with another period of a field; null = of all time. Where any of several conditions is enough, the period holds besides. */
export function withPeriod(filter: RowFilter, field: string, period: Period | null): RowFilter {
  if (filter.match !== 'all' && filter.conditions.length > 1) {
    return period === null ? filter : { ...filter, also: [...(filter.also ?? []), { test: 'in-period', field, period }] }
  }
  const rest = filter.conditions.filter((condition) => !isPeriodOf(field)(condition))
  return { ...filter, match: 'all', conditions: period === null ? rest : [...rest, { test: 'in-period', field, period }] }
}

/** A filter that holds these besides. */
export const narrowed = (filter: RowFilter, conditions: readonly Condition[]): RowFilter =>
  conditions.length === 0 ? filter : { ...filter, also: [...(filter.also ?? []), ...conditions] }

/** The chart as it can be drawn: shares of the whole are of one series. */
export const drawablePlan = (plan: ChartPlan): ChartPlan => (plan.form === 'shares' && plan.split !== null ? { ...plan, split: null } : plan)

/** Whether a chart's points follow each other in time. */
export const isTimeline = (plan: Pick<ChartPlan, 'by' | 'order'>): boolean => plan.by.part !== null && plan.order.startsWith('by-group')

/** Whether each point of a chart adds to the ones before it: along time, and where adding means something. */
export const isRunning = (plan: ChartPlan): boolean => plan.running && isTimeline(plan) && (plan.value.fold === 'sum' || plan.value.fold === 'count')
