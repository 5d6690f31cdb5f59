import type { Column, GridApi, IRowNode } from 'ag-grid-community'
import { equalCells, type Cell } from '../../../core/base/cell'
import type { RecordRow, TableDescription } from '../../../core/book/bookDescription'
import { columnFieldIndex, columnId } from '../records/gridColumns'
import { isNewRow, type useNewRow } from './useNewRow'

/** What Tab at the end of a new record needs of the grid. */
export interface TabOnFor {
  table(): TableDescription
  grid(): GridApi<RecordRow> | null
  newRow: ReturnType<typeof useNewRow>
  /** Runs before the record is added that Tab leads on from. */
  leaves(): void
}

/**
 * Tab in the last cell of a new record stores it and leads to the next new record, or to the first field that is still
 * missing. In a row where nothing was typed it stays the grid's own: the way out by keyboard. Gives whether it was taken.
 */
export function useTabOn({ table, grid, newRow, leaves }: TabOnFor) {
  const editorOf = (api: GridApi<RecordRow>) => api.getCellEditorInstances()[0]

  function isAtEnd(api: GridApi<RecordRow>, node: IRowNode<RecordRow>, column: Column, editing: boolean): boolean {
    if (table().readOnly !== null || node.rowIndex !== api.getDisplayedRowCount() - 1) return false
    const columns = api.getAllDisplayedColumns()
    return (editing ? columns.findLast((one) => one.isCellEditable(node)) : columns.at(-1)) === column
  }

  /** Whether there is, or with what stands in the open editor will be, a record to go on from. */
  function isBegun(api: GridApi<RecordRow>, { data }: IRowNode<RecordRow>, column: Column): boolean {
    if (!isNewRow(data) || newRow.isBegun.value) return true
    const editor = editorOf(api)
    const value = (editor?.getValue() ?? null) as Cell
    return editor !== undefined && !equalCells(value, data?.cells[columnFieldIndex(column.getColId())] ?? null)
  }

  /** The first column on the screen whose field is still missing. */
  function missingColumn(api: GridApi<RecordRow>): string | undefined {
    const missing = newRow.missing.value.map((name) => columnId(table().fields.findIndex((field) => field.name === name)))
    return api.getAllDisplayedColumns().map((column) => column.getColId()).find((id) => missing.includes(id))
  }

  function toMissing(api: GridApi<RecordRow>, rowIndex: number | null) {
    const id = missingColumn(api)
    if (rowIndex === null || !newRow.isBegun.value || id === undefined || api.getEditingCells().length > 0) return
    api.ensureColumnVisible(id)
    api.setFocusedCell(rowIndex, id)
  }

  return (event: KeyboardEvent, node: IRowNode<RecordRow>, column: Column, editing: boolean): boolean => {
    const api = grid()
    if (!api || event.key !== 'Tab' || event.shiftKey || !isAtEnd(api, node, column, editing) || !isBegun(api, node, column)) return false
    // what does not fit stays, and says why
    if (editing && editorOf(api)?.getValidationErrors?.()) return false
    // a row that can neither be stored nor mended on the screen must not keep the keyboard
    if (!editing && isNewRow(node.data) && missingColumn(api) === undefined) return false
    event.preventDefault()
    leaves()
    api.stopEditing()
    // what was typed is taken into the row a moment later
    setTimeout(() => toMissing(api, node.rowIndex))
    return true
  }
}
