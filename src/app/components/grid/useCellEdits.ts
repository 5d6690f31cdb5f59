import type { CellEditRequestEvent, GridApi, IRowNode } from 'ag-grid-community'
import { useI18n } from 'vue-i18n'
import type { Cell } from '../../../core/base/cell'
import { equalCells } from '../../../core/base/cell'
import type { RecordKey, RecordRow, TableDescription } from '../../../core/book/bookDescription'
import type { Failure } from '../../../core/base/failure'
import { useFailureText } from '../../composables/useFailureText'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import type { RefusedCell } from '../records/GridCellEditor.vue'
import { columnFieldIndex } from '../records/gridColumns'
import { equalKeys } from '../records/recordKeyPath'
import { isNewRow, type useNewRow } from './useNewRow'

/** What changing cells needs of the grid. */
export interface CellEditsFor {
  table(): TableDescription
  grid(): GridApi<RecordRow> | null
  isEditing(): boolean
  newRow: ReturnType<typeof useNewRow>
  /** Runs when the row for a new record, at this place and begun in this column, became one. */
  added(rowIndex: number | null, column: string): void
}

/** Each change of a cell is stored at once; one that the book refuses opens again, with what was typed and the reason. */
export function useCellEdits({ table, grid, isEditing, newRow, added }: CellEditsFor) {
  const { t } = useI18n()
  const book = useBookStore()
  const failureText = useFailureText()
  const { tellFailure } = useTell()
  let refused: RefusedCell | null = null
  let typedText = ''
  /** What is under way in the last row: the record that it becomes, or null when it does not. Each value waits for those typed before it, so that no two of them add a record. */
  let becoming: Promise<RecordKey | null> | null = null
  let begunIn = ''

  function takeRefused(): RefusedCell | null {
    const one = refused
    refused = null
    return one
  }

  function openAgain(failure: Failure, text: string, rowIndex: number | null, colKey: string) {
    if (rowIndex === null || isEditing()) {
      tellFailure(failure)
      return
    }
    const words = failureText(failure)
    refused = { text, reason: t('records.table.notSaved', { reason: `${words.detail} ${words.nextStep}` }) }
    grid()?.startEditingCell({ rowIndex, colKey })
  }

  /** Takes a value into the last row. Once that is a record, the row is it, for whatever is typed there next. */
  async function addTo(node: IRowNode<RecordRow>, index: number, cell: Cell, colKey: string, text: string): Promise<RecordKey | null> {
    if (!newRow.isBegun.value) begunIn = colKey
    const adding = newRow.put(index, cell)
    if (isNewRow(node.data)) node.setData(newRow.row())
    const result = await adding
    if (!result) return null
    if (!result.ok) {
      openAgain(result.failure, text, node.rowIndex, colKey)
      return null
    }
    // what was typed since stands there already
    if (result.value.key && node.data && isNewRow(node.data)) node.setData({ key: result.value.key, cells: node.data.cells })
    added(node.rowIndex, begunIn)
    return result.value.key
  }

  /** The record that the last row is already, once all that was typed there before is in; null when this value was taken into the row. */
  async function takeIntoNew(add: () => Promise<RecordKey | null>): Promise<RecordKey | null> {
    const before = becoming ?? Promise.resolve(null)
    const after = before.then((key) => key ?? add())
    becoming = after
    await after.finally(() => {
      if (becoming === after) becoming = null
    })
    return before
  }

  async function onEditRequest({ data: opened, column, node, newValue }: CellEditRequestEvent<RecordRow, Cell>) {
    // the row may have become a record since its cell was opened
    const data = node.data ?? opened
    const index = columnFieldIndex(column.getColId())
    const field = table().fields[index]
    const before = data.cells[index] ?? null
    const wanted = newValue ?? null
    if (!field || equalCells(before, wanted)) return
    const text = typedText
    // shown at once, and taken back if the book refuses it
    node.setData({ key: data.key, cells: data.cells.with(index, wanted) })
    const key = isNewRow(data) ? await takeIntoNew(() => addTo(node, index, wanted, column.getColId(), text)) : data.key
    if (!key) return
    const result = await book.edit({ type: 'changeRecord', table: table().name, key, values: { [field.name]: wanted } })
    if (result.ok) return
    if (node.data && equalKeys(node.data.key, key)) node.setData({ key, cells: data.cells })
    openAgain(result.failure, text, node.rowIndex, column.getColId())
  }

  return { onEditRequest, takeRefused, typed: (text: string) => (typedText = text) }
}
