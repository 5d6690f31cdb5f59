import { useEventListener } from '@vueuse/core'

/** Hears Ctrl+P (Cmd+P) on pages that are printed from a sheet of their own, as a grid that holds only what is in sight must be. */
export function usePrintKey(print: () => void): void {
  useEventListener(window, 'keydown', (event) => {
    if (event.key.toLowerCase() !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented) return
    event.preventDefault()
    print()
  })
}
