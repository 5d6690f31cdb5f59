import type { ColDef } from 'ag-grid-community'
import type { Cell } from '../../../core/base/cell'
import type { RecordRow } from '../../../core/book/bookDescription'
import { gridSymbol } from '../records/gridSymbols'

/** What the column of links needs. */
export interface OpenColumnWishes {
  readonly headerName: string
  /** The name of the link for assistive technology. */
  label(row: RecordRow): string
  href(row: RecordRow, index: number | null): string
  open(row: RecordRow, index: number | null): void
}

/** The first column: a link to the page of each record. */
export function openColumn({ headerName, label, href, open }: OpenColumnWishes): ColDef<RecordRow, Cell> {
  return {
    colId: 'open',
    headerName,
    width: 40,
    pinned: 'left',
    lockPosition: 'left',
    resizable: false,
    sortable: false,
    suppressMovable: true,
    cellRenderer: ({ data, node }: { data?: RecordRow; node: { rowIndex: number | null } }) => {
      if (!data) return ''
      const link = document.createElement('a')
      link.className = 'open-record'
      link.href = href(data, node.rowIndex)
      link.tabIndex = -1
      link.setAttribute('aria-label', label(data))
      link.append(gridSymbol(data.key.length === 0 ? 'add' : 'open'))
      link.addEventListener('click', (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        open(data, node.rowIndex)
      })
      return link
    },
  }
}
