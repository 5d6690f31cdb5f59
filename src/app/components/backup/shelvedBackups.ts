import type { ShelvedBackup } from '../../../core/backup/planRetention'
import { isGoodBackup, type GoodnessFacts } from '../../../core/restore/isGoodBackup'

/** A file of the chosen folder that is a backup, and the book that it says it holds. */
export interface FolderBackup extends ShelvedBackup {
  readonly bookName: string
  readonly bytes: number
  /** Encrypted, and with none of the passphrases that this device knows. */
  readonly isLocked: boolean
}

const OWN_NAME = /_(backup|manual|archive)_\d{8}_\d{6}(_.*)?\.(db|json)(\.gz)?(\.age)?$/

/** Whether a file has a name as this app gives them; others in the folder are nobody's business here. */
export const hasOwnName = (name: string): boolean => OWN_NAME.test(name)

/** What a file of the folder is, once it was read in full. Without a readable manifest it only has its file's date. */
export function toFolderBackup(file: Pick<File, 'name' | 'size' | 'lastModified'>, inspection: GoodnessFacts): FolderBackup {
  const { manifest, verdict } = inspection
  const shared = { name: file.name, bytes: file.size, isLocked: verdict === 'needs-passphrase' }
  if (!manifest) return { ...shared, bookName: '', bookId: '', kind: 'manual', madeAt: file.lastModified, good: false, lineage: [], generation: 0 }
  const { book, kind, madeAt } = manifest
  return { ...shared, bookName: book.name, bookId: book.id, kind, madeAt: madeAt.utc, good: isGoodBackup(inspection), lineage: book.lineage, generation: book.generation }
}
