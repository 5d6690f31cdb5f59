import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import type { Grouping, Total } from '../../../core/book/query/groupQuery'

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The field of a table with this name, whatever its capitals; null when there is none. */
export const fieldOf = (table: TableDescription, name: string | null): FieldDescription | null =>
  name === null ? null : (table.fields.find((field) => same(field.name, name)) ?? null)

const NUMBERS: readonly FieldDescription['kind'][] = ['money', 'decimal', 'whole-number']

/** Fields that can be added up: amounts, and no keys. */
export const amountFields = (table: TableDescription): readonly FieldDescription[] =>
  table.fields.filter((field) => NUMBERS.includes(field.kind) && !field.key && !field.secret)

/** Whether a field has days in it. */
export const isDayField = (field: FieldDescription): boolean => field.kind === 'date' || field.kind === 'date-time'

/** Fields that records can be put together by. */
export const groupFields = (table: TableDescription): readonly FieldDescription[] =>
  table.fields.filter((field) => field.kind !== 'file' && field.kind !== 'long-text' && !field.secret && !(field.key && field.kind === 'whole-number'))

const groupingFits = (table: TableDescription, grouping: Grouping) => fieldOf(table, grouping.field) !== null
/** Whether a table has the field of a total. */
export const totalFits = (table: TableDescription, { fold, field }: Total): boolean => (field === null ? fold === 'count' : fieldOf(table, field) !== null)

/** Whether a table still has all fields that a chart is made of. */
export function chartFits(plan: ChartPlan, table: TableDescription): boolean {
  const filtered = plan.filter.conditions.every((condition) => fieldOf(table, condition.field) !== null)
  return filtered && totalFits(table, plan.value) && groupingFits(table, plan.by) && (plan.split === null || groupingFits(table, plan.split))
}
