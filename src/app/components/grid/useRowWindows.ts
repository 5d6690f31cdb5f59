import type { GridApi, IDatasource, IGetRowsParams } from 'ag-grid-community'
import type { RecordRow, RowQuery, TableDescription } from '../../../core/book/bookDescription'
import { useTell } from '../../composables/useTell'
import { useBookStore } from '../../stores/book'
import { useRecordsStore } from '../../stores/records'
import { columnFieldIndex } from '../records/gridColumns'

/** Records that the grid asks for at once. */
export const WINDOW = 100

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

  function sortOf(model: readonly { colId: string; sort: 'asc' | 'desc' }[]): RowQuery['sort'] {
    return model.flatMap(({ colId, sort }) => {
      const field = table().fields[columnFieldIndex(colId)]
      return field ? [{ field: field.name, descending: sort === 'desc' }] : []
    })
  }

  async function readWindow({ startRow, endRow, successCallback, failCallback }: IGetRowsParams): Promise<void> {
    const { bookId } = book
    const result = bookId === null ? null : await records.rows(bookId, table().name, startRow, endRow - startRow)
    if (!result?.ok) {
      if (result) tellFailure(result.failure)
      failCallback()
      return
    }
    total = result.value.total
    const extra = newRow()
    const isLast = result.value.rows.length < endRow - startRow
    successCallback(extra && isLast ? [...result.value.rows, extra] : [...result.value.rows], total + (extra ? 1 : 0))
    told(total)
  }

  const isEditing = () => (grid()?.getEditingCells().length ?? 0) > 0

  /** Reads the visible windows again; while a cell is being edited, once that is done: rows may move under it otherwise. */
  function refresh() {
    if (isEditing()) refreshWhenDone = true
    else grid()?.refreshInfiniteCache()
  }

  function onEditingStopped() {
    if (!refreshWhenDone) return
    refreshWhenDone = false
    // the grid tells before it has let go of the cell
    setTimeout(refresh)
  }

  const datasource: IDatasource = { getRows: (params) => void readWindow(params) }
  return { datasource, sortOf, isEditing, refresh, onEditingStopped, total: () => total }
}
