import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { Total } from '../../../core/book/query/groupQuery'

/** How the values of a field can become one. */
export function foldsFor(field: FieldDescription): readonly Total['fold'][] {
  switch (field.kind) {
    case 'money':
    case 'decimal':
    case 'whole-number':
      return field.key ? ['count'] : ['sum', 'average', 'least', 'most', 'count']
    case 'date':
    case 'date-time':
      return ['least', 'most', 'count']
    case 'text':
    case 'long-text':
    case 'yes-no':
    case 'choice':
    case 'reference':
    case 'file':
      return ['count']
  }
}

/** The totals of a view that its table can tell: names may have become wrong. */
export function knownTotals(table: TableDescription, totals: readonly Total[]): readonly Total[] {
  return totals.filter((total) => {
    const field = table.fields.find((one) => one.name === total.field)
    return total.field === null ? total.fold === 'count' : field !== undefined && foldsFor(field).includes(total.fold)
  })
}
