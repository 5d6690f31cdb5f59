import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import type { RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { showField } from '../../fields/readField'
import { fieldOf } from '../charts/chartFits'
import { useFieldContext } from '../records/useFieldContext'
import { useReferenceLabels } from '../records/useReferenceLabels'

/** How a card reads the records of its table. A field that is not there reads as empty. */
export function useCardText(table: () => TableDescription) {
  const { t } = useI18n()
  const context = useFieldContext()
  const { labelOf } = useReferenceLabels()

  function cellOf(row: RecordRow, name: string | null): Cell {
    const field = fieldOf(table(), name)
    return field ? (row.cells[table().fields.indexOf(field)] ?? null) : null
  }

  /** A cell as people read it; empty where there is nothing. References are told by what they point to. */
  function textOf(row: RecordRow, name: string | null): string {
    const field = fieldOf(table(), name)
    const cell = cellOf(row, name)
    if (!field || cell === null) return ''
    return (field.kind === 'reference' ? labelOf(field, cell) : null) ?? showField(field, cell, context.value)
  }

  return { cellOf, textOf, nameOf: (row: RecordRow, label: string) => textOf(row, label) || t('charts.today.unnamed') }
}
