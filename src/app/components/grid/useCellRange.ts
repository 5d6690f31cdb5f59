import type { GridApi } from 'ag-grid-community'
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'
import type { RecordRow } from '../../../core/book/bookDescription'
import { columnFieldIndex } from '../records/gridColumns'
import { boxSize, isSeveral, moveHead, rangeToBox, type CellBox, type CellPlace, type CellRange } from './cellRange'

const EDGE = 24

/**
 * A rectangle of cells over the grid's focused cell: drawn with the mouse, or with Shift and the keys that move. It is
 * painted onto the cells that are in sight, and nothing grows with the table. `recordCount`: without the row for a new one.
 */
export function useCellRange(frame: Readonly<ShallowRef<HTMLElement | null>>, grid: () => GridApi<RecordRow> | null, recordCount: () => number) {
  const range = shallowRef<CellRange | null>(null)
  let painted = new Set<Element>()
  let frameAsked = 0
  let dragging = false
  let pointer: { x: number; y: number } | null = null
  let scroller: ReturnType<typeof setInterval> | null = null

  /** Ids of the columns that hold fields, as they stand from left to right. */
  const columnIds = () => (grid()?.getAllDisplayedColumns() ?? []).map((column) => column.getColId()).filter((id) => columnFieldIndex(id) >= 0)
  const rowCount = () => grid()?.getDisplayedRowCount() ?? 0
  const box = (): CellBox | null => range.value && rangeToBox(range.value)

  function placeOf(target: unknown): CellPlace | null {
    const cell = target instanceof Element ? target.closest('.ag-cell[col-id]') : null
    const row = cell?.closest('[row-index]')?.getAttribute('row-index')
    const column = columnIds().indexOf(cell?.getAttribute('col-id') ?? '')
    return row === null || row === undefined || column < 0 || !frame.value?.contains(cell) ? null : { row: Number(row), column }
  }

  function paint() {
    frameAsked = 0
    const wanted = new Set<Element>()
    const now = box()
    if (now && frame.value && range.value && isSeveral(range.value)) {
      const ids = columnIds()
      const inside = new Map(ids.slice(now.left, now.right + 1).map((id, place) => [id, now.left + place]))
      for (const row of frame.value.querySelectorAll('.ag-row[row-index]')) {
        const index = Number(row.getAttribute('row-index'))
        if (index < now.top || index > now.bottom) continue
        for (const cell of row.querySelectorAll('.ag-cell[col-id]')) {
          const column = inside.get(cell.getAttribute('col-id') ?? '')
          if (column === undefined) continue
          wanted.add(cell)
          cell.classList.add('in-range')
          cell.setAttribute('aria-selected', 'true')
          cell.classList.toggle('range-top', index === now.top)
          cell.classList.toggle('range-bottom', index === now.bottom)
          cell.classList.toggle('range-left', column === now.left)
          cell.classList.toggle('range-right', column === now.right)
        }
      }
    }
    for (const cell of painted) {
      if (wanted.has(cell)) continue
      cell.classList.remove('in-range', 'range-top', 'range-bottom', 'range-left', 'range-right')
      cell.removeAttribute('aria-selected')
    }
    painted = wanted
  }

  /** Paints once more, with the next frame: cells came into sight, or moved. */
  function repaint() {
    if (painted.size === 0 && !(range.value && isSeveral(range.value))) return
    frameAsked ||= requestAnimationFrame(paint)
  }

  function show(next: CellRange | null) {
    range.value = next
    frameAsked ||= requestAnimationFrame(paint)
  }

  /** The row for a new record is only in a range that begins there. */
  const rowsOf = ({ anchor }: CellRange) => Math.max(recordCount(), anchor.row + 1)

  function extendTo(to: CellPlace) {
    const current = range.value
    const head = current ? { ...to, row: Math.min(to.row, rowsOf(current) - 1) } : to
    if (!current) show({ anchor: head, head })
    else if (current.head.row !== head.row || current.head.column !== head.column) show({ anchor: current.anchor, head })
  }

  function bringIntoSight(place: CellPlace) {
    grid()?.ensureIndexVisible(place.row)
    const id = columnIds()[place.column]
    if (id !== undefined) grid()?.ensureColumnVisible(id)
  }

  /** The grid's focus came to a cell: a range begins there, unless it lies there already. */
  function onFocus(rowIndex: number, columnIdOfCell: string) {
    const column = columnIds().indexOf(columnIdOfCell)
    const anchor = range.value?.anchor
    if (column < 0) show(null)
    else if (anchor?.row !== rowIndex || anchor.column !== column) show({ anchor: { row: rowIndex, column }, head: { row: rowIndex, column } })
  }

  const isExtending = (event: KeyboardEvent) => event.shiftKey && !event.altKey && /^(Arrow|Page|Home|End)/.test(event.key)
  const isAll = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'a'

  /** Whether the key is the range's and not the grid's. */
  const takesKey = (event: KeyboardEvent) => isExtending(event) || isAll(event)

  function onKey(event: KeyboardEvent) {
    const current = range.value
    if (!current || !takesKey(event)) return
    event.preventDefault()
    if (isAll(event)) {
      show({ anchor: { row: 0, column: 0 }, head: { row: Math.max(0, recordCount() - 1), column: Math.max(0, columnIds().length - 1) } })
      return
    }
    const area = rowsArea()
    const page = Math.max(1, Math.floor((area ? area.bottom - area.top : 320) / (grid()?.getSizesForCurrentTheme().rowHeight ?? 32)) - 1)
    const head = moveHead(current.head, event.key, event.ctrlKey || event.metaKey, rowsOf(current), columnIds().length, page)
    if (!head) return
    extendTo(head)
    bringIntoSight(head)
  }

  function onMouseDown(event: MouseEvent) {
    if (event.button !== 0 || !(event.target instanceof Element)) return
    if (event.target.closest('.ag-cell-inline-editing, input, a, button')) return
    const place = placeOf(event.target)
    if (!place) return
    dragging = true
    // more than one click is the grid's: it opens the cell
    if (!event.shiftKey || event.detail > 1) {
      // a click on the cell that has the focus already tells nothing; the range ends there all the same
      if (range.value && isSeveral(range.value)) show({ anchor: place, head: place })
      return
    }
    event.preventDefault()
    event.stopPropagation()
    extendTo(place)
  }

  function onMouseMove(event: MouseEvent) {
    if (!dragging) return
    if (event.buttons === 0) {
      stopDragging()
      return
    }
    pointer = { x: event.clientX, y: event.clientY }
    const place = placeOf(document.elementFromPoint(event.clientX, event.clientY))
    if (place && range.value) extendTo(place)
    scroller ??= setInterval(scrollAlong, 50)
  }

  /** Where the rows are seen: the grid without its headings. */
  function rowsArea() {
    const whole = frame.value?.getBoundingClientRect()
    const headings = frame.value?.querySelector('.ag-header')?.getBoundingClientRect()
    return whole && { top: headings?.bottom ?? whole.top, bottom: whole.bottom, left: whole.left, right: whole.right }
  }

  /** Near an edge the rows come along. */
  function scrollAlong() {
    const area = rowsArea()
    const current = range.value
    if (!area || !pointer || !current) return
    const down = pointer.y > area.bottom - EDGE ? 1 : pointer.y < area.top + EDGE ? -1 : 0
    const right = pointer.x > area.right - EDGE ? 1 : pointer.x < area.left + EDGE ? -1 : 0
    if (down === 0 && right === 0) return
    const row = Math.min(rowCount() - 1, Math.max(0, current.head.row + down))
    const column = Math.min(columnIds().length - 1, Math.max(0, current.head.column + right))
    extendTo({ row, column })
    bringIntoSight({ row, column })
  }

  function stopDragging() {
    dragging = false
    pointer = null
    if (scroller) clearInterval(scroller)
    scroller = null
  }

  onMounted(() => {
    frame.value?.addEventListener('mousedown', onMouseDown, { capture: true })
    document.addEventListener('mousemove', onMouseMove)
    document.addEventListener('mouseup', stopDragging)
  })
  onBeforeUnmount(() => {
    stopDragging()
    cancelAnimationFrame(frameAsked)
    document.removeEventListener('mousemove', onMouseMove)
    document.removeEventListener('mouseup', stopDragging)
  })

  return { range, box, size: () => (range.value ? boxSize(rangeToBox(range.value)) : null), show, repaint, onFocus, takesKey, onKey, columnIds }
}
