import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import type { Grouping } from '../../../core/book/query/groupQuery'
import { useConditionText } from './useConditionText'

/** Gives what a group is called: by its value, or the part of a date that its records share. `labelOf` tells what references are called. */
export function useGroupName(labelOf: (field: FieldDescription, cell: Cell) => string | null) {
  const { t } = useI18n()
  const { valueText, partText } = useConditionText(labelOf)

  return (table: TableDescription, by: Grouping, value: Cell): string => {
    const field = table.fields.find((one) => one.name === by.field)
    if (!field || value === null || value === '') return t('grid.group.empty')
    return by.part && typeof value === 'string' ? partText(by.part, value) : valueText(field, value)
  }
}
