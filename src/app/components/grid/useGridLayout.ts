import type { ColumnMovedEvent, ColumnResizedEvent, GridOptions, SortChangedEvent } from 'ag-grid-community'
import type { ComputedRef } from 'vue'
import type { RecordRow, RowQuery, TableDescription } from '../../../core/book/bookDescription'
import { useBookStore } from '../../stores/book'
import { useRecordsStore, type TableView } from '../../stores/records'
import { columnFieldIndex } from '../records/gridColumns'

type SortModel = { colId: string; sort: 'asc' | 'desc' }[]

/** Keeps in the view of a table what the person does to the grid's columns: order, widths, sort. */
export function useGridLayout(table: () => TableDescription, view: ComputedRef<TableView>, sortOf: (model: SortModel) => RowQuery['sort']) {
  const book = useBookStore()
  const records = useRecordsStore()
  let isQuiet = false

  /** Does something to the columns that the view asked for, and so need not hear of. */
  function quietly(run: () => void) {
    isQuiet = true
    run()
    isQuiet = false
  }

  const remember = () => void (book.bookId !== null && records.remember(book.bookId, table().name))
  const nameOf = (columnId: string) => table().fields[columnFieldIndex(columnId)]?.name

  function onColumnMoved({ api, finished, source }: ColumnMovedEvent<RecordRow>) {
    if (isQuiet || !finished || source === 'gridOptionsChanged') return
    view.value.order = api.getAllGridColumns().flatMap((column) => nameOf(column.getColId()) ?? [])
    remember()
  }

  function onColumnResized({ finished, source, columns }: ColumnResizedEvent<RecordRow>) {
    if (isQuiet || !finished || source !== 'uiColumnResized') return
    const widths = { ...view.value.widths }
    for (const column of columns ?? []) {
      const name = nameOf(column.getColId())
      if (name !== undefined) widths[name] = Math.round(column.getActualWidth())
    }
    view.value.widths = widths
    remember()
  }

  function onSortChanged({ api }: SortChangedEvent<RecordRow>) {
    if (isQuiet) return
    const model = api
      .getColumns()
      ?.flatMap((column) => {
        const sort = column.getSort()
        return sort ? [{ colId: column.getColId(), sort, index: column.getSortIndex() ?? 0 }] : []
      })
      .sort((a, b) => a.index - b.index)
    const sort = sortOf(model ?? [])
    if (JSON.stringify(sort) === JSON.stringify(view.value.sort)) return
    view.value.sort = sort
    remember()
  }

  const events = { onColumnMoved, onColumnResized, onSortChanged } satisfies Partial<GridOptions<RecordRow>>
  return { events, quietly }
}
