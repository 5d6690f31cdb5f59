import type { FieldDescription } from '../../../core/book/bookDescription'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import { sortPoints } from './arrangeNumbers'
import { isTimeline } from './chartFilter'
import { cellToNumber, type ChartKey, type ChartNumbers } from './chartNumbers'

/**
 * Puts the points of a chart in their order. Times are in order as they are read; choices follow the order in which they
 * are listed, numbers their size, everything else its name. What has no value comes after what has one.
 */
export function orderPoints(numbers: ChartNumbers, plan: ChartPlan, field: FieldDescription, nameOf: (key: ChartKey) => string, locale: string): ChartNumbers {
  if (isTimeline(plan)) return numbers
  const direction = plan.order.endsWith('descending') ? -1 : 1
  if (plan.order.startsWith('by-first-total')) {
    return sortPoints(numbers, (a, b) => Number(a.amount === null) - Number(b.amount === null) || ((a.amount ?? 0) - (b.amount ?? 0)) * direction)
  }
  const collator = new Intl.Collator(locale, { numeric: true })
  const isEmpty = (key: ChartKey) => Number(typeof key === 'object' && key.value === null)
  const size = (key: ChartKey) => {
    if (typeof key !== 'object') return null
    if (field.kind === 'reference') return null
    const place = typeof key.value === 'string' ? field.choices.indexOf(key.value) : -1
    return place >= 0 ? place : cellToNumber(key.value)
  }
  return sortPoints(numbers, (a, b) => {
    const [sizeA, sizeB] = [size(a.key), size(b.key)]
    const bySize = sizeA !== null && sizeB !== null ? sizeA - sizeB : 0
    return isEmpty(a.key) - isEmpty(b.key) || (bySize || collator.compare(nameOf(a.key), nameOf(b.key))) * direction
  })
}
