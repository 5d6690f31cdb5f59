import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { TableView } from '../../stores/records'
import { fieldOrder } from '../records/gridColumns'

/** The fields of a table as a view lays them out, without the hidden ones. */
export function shownFields(table: TableDescription, view: Pick<TableView, 'order' | 'hidden'>): FieldDescription[] {
  return fieldOrder(table, view.order).flatMap((index) => {
    const field = table.fields[index]
    return field && !view.hidden.includes(field.name) ? [field] : []
  })
}
