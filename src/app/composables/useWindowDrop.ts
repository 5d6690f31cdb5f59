import { useEventListener } from '@vueuse/core'
import { readonly, ref } from 'vue'
import { isTyping } from './useKeys'

const hasFiles = (data: DataTransfer | null) => data?.types.includes('Files') ?? false

/**
 * Takes files that are dropped or pasted anywhere in the window, unless a smaller target took them first. `over` is true
 * while a file hovers.
 */
export function useWindowDrop(onFiles: (files: readonly File[]) => void) {
  const over = ref(false)
  let depth = 0

  function leave() {
    depth = 0
    over.value = false
  }

  useEventListener(window, 'dragenter', (event) => {
    if (!hasFiles(event.dataTransfer)) return
    event.preventDefault()
    depth++
    over.value = true
  })
  useEventListener(window, 'dragover', (event) => {
    if (hasFiles(event.dataTransfer)) event.preventDefault()
  })
  useEventListener(window, 'dragleave', (event) => {
    if (hasFiles(event.dataTransfer) && --depth <= 0) leave()
  })
  // in the capture phase, because a smaller target stops the event
  useEventListener(window, 'drop', leave, { capture: true })
  useEventListener(window, 'drop', (event) => {
    if (!hasFiles(event.dataTransfer)) return
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) onFiles(files)
  })
  useEventListener(window, 'paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0 || isTyping(event.target)) return
    event.preventDefault()
    onFiles(files)
  })

  return { over: readonly(over) }
}
