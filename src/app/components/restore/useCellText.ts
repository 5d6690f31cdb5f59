import type { Cell } from '../../../core/base/cell'
import type { TableDifference } from '../../../core/restore/difference/difference'
import { showField } from '../../fields/readField'
import { showAnyCell } from '../../fields/showAnyCell'
import { useBookStore } from '../../stores/book'
import { useFieldContext } from '../records/useFieldContext'

/**
 * Gives the text of a field (by its place in the table's fields) in a record's cells, as people read it. Fields that the
 * open book does not have are shown plainly.
 */
export function useCellText(table: () => TableDifference): (field: number, cells: readonly Cell[] | null) => string {
  const book = useBookStore()
  const context = useFieldContext()
  return (index, cells) => {
    const cell = cells?.[index] ?? null
    const { name, fields } = table()
    const field = book.table(name)?.fields.find((one) => one.name === fields[index])
    return field ? showField(field, cell, context.value) : showAnyCell(cell, context.value)
  }
}
