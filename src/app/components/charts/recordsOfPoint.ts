import type { TableDescription } from '../../../core/book/bookDescription'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { Grouping } from '../../../core/book/query/groupQuery'
import type { Condition, RowFilter } from '../../../core/book/query/rowFilter'
import { fieldOf } from './chartFits'
import type { ChartKey } from './chartNumbers'

function conditionOf(table: TableDescription, { field: name, part }: Grouping, key: ChartKey): Condition | null {
  const field = fieldOf(table, name)
  if (!field || typeof key === 'string') return null
  if (key.value === null) return { test: 'empty', field: field.name }
  if (part !== null) return typeof key.value === 'string' ? { test: 'in-part', field: field.name, part, value: key.value } : null
  return field.kind === 'choice' ? { test: 'one-of', field: field.name, values: [key.value] } : { test: 'is', field: field.name, value: key.value }
}

/** The records behind one point of a chart (and one series of it); null where it stands for several values. */
export function recordsOfPoint(plan: ChartPlan, table: TableDescription, point: ChartKey, series: ChartKey): RowFilter | null {
  const conditions = [conditionOf(table, plan.by, point), ...(plan.split && series !== 'all' ? [conditionOf(table, plan.split, series)] : [])]
  const known = conditions.filter((condition) => condition !== null)
  if (known.length < conditions.length) return null
  const { match, conditions: before, also = [] } = plan.filter
  return match === 'all' || before.length < 2 ? { match: 'all', conditions: [...before, ...also, ...known] } : { match, conditions: before, also: [...also, ...known] }
}
