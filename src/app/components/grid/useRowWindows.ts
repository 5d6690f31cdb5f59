import type { GridApi, IDatasource, IGetRowsParams } from 'ag-grid-community'
import type { RecordRow, RowQuery, TableDescription } from '../../../core/book/bookDescription'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { columnFieldIndex } from '../records/gridColumns'

/** Records that the grid asks for at once. */
export const WINDOW = 100

/** Another window may go on changing the book; what it changes last is read then. */
const MOST_ATTEMPTS = 5

/** What the windows need of the grid that they fill. */
export interface WindowsFor {
  table(): TableDescription
  grid(): GridApi<RecordRow> | null
  /** The row for a new record; null where none can be added. */
  newRow(): RecordRow | null
  /** How many records there are, each time that a window tells. */
  told(total: number): void
}

/** The grid's records, window by window, as the table is filtered, sorted and searched now. */
export function useRowWindows({ table, grid, newRow, told }: WindowsFor) {
  const book = useBookStore()
  const records = useRecordsStore()
  const { tellFailure } = useTell()
  let total = 0
  let refreshWhenDone = false
  /** Windows that came while a cell in them was being edited. */
  let held: IGetRowsParams[] = []

  function sortOf(model: readonly { colId: string; sort: 'asc' | 'desc' }[]): RowQuery['sort'] {
    return model.flatMap(({ colId, sort }) => {
      const field = table().fields[columnFieldIndex(colId)]
      return field ? [{ field: field.name, descending: sort === 'desc' }] : []
    })
  }

  /** The records of a window as they are now: what was read before a change that came meanwhile is read again. */
  async function readNewest(bookId: string, startRow: number, endRow: number) {
    for (let attempt = 0; ; attempt++) {
      const { generation } = book
      const result = await records.rows(bookId, table().name, startRow, endRow - startRow)
      if (!result.ok || book.generation === generation || attempt === MOST_ATTEMPTS) return result
    }
  }

  async function readWindow(params: IGetRowsParams): Promise<void> {
    const { startRow, endRow, successCallback, failCallback } = params
    const { bookId } = book
    const result = bookId === null ? null : await readNewest(bookId, startRow, endRow)
    if (!result?.ok) {
      // the page itself leaves a table that is gone
      if (result && result.failure.type !== 'TableNotFound') tellFailure(result.failure)
      failCallback()
      return
    }
    // the grid would take the editor along to wherever its row went
    if (isEditing(startRow, endRow)) {
      held.push(params)
      return
    }
    total = result.value.total
    const extra = newRow()
    const isLast = result.value.rows.length < endRow - startRow
    successCallback(extra && isLast ? [...result.value.rows, extra] : [...result.value.rows], total + (extra ? 1 : 0))
    told(total)
  }

  const isEditing = (from = 0, until = Number.POSITIVE_INFINITY) => grid()?.getEditingCells().some(({ rowIndex }) => rowIndex >= from && rowIndex < until) ?? false

  /** Reads the visible windows again; while a cell is being edited, once that is done: rows may move under it otherwise. */
  function refresh() {
    if (isEditing()) refreshWhenDone = true
    else grid()?.refreshInfiniteCache()
  }

  function goOn() {
    const windows = held
    held = []
    for (const params of windows) void readWindow(params)
    if (!refreshWhenDone) return
    refreshWhenDone = false
    refresh()
  }

  function onEditingStopped() {
    // the grid tells before it has let go of the cell
    if (refreshWhenDone || held.length > 0) setTimeout(goOn)
  }

  const datasource: IDatasource = { getRows: (params) => void readWindow(params) }
  return { datasource, sortOf, isEditing, refresh, onEditingStopped, total: () => total }
}
