import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { Total } from '../../../core/book/query/groupQuery'
import { EVERY_RECORD } from '../../../core/book/query/rowFilter'
import { amountFields, groupFields, isDayField } from './chartFits'

const CATEGORIES: readonly FieldDescription['kind'][] = ['reference', 'choice', 'yes-no', 'text']

/** The fields that say what a record is about, the likeliest first. */
const categoryFields = (table: TableDescription): readonly FieldDescription[] =>
  CATEGORIES.flatMap((kind) => groupFields(table).filter((field) => field.kind === kind && !field.unique && !field.key))

/** What a chart of the table counts: its first amount of money, else its first other amount, else its records. */
function likelyTotal(table: TableDescription): Total {
  const amounts = amountFields(table)
  const amount = amounts.find((field) => field.kind === 'money') ?? amounts.find((field) => field.kind === 'decimal')
  return amount ? { fold: 'sum', field: amount.name } : { fold: 'count', field: null }
}

/** Up to three charts that most people would want of such a table, without ids and names. Empty where it has no field to draw by. */
export function suggestCharts(table: TableDescription): readonly Omit<ChartPlan, 'id' | 'name'>[] {
  const value = likelyTotal(table)
  const plan = { table: table.name, filter: EVERY_RECORD, split: null, value, running: false } as const
  const day = table.fields.find(isDayField)
  const [category, second] = categoryFields(table)
  const byMonth = day && ({ ...plan, form: 'bars', by: { field: day.name, part: 'month' }, order: 'by-group' } as const)
  return [
    ...(byMonth ? [byMonth] : []),
    ...(category ? [{ ...plan, form: 'bars', by: { field: category.name, part: null }, order: 'by-first-total-descending' } as const] : []),
    ...(byMonth && category ? [{ ...byMonth, form: 'stacked-bars', split: { field: category.name, part: null } } as const] : []),
    ...(!day && second ? [{ ...plan, form: 'shares', by: { field: second.name, part: null }, order: 'by-first-total-descending' } as const] : []),
  ].slice(0, 3)
}
