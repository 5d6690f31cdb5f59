import type { Cell } from '../../../core/base/cell'
import type { TableDifference } from '../../../core/restore/difference/difference'
import { fieldTypes } from '../../fields/fieldTypes'
import { showField } from '../../fields/readField'
import { showAnyCell } from '../../fields/showAnyCell'
import { useBookStore } from '../../stores/book'
import { useFieldContext } from '../records/useFieldContext'
import { useReferenceLabels } from '../records/useReferenceLabels'

/** The cells of a record on one side; null where the record is not there. */
type Side = readonly Cell[] | null

/**
 * How the fields of differing records are shown, each by its place in the table's fields: as people read them everywhere
 * else. Fields that the open book does not have are shown plainly. A record that is referred to is called as in the open
 * book; `other` is the other side, and two different records of one name are told apart by their keys.
 */
export function useCellText(table: () => TableDifference) {
  const book = useBookStore()
  const context = useFieldContext()
  const { labelOf } = useReferenceLabels()

  function fieldAt(index: number) {
    const { name, fields } = table()
    return book.table(name)?.fields.find((one) => one.name === fields[index])
  }

  function textOf(index: number, cells: Side, other: Side = null): string {
    const cell = cells?.[index] ?? null
    const field = fieldAt(index)
    if (!field) return showAnyCell(cell, context.value)
    const plain = showField(field, cell, context.value)
    const label = field.kind === 'reference' ? labelOf(field, cell) : null
    if (label === null) return plain
    const beside = other?.[index] ?? null
    return beside !== cell && labelOf(field, beside) === label ? `${label} (${plain})` : label
  }

  /** Numbers stand under one another. */
  function alignOf(index: number): 'start' | 'end' {
    const field = fieldAt(index)
    return field ? fieldTypes[field.kind].align : 'start'
  }

  return { textOf, alignOf }
}
