import { createStore, del, get, set } from 'idb-keyval'

/** What browsers with the File System Access API add to a handle; not in TypeScript's types yet. */
interface Permitted {
  queryPermission(wanted: { mode: 'read' }): Promise<PermissionState>
  requestPermission(wanted: { mode: 'read' }): Promise<PermissionState>
}
type Folder = FileSystemDirectoryHandle & Permitted
type RecentFile = FileSystemFileHandle & Permitted

/** The browser's window in which a person chooses a folder; missing where the API is. */
type ShowFolderWindow = (options: { id: string; mode: 'read' }) => Promise<Folder>

/** What was read from the remembered places: the files, and whether the folder could be read. */
export interface ReadFiles {
  readonly files: readonly File[]
  readonly folder: 'none' | 'read' | 'refused' | 'gone'
}

const KEY_FOLDER = 'folder'
const KEY_FILES = 'files'
const RECENT = 10
/** The newest of a folder; older ones hardly are the newest good copy, and all of them are read in full. */
const MOST = 40
const BACKUP_NAME = /\.(db|sqlite3?|json|gz|tgz|age)$/i

const isNamed = (error: unknown, ...names: string[]) => error instanceof DOMException && names.includes(error.name)

/** The files in a folder and in the folders right under it (daily, emergency, archive) whose names may be those of backups. */
async function listFiles(folder: FileSystemDirectoryHandle, deep: boolean): Promise<File[]> {
  const files: File[] = []
  for await (const entry of folder.values()) {
    if (entry.kind === 'directory') {
      if (deep) files.push(...(await listFiles(entry, false)))
    } else if (BACKUP_NAME.test(entry.name)) {
      // a file may go between being listed and being read
      const file = await entry.getFile().catch((error: unknown) => {
        if (isNamed(error, 'NotFoundError', 'NotReadableError')) return null
        throw error
      })
      if (file) files.push(file)
    }
  }
  return files
}

/**
 * The folder that a person named as the place of their backups, and files they gave lately: their handles, in an
 * IndexedDB database of their own. Nothing is read without the browser's permission, asked for when it is needed.
 */
export function createRememberedFolder() {
  const store = createStore('nightsafe-places', 'handles')
  const showWindow = (globalThis as { showDirectoryPicker?: ShowFolderWindow }).showDirectoryPicker?.bind(globalThis)
  const readFolder = () => get<Folder>(KEY_FOLDER, store)
  const readRecent = async () => (await get<RecentFile[]>(KEY_FILES, store)) ?? []

  async function filesOfFolder(): Promise<ReadFiles> {
    const folder = await readFolder()
    if (!folder) return { files: [], folder: 'none' }
    try {
      if ((await folder.requestPermission({ mode: 'read' })) !== 'granted') return { files: [], folder: 'refused' }
      const files = await listFiles(folder, true)
      return { files: files.sort((a, b) => b.lastModified - a.lastModified).slice(0, MOST), folder: 'read' }
    } catch (error) {
      // without a click before it, asking is refused outright
      if (isNamed(error, 'SecurityError', 'NotAllowedError')) return { files: [], folder: 'refused' }
      if (isNamed(error, 'NotFoundError', 'NotReadableError')) return { files: [], folder: 'gone' }
      throw error
    }
  }

  async function recentFiles(mayAsk: boolean): Promise<File[]> {
    const files: File[] = []
    for (const handle of await readRecent()) {
      try {
        let permission = await handle.queryPermission({ mode: 'read' })
        // one question is enough in an emergency; agreeing to it brings back the other files' permissions as well
        if (permission === 'prompt' && mayAsk) permission = await handle.requestPermission({ mode: 'read' })
        mayAsk = false
        if (permission === 'granted') files.push(await handle.getFile())
      } catch (error) {
        if (!isNamed(error, 'SecurityError', 'NotAllowedError', 'NotFoundError', 'NotReadableError')) throw error
      }
    }
    return files
  }

  return {
    /** Whether this browser lets a page keep a folder. */
    canChoose: showWindow !== undefined,
    folderName: async (): Promise<string | null> => (await readFolder())?.name ?? null,
    /** Lets the person choose the folder; null when they closed the window. Call it from a click. */
    async chooseFolder(): Promise<string | null> {
      if (!showWindow) return null
      try {
        const folder = await showWindow({ id: 'nightsafe-backups', mode: 'read' })
        await set(KEY_FOLDER, folder, store)
        return folder.name
      } catch (error) {
        if (isNamed(error, 'AbortError', 'SecurityError', 'NotAllowedError')) return null
        throw error
      }
    },
    forgetFolder: (): Promise<void> => del(KEY_FOLDER, store),
    /** Remembers a file that was given, if it came as a handle; the newest ten are kept. */
    async rememberFile(handle: FileSystemHandle | null): Promise<void> {
      if (handle?.kind !== 'file' || !BACKUP_NAME.test(handle.name)) return
      const others: RecentFile[] = []
      for (const known of await readRecent()) if (!(await known.isSameEntry(handle))) others.push(known)
      await set(KEY_FILES, [handle, ...others].slice(0, RECENT), store)
    },
    recentCount: async (): Promise<number> => (await readRecent()).length,
    /** The folder's files, newest first, once the person lets the page read them. Call it from a click. */
    filesOfFolder,
    /** Those of the folder, and recent files as far as the person lets the page read them. Call it from a click. */
    async gather(): Promise<ReadFiles> {
      const ofFolder = await filesOfFolder()
      return { ...ofFolder, files: [...ofFolder.files, ...(await recentFiles(ofFolder.folder === 'none'))] }
    },
  }
}

export type RememberedFolder = ReturnType<typeof createRememberedFolder>
