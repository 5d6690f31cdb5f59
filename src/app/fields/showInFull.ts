import type { Cell } from '../../core/base/cell'
import type { FieldDescription } from '../../core/book/bookDescription'
import { currencyDigits } from '../../core/book/currencyDigits'
import type { FieldContext } from './fieldType'
import { currencyOf, minorToAmount } from './moneyField'
import { formatPlainNumber } from './numberText'
import { showField } from './readField'
import { cellToPlainNumber } from './wholeNumberField'

/** The cell as it stands alone, not in a column: amounts with their currency, long text with all of its lines. */
export function showInFull(field: FieldDescription, cell: Cell, context: FieldContext): string {
  if (field.kind === 'long-text') return showField({ ...field, kind: 'text' }, cell, context)
  const currency = currencyOf(field, context)
  const minor = field.kind === 'money' ? cellToPlainNumber(cell) : null
  const digits = currencyDigits(currency)
  const amount = minor === null ? null : minorToAmount(minor, digits)
  if (amount === null || !/^[A-Za-z]{3}$/.test(currency)) return showField(field, cell, context)
  return formatPlainNumber(amount, context.locale, {
    style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 6),
  })
}
