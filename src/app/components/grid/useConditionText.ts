import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { Condition, DatePart } from '../../../core/book/query/rowFilter'
import { isIsoDate } from '../../fields/dateText'
import { showField } from '../../fields/readField'
import { useFormat } from '../../composables/useFormat'
import { useFieldContext } from '../records/useFieldContext'

/** Gives the words for conditions and for parts of dates. `labelOf` tells what references are called. */
export function useConditionText(labelOf: (field: FieldDescription, cell: Cell) => string | null) {
  const { t } = useI18n()
  const { list } = useFormat()
  const context = useFieldContext()

  function valueText(field: FieldDescription, cell: Cell): string {
    if (cell === null) return t('grid.noValue')
    return (field.kind === 'reference' ? labelOf(field, cell) : null) ?? showField(field, cell, context.value)
  }

  /** The part of a date that begins on a day: “November 2026”. */
  function partText(part: DatePart, first: string): string {
    if (!isIsoDate(first)) return first
    const day = new Date(`${first}T00:00:00Z`)
    const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(context.value.locale, { ...options, timeZone: 'UTC' }).format(day)
    switch (part) {
      case 'day':
        return format({ dateStyle: 'medium' })
      case 'week':
        return t('grid.weekFrom', { day: format({ dateStyle: 'medium' }) })
      case 'month':
        return format({ month: 'long', year: 'numeric' })
      case 'quarter':
        return t('grid.quarter', { quarter: String(Math.floor(day.getUTCMonth() / 3) + 1), year: format({ year: 'numeric' }) })
      case 'year':
        return format({ year: 'numeric' })
    }
  }

  /** What a condition says after the name of its field; null when the table has no such field. */
  function conditionText(condition: Condition, table: TableDescription): string | null {
    const field = table.fields.find((one) => one.name === condition.field)
    if (!field) return null
    const isDay = field.kind === 'date' || field.kind === 'date-time'
    const test = (name: string) => t(isDay && ['less', 'at-most', 'greater', 'at-least'].includes(name) ? `grid.dayTests.${name}` : `grid.tests.${name}`)
    switch (condition.test) {
      case 'empty':
      case 'filled':
        return test(condition.test)
      case 'contains':
      case 'lacks':
      case 'starts':
      case 'ends':
        return `${test(condition.test)} “${condition.text}”`
      case 'between':
        return t('grid.betweenValues', { from: valueText(field, condition.from), to: valueText(field, condition.to) })
      case 'one-of':
      case 'none-of':
        return `${test(condition.test)} ${list(condition.values.map((cell) => valueText(field, cell)))}`
      case 'in-part':
        return `${t('grid.tests.is')} ${partText(condition.part, condition.value)}`
      case 'in-period':
        return `${t('grid.tests.is')} ${t(`grid.periods.${condition.period}`)}`
      case 'compare':
        return `${test(condition.how)} ${condition.other}`
      default:
        return `${test(condition.test)} ${valueText(field, condition.value)}`
    }
  }

  return { conditionText, valueText, partText }
}
