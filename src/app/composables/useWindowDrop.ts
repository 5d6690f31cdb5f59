import { useEventListener } from '@vueuse/core'
import { readonly, ref } from 'vue'
import { isTyping } from './useKeys'

const hasFiles = (data: DataTransfer | null) => data?.types.includes('Files') ?? false

/**
 * Takes a file that is dropped or pasted anywhere in the window, unless a smaller target took it first. `over` is true
 * while a file hovers.
 */
export function useWindowDrop(onFile: (file: File) => void) {
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
    const file = event.dataTransfer?.files[0]
    if (file) onFile(file)
  })
  useEventListener(window, 'paste', (event) => {
    const file = event.clipboardData?.files[0]
    if (!file || isTyping(event.target)) return
    event.preventDefault()
    onFile(file)
  })

  return { over: readonly(over) }
}
