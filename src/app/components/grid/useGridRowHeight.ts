import type { GridApi } from 'ag-grid-community'
import { watch } from 'vue'
import type { RecordRow } from '../../../core/book/bookDescription'
import { useRowHeight } from '../../composables/useRowHeight'

/** The heights that the grid begins with; later ones are handed to it. */
export function useGridRowHeight(grid: () => GridApi<RecordRow> | null) {
  const height = useRowHeight()
  const heights = () => ({ rowHeight: height.value, headerHeight: height.value + 4 })

  watch(height, () => grid()?.updateGridOptions(heights()))

  return heights
}
