// The floor for scrolling: the same grid component with text alone in as many columns, its records at hand in memory.
import 'ag-grid-community/styles/ag-grid.min.css'
import { createGrid, InfiniteRowModelModule, ModuleRegistry } from 'ag-grid-community'

const records = Number(new URLSearchParams(location.search).get('records'))
const columns = ['id', 'account', 'booked on', 'amount', 'quantity', 'paid', 'note', 'open', 'chosen']
const rowOf = (/** @type {number} */ place) => Object.fromEntries(columns.map((name, i) => [name, `${name} ${place * 7919 % 200_000 + i}`]))

ModuleRegistry.registerModules([InfiniteRowModelModule])
const frame = document.getElementById('grid')
if (frame) {
  createGrid(frame, {
    theme: 'legacy',
    columnDefs: columns.map((field) => ({ field, width: 130 })),
    rowModelType: 'infinite',
    rowHeight: 32,
    cacheBlockSize: 100,
    maxBlocksInCache: 20,
    infiniteInitialRowCount: records,
    datasource: {
      getRows: ({ startRow, endRow, successCallback }) =>
        void setTimeout(() => successCallback(Array.from({ length: endRow - startRow }, (_, i) => rowOf(startRow + i)), records)),
    },
  })
}
