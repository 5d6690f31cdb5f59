import { useEventListener } from '@vueuse/core'
import { useRouter } from 'vue-router'
import { useImportFile } from './useImportFile'

const isTableFile = ({ name }: File) => /\.(csv|tsv|tab|xlsx|json)(\.gz)?$/i.test(name)

/** Takes a file of records that is dropped anywhere while a table is shown to the import page of that table; other files go where they always go. */
export function useTableDrop(table: () => string): void {
  const router = useRouter()
  const { offer } = useImportFile()
  // in the capture phase, so that the window's own place for files does not take it too
  useEventListener(window, 'drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])]
    const [file] = files
    if (!file || files.length > 1 || !isTableFile(file)) return
    event.preventDefault()
    event.stopPropagation()
    offer(file)
    void router.push({ name: 'import', params: { table: table() } })
  }, { capture: true })
}
