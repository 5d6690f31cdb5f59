import { readonly, shallowRef } from 'vue'

const waiting = shallowRef<readonly File[]>([])

/**
 * The files that were dropped at once (or opened with the app) and wait for the restore page. `take` gives them once;
 * watch `files` to hear of those that arrive while the page is open.
 */
export function useDroppedFile() {
  return {
    files: readonly(waiting),
    offer(files: File | readonly File[]) {
      waiting.value = files instanceof File ? [files] : files
    },
    take(): readonly File[] {
      const files = waiting.value
      waiting.value = []
      return files
    },
  }
}
