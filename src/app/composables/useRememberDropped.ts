import { useEventListener } from '@vueuse/core'
import { useFolderStore } from '../stores/folder'

/** What some browsers add to a dropped item: a handle by which the file can be read again later. */
type HandleItem = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> }

/** Remembers files that are dropped anywhere in the window, for an emergency restore; only where the browser gives handles. */
export function useRememberDropped(): void {
  const folder = useFolderStore()
  // in the capture phase, because a smaller target stops the event
  useEventListener(
    window,
    'drop',
    (event) => {
      const items: HandleItem[] = [...(event.dataTransfer?.items ?? [])]
      for (const item of items) if (item.kind === 'file') void item.getAsFileSystemHandle?.().then(folder.remember)
    },
    { capture: true },
  )
}
