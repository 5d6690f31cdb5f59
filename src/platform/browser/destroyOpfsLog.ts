import { asideName, listBookFiles, segmentName } from './bookFiles'
import { openDirectory, removeUnheld } from './opfsFiles'
import { removeEmptyDirectory } from './removeEmptyDirectory'

/** Deletes all segments of a book's log, and the restore points, which are nothing without them. */
export async function destroyOpfsLog(root: FileSystemDirectoryHandle, bookId: string): Promise<void> {
  const directory = await openDirectory(root, bookId, false)
  if (!directory) return
  const { segments, aside, points } = await listBookFiles(directory)
  for (const { name } of points) await removeUnheld(directory, name)
  for (const number of segments) await removeUnheld(directory, segmentName(number))
  for (const number of aside) await removeUnheld(directory, asideName(number))
  await removeEmptyDirectory(root, bookId)
}
