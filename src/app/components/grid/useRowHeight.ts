import type { GridApi } from 'ag-grid-community'
import { onBeforeUnmount } from 'vue'
import type { RecordRow } from '../../../core/book/bookDescription'

/** How high the grid's rows are: the look's `--row-height`, followed when the person chooses another density. */
export function useRowHeight(grid: () => GridApi<RecordRow> | null) {
  const isTouch = window.matchMedia('(pointer: coarse)').matches

  function rows(): number {
    const wanted = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-height'))
    return Math.max(wanted > 0 ? wanted : 32, isTouch ? 44 : 0)
  }

  const heading = () => rows() + (isTouch ? 0 : 4)

  let shown = rows()
  const watcher = new MutationObserver(() => {
    if (rows() === shown) return
    shown = rows()
    grid()?.updateGridOptions({ rowHeight: shown, headerHeight: heading() })
    grid()?.resetRowHeights()
  })
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-density'] })
  onBeforeUnmount(() => watcher.disconnect())

  return { rows, heading }
}
