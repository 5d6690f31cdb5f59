import { readonly, shallowRef } from 'vue'

const waiting = shallowRef<File | null>(null)

/**
 * The file that was dropped (or opened with the app) and waits for the restore page. `take` gives it once;
 * watch `file` to hear of one that arrives while the page is open.
 */
export function useDroppedFile() {
  return {
    file: readonly(waiting),
    offer(file: File) {
      waiting.value = file
    },
    take(): File | null {
      const file = waiting.value
      waiting.value = null
      return file
    },
  }
}
