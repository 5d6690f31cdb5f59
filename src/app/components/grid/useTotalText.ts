import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import type { TableDescription } from '../../../core/book/bookDescription'
import type { Total } from '../../../core/book/query/groupQuery'
import { useFormat } from '../../composables/useFormat'
import { showField } from '../../fields/readField'
import { cellToPlainNumber } from '../../fields/wholeNumberField'
import { formatPlainNumber } from '../../fields/numberText'
import { useFieldContext } from '../records/useFieldContext'

/** Gives the words for totals: their names, and their values the way their fields are shown. */
export function useTotalText() {
  const { t } = useI18n()
  const { number } = useFormat()
  const context = useFieldContext()

  const totalName = (total: Total) => (total.field === null ? t('grid.totals.records') : t(`grid.totals.named.${total.fold}`, { field: total.field }))

  function totalText(table: TableDescription, total: Total, cell: Cell): string {
    if (cell === null) return '–'
    if (total.fold === 'count') return typeof cell === 'number' ? number(cell) : String(cellToPlainNumber(cell))
    const field = table.fields.find((one) => one.name === total.field)
    const plain = cellToPlainNumber(cell)
    if (!field) return ''
    if (total.fold === 'average' && plain !== null) {
      // an average is seldom a whole cent; nobody wants to see the rest
      if (field.kind === 'money') return showField(field, Math.round(Number(plain)), context.value)
      return formatPlainNumber(plain, context.value.locale, { maximumFractionDigits: 2 })
    }
    return showField(field, cell, context.value)
  }

  return { totalName, totalText }
}
