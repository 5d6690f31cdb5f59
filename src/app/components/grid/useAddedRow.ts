import { useEventListener } from '@vueuse/core'
import type { GridApi } from 'ag-grid-community'
import type { RecordRow } from '../../../core/book/bookDescription'

/**
 * Leads on to the next empty row once the last one has become a record: it comes into sight, and Enter puts the keyboard
 * into the column in which the record was begun.
 */
export function useAddedRow(grid: () => GridApi<RecordRow> | null, isEditing: () => boolean) {
  let place: { readonly rowIndex: number | null; readonly column: string } | null = null
  let lastKey = ''
  // Enter in an open list picks from it: there may be more to type in the row
  const picks = (target: EventTarget | null) => target instanceof Element && target.getAttribute('aria-expanded') === 'true'
  useEventListener(window, 'keydown', ({ key, target }) => (lastKey = picks(target) ? '' : key), { capture: true })
  useEventListener(window, 'pointerdown', () => (lastKey = ''), { capture: true })

  function leadOn(total: number, { rowIndex, column }: NonNullable<typeof place>) {
    const api = grid()
    api?.ensureIndexVisible(total)
    if (lastKey === 'Enter' && !isEditing() && api?.getFocusedCell()?.rowIndex === rowIndex) api?.setFocusedCell(total, column)
  }

  return {
    /** The row for a new record, at this place and begun in this column, became one. */
    added(rowIndex: number | null, column: string) {
      place = { rowIndex, column }
    },
    /** The records were read anew, and are so many. */
    told(total: number) {
      const from = place
      place = null
      if (from) setTimeout(() => leadOn(total, from))
    },
  }
}
