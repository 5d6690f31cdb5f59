import { useEventListener } from '@vueuse/core'
import { isTyping } from '../../composables/useKeys'

/** What the keys of a record's page do. */
export interface RecordKeyActions {
  previous(): void
  next(): void
  edit(): void
}

/** Hears the keys of a record's page: Alt with an arrow up or down for its neighbours, E or F2 to edit. */
export function useRecordKeys(actions: RecordKeyActions): void {
  const runs: Readonly<Record<string, keyof RecordKeyActions>> = { 'Alt ArrowUp': 'previous', 'Alt ArrowDown': 'next', e: 'edit', F2: 'edit' }

  useEventListener(window, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented || document.querySelector('dialog[open], [role="menu"]')) return
    const run = runs[`${event.altKey ? 'Alt ' : ''}${event.key}`]
    const target = event.target instanceof HTMLElement ? event.target : null
    // lists open with Alt and an arrow
    const opensList = target instanceof HTMLSelectElement || target?.getAttribute('role') === 'combobox'
    if (!run || (event.altKey ? opensList : isTyping(target))) return
    event.preventDefault()
    actions[run]()
  })
}
