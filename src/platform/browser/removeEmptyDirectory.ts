import { listEntries, openDirectory } from './opfsFiles'

/** Removes a directory that holds nothing any more. */
export async function removeEmptyDirectory(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  const directory = await openDirectory(parent, name, false)
  if (directory && (await listEntries(directory)).length === 0) await parent.removeEntry(name)
}
