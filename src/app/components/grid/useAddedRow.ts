import { useEventListener } from '@vueuse/core'
import type { GridApi } from 'ag-grid-community'
import type { RecordRow } from '../../../core/book/bookDescription'

/**
 * Leads on to the next empty row once the last one has become a record: it comes into sight, and Enter puts the keyboard
 * into the column in which the record was begun, Tab from its last cell into the first one.
 */
export function useAddedRow(grid: () => GridApi<RecordRow> | null, isEditing: () => boolean) {
  let place: { readonly rowIndex: number | null; readonly column: string } | null = null
  let lastKey = ''
  let tabsOn = false
  // Enter in an open list picks from it: there may be more to type in the row
  const picks = (target: EventTarget | null) => target instanceof Element && target.getAttribute('aria-expanded') === 'true'
  const hear = (key: string) => {
    lastKey = key
    tabsOn = false
  }
  useEventListener(window, 'keydown', ({ key, target }) => hear(picks(target) ? '' : key), { capture: true })
  useEventListener(window, 'pointerdown', () => hear(''), { capture: true })

  /** The first cell in which something can be typed. */
  function firstColumn(rowIndex: number): string | null {
    const node = grid()?.getDisplayedRowAtIndex(rowIndex)
    return (node && grid()?.getAllDisplayedColumns().find((one) => one.isCellEditable(node))?.getColId()) ?? null
  }

  function leadOn(total: number, { rowIndex, column }: NonNullable<typeof place>) {
    const api = grid()
    api?.ensureIndexVisible(total)
    const next = tabsOn ? firstColumn(total) : lastKey === 'Enter' ? column : null
    if (next === null || isEditing() || api?.getFocusedCell()?.rowIndex !== rowIndex) return
    // a cell out of sight is not there to be focused
    api.ensureColumnVisible(next)
    api.setFocusedCell(total, next)
  }

  return {
    /** The row for a new record, at this place and begun in this column, became one. */
    added(rowIndex: number | null, column: string) {
      place = { rowIndex, column }
    },
    /** Tab leads on from the last cell of the row, which is or becomes a record. */
    tabbed: () => void (tabsOn = true),
    /** The records were read anew, and are so many. */
    told(total: number) {
      const from = place
      if (!from) return
      setTimeout(() => {
        // the grid passes over a window that it has asked for again meanwhile
        if (place !== from || (grid()?.getDisplayedRowCount() ?? 0) <= total) return
        place = null
        leadOn(total, from)
      })
    },
  }
}
