import { useI18n } from 'vue-i18n'
import type { TableDescription } from '../../../core/book/bookDescription'
import type { Total } from '../../../core/book/query/groupQuery'
import { useFormat } from '../../composables/useFormat'
import { currencyDigits } from '../../../core/book/currencyDigits'
import { withRegion } from '../../format/withRegion'
import { useBookStore } from '../../stores/book'
import { fieldOf } from './chartFits'

/** How amounts of one total are written. */
export interface AmountText {
  /** ISO 4217; null for plain numbers. */
  readonly currency: string | null
  /** Digits of the smallest unit of money; 0 for plain numbers. */
  readonly digits: number
  /** In full; a dash for nothing. */
  amount(value: number | null): string
  /** As short as an axis wants it. */
  tick(value: number): string
}

const NOTHING = '–'

/** Gives the way in which totals are written: money in the currency of its field or of the book, everything else as numbers. */
export function useAmountText(): (table: TableDescription, total: Total) => AmountText {
  const { locale } = useI18n()
  const book = useBookStore()
  const format = useFormat()

  return (table, { fold, field: name }) => {
    const field = fieldOf(table, name)
    const language = withRegion(locale.value)
    if (fold === 'count' || field?.kind !== 'money') {
      const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
      return { currency: null, digits: 0, amount: (value) => (value === null ? NOTHING : format.number(value)), tick: (value) => short.format(value) }
    }
    const currency = field.currency ?? book.currency
    const digits = currencyDigits(currency)
    const short = new Intl.NumberFormat(language, { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 })
    return {
      currency,
      digits,
      // an average of cents is told to the cent
      amount: (value) => (value === null ? NOTHING : format.money(Math.round(value), currency)),
      tick: (value) => short.format(value / 10 ** digits),
    }
  }
}
