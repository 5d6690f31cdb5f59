import { shallowRef } from 'vue'

const waiting = shallowRef<File | null>(null)

/** The file that was dropped on a table and waits for the import page. `take` gives it once. */
export function useImportFile() {
  return {
    offer: (file: File) => void (waiting.value = file),
    take(): File | null {
      const file = waiting.value
      waiting.value = null
      return file
    },
  }
}
