import type { SyncFile } from './sealedFile'
import { storageFailureOf } from './storageFailureOf'

/** Where all books of this origin lie in the origin private file system. */
const ROOT_NAME = 'nightsafe'

/** How long a handle that was just given up by a window that ended may still be held. */
const RETRY_DELAYS = [20, 50, 100, 200]

const isNamed = (error: unknown, name: string) => error instanceof DOMException && error.name === name
const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** The directory of a name, made when asked for; null when there is none. */
export async function openDirectory(parent: FileSystemDirectoryHandle, name: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await parent.getDirectoryHandle(name, { create })
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return null
    throw error
  }
}

/** Names of all files and directories in a directory. */
export async function listEntries(directory: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of directory.keys()) names.push(name)
  return names
}

/** Removes a file. One that is gone already is removed; one that a frozen window still holds stays until the next time. */
export async function removeUnheld(directory: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await directory.removeEntry(name)
  } catch (error) {
    if (!isNamed(error, 'NotFoundError') && storageFailureOf(error, name).type !== 'StorageUnavailable') throw error
  }
}

/** A synchronous handle of a file, for this window alone; null when another window holds it. */
export async function openSyncFile(handle: FileSystemFileHandle): Promise<SyncFile | null> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await handle.createSyncAccessHandle()
    } catch (error) {
      if (!isNamed(error, 'NoModificationAllowedError')) throw error
      const delay = RETRY_DELAYS[attempt]
      if (delay === undefined) return null
      await wait(delay)
    }
  }
}

/**
 * The directory of all books, once it has been seen that files in it can be written and flushed synchronously; null
 * where they cannot (no OPFS, no synchronous handles, private windows of some browsers).
 */
export async function detectOpfs(storage: StorageManager = navigator.storage): Promise<FileSystemDirectoryHandle | null> {
  if (typeof storage?.getDirectory !== 'function') return null
  const probe = `probe-${crypto.randomUUID()}`
  try {
    const origin = await storage.getDirectory()
    const root = await origin.getDirectoryHandle(ROOT_NAME, { create: true })
    const handle = await root.getFileHandle(probe, { create: true })
    if (typeof handle.createSyncAccessHandle !== 'function') return null
    const file = await handle.createSyncAccessHandle()
    try {
      const written = file.write(new Uint8Array([78, 83]), { at: 0 })
      file.flush()
      const read = new Uint8Array(2)
      if (written !== 2 || file.read(read, { at: 0 }) !== 2 || read[0] !== 78) return null
    } finally {
      file.close()
      await root.removeEntry(probe)
    }
    return root
  } catch (error) {
    // whatever keeps OPFS from working, the home alone is used then, and the health page says so
    if (error instanceof DOMException || error instanceof TypeError) return null
    throw error
  }
}
