import type { WrittenForms } from '../../../core/transfer/writtenForms'

/** How numbers and dates are written where the person is, for files that do not tell. */
export function writtenFormsOf(languages: readonly string[] = navigator.languages): WrittenForms {
  const [language] = languages
  const decimal = new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value
  const order = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' }).formatToParts(0).map(({ type }) => type)
  return { decimal: decimal === ',' ? ',' : '.', dates: order.indexOf('month') < order.indexOf('day') && order.indexOf('year') > order.indexOf('day') ? 'month-first' : 'day-first' }
}
