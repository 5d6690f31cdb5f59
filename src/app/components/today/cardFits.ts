import type { TableDescription } from '../../../core/book/bookDescription'
import type { BookLayout, ChartPlan, TodayCard } from '../../../core/book/layout/bookLayout'
import { chartFits, fieldOf, totalFits } from '../charts/chartFits'

/** A card with the table (and the chart) that it is of. */
export type FittingCard =
  | { readonly card: Exclude<TodayCard, { type: 'chart' }>; readonly table: TableDescription; readonly chart: null }
  | { readonly card: Extract<TodayCard, { type: 'chart' }>; readonly table: TableDescription; readonly chart: ChartPlan }

/** A card with what it is of; null where the table, the chart or a field that it cannot do without is gone. */
export function cardFits(card: TodayCard, layout: BookLayout, tableOf: (name: string) => TableDescription | null): FittingCard | null {
  if (card.type === 'chart') {
    const chart = layout.charts.find((one) => one.id === card.chart)
    const table = chart && tableOf(chart.table)
    return chart && table && chartFits(chart, table) ? { card, table, chart } : null
  }
  const table = tableOf(card.table)
  if (!table || !card.filter.conditions.every((condition) => fieldOf(table, condition.field) !== null)) return null
  const has = (...names: readonly string[]) => names.every((name) => fieldOf(table, name) !== null)
  const fits = card.type === 'figure' ? totalFits(table, card.value) : card.type === 'due' ? has(card.label) : has(card.label, card.reached, card.target)
  return fits ? { card, table, chart: null } : null
}
