import { cellToCsv, csvLine, textToCsv } from '../../../core/book/csv'
import type { ChartText } from './useChartText'

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/** The numbers of a chart as CSV: a line for each point and one for the total; money in whole units, days as `YYYY-MM-DD`. */
export function chartToCsv(text: ChartText, hasSplit: boolean): string {
  const { numbers } = text
  const write = (amount: number | null) => {
    if (amount === null) return ''
    return text.currency === null ? String(amount) : cellToCsv(Math.round(amount), 'money', text.digits)
  }
  const line = (name: string, amounts: readonly (number | null)[], total: number | null) =>
    csvLine([textToCsv(name), ...amounts.map(write), ...(hasSplit ? [write(total)] : [])])
  const column = (at: number) => numbers.amounts.map((row) => row[at] ?? null)
  const nameAt = (at: number) => {
    const key = numbers.points[at]
    return typeof key === 'object' && typeof key.value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(key.value) ? key.value : (text.pointNames[at] ?? '')
  }
  return [
    BYTE_ORDER_MARK + csvLine([textToCsv(text.byTitle), ...text.seriesNames.map(textToCsv), ...(hasSplit ? [textToCsv(text.allTitle)] : [])]),
    ...numbers.points.map((_, at) => line(nameAt(at), column(at), numbers.pointTotals[at] ?? null)),
    line(text.totalTitle, numbers.seriesTotals, numbers.total),
  ].join('')
}
