import type { CellClassParams, ColDef } from 'ag-grid-community'
import type { Cell } from '../../../core/base/cell'
import type { FieldDescription, FieldKind, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { fieldTypes } from '../../fields/fieldTypes'
import type { RefusedCell } from './GridCellEditor.vue'
import { cellToPlainNumber } from '../../fields/wholeNumberField'
import type { TableView } from '../../stores/records'
import { isNewRow } from '../grid/useNewRow'
import { isTypable } from './isTypable'

/** What the columns need from the grid that they stand in. */
export interface ColumnWishes {
  readonly view: Pick<TableView, 'sort' | 'hidden' | 'order' | 'pinned' | 'widths'>
  readonly editor: NonNullable<ColDef<RecordRow, Cell>['cellEditor']>
  show(field: FieldDescription, cell: Cell): string
  takeRefused(): RefusedCell | null
  typed(text: string): void
}

const WIDTHS: Record<FieldKind, number> = {
  text: 200, 'long-text': 280, 'whole-number': 110, decimal: 120, money: 130, date: 140, 'date-time': 190, 'yes-no': 90, choice: 140, reference: 180, file: 130,
}

/** Whether there is nothing to show. */
const isEmpty = (value: Cell | undefined) => value === null || value === undefined

/** A number in a field that declares no type, such as the sum in a view. */
const isBareNumber = (field: FieldDescription, value: Cell | undefined) => field.declaredType === '' && cellToPlainNumber(value ?? null) !== null

/** The id of a field's column: its place, because names may hold anything. */
export const columnId = (index: number) => `field-${index}`

/** The place of a column's field; -1 for columns that are no field. */
export function columnFieldIndex(id: string): number {
  return id.startsWith('field-') ? Number(id.slice('field-'.length)) : -1
}

/** Places of a table's fields in the order of a view: those that it names first, the others as in the table. Names of no field are passed over. */
export function fieldOrder(table: TableDescription, order: readonly string[]): readonly number[] {
  const named = order.map((name) => table.fields.findIndex((field) => field.name === name)).filter((index) => index >= 0)
  return [...new Set([...named, ...table.fields.keys()])]
}

/** One column for each field of a table, as a view lays them out. */
export function gridColumns(table: TableDescription, wishes: ColumnWishes): ColDef<RecordRow, Cell>[] {
  const { view } = wishes
  const wide = widestField(table)
  return fieldOrder(table, view.order).flatMap((index) => {
    const field = table.fields[index]
    if (!field) return []
    const sort = view.sort.find((one) => one.field === field.name)
    const atEnd = fieldTypes[field.kind].align === 'end'
    const width = view.widths[field.name]
    return {
      colId: columnId(index),
      headerName: field.name,
      width: width ?? (field.key && field.kind === 'whole-number' ? 80 : WIDTHS[field.kind]),
      minWidth: 64,
      flex: null,
      ...(index === wide && width === undefined ? { flex: 1, minWidth: WIDTHS[field.kind] } : {}),
      // said in each case, so that columns that are there already follow the view
      sort: sort ? (sort.descending ? 'desc' : 'asc') : null,
      sortIndex: sort ? view.sort.indexOf(sort) : null,
      hide: view.hidden.includes(field.name),
      pinned: view.pinned.includes(field.name) ? 'left' : null,
      sortable: table.kind !== 'virtual',
      resizable: true,
      valueGetter: ({ data }) => data?.cells[index] ?? null,
      valueFormatter: ({ value }) => (isEmpty(value) ? '' : wishes.show(field, value ?? null)),
      cellClass: ({ value }: CellClassParams<RecordRow, Cell>) => [
        ...(atEnd || isBareNumber(field, value) ? ['ag-right-aligned-cell'] : []),
        ...(field.key ? ['record-key'] : []),
        ...(isEmpty(value) ? ['record-empty'] : []),
      ],
      headerClass: atEnd ? 'ag-right-aligned-header' : '',
      // a file needs more room than a cell has
      editable: ({ data }) => table.readOnly === null && isTypable(field, isNewRow(data)) && field.kind !== 'file',
      cellEditor: wishes.editor,
      cellEditorPopup: field.kind === 'long-text' || field.kind === 'reference',
      cellEditorParams: { recordField: field, takeRefused: wishes.takeRefused, typed: wishes.typed },
    } satisfies ColDef<RecordRow, Cell>
  })
}

/** The field that takes the room left over: the last long text, else the last text, else the last of all. */
function widestField(table: TableDescription): number {
  for (const kinds of [['long-text'], ['text'], ['reference', 'choice']]) {
    const index = table.fields.findLastIndex((field) => kinds.includes(field.kind))
    if (index >= 0) return index
  }
  return table.fields.length - 1
}
