import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../core/base/failure'
import { fail, ok, type Result } from '../core/base/result'
import type { Inspection } from '../core/restore/inspection'
import { isGoodBackup } from '../core/restore/isGoodBackup'
import { systemErrorToReason } from '../platform/node/systemError'

/** The folders that a folder of backups is divided into. */
const PARTS = ['', 'daily', 'emergency', 'archive']

/** How many files are looked at at once, each in a thread of its own. */
const AT_ONCE = 2

/** A file in a folder of backups. */
export interface FolderFile {
  /** Its name in the folder, with the part of the folder it is in: `daily/shop_backup_….db`. */
  readonly name: string
  readonly inspection: Inspection
}

/** What a folder of backups holds: files that are backups or mean to be, newest good ones first, and how many others. */
export interface BackupFolder {
  readonly files: readonly FolderFile[]
  readonly others: number
}

/** Files that belong to another one, and those that systems leave lying about. */
const BESIDE = /(^\.)|(-(wal|shm|journal)$)|(\.(part|crdownload|tmp)$)/i

async function namesIn(folder: string, part: string): Promise<string[]> {
  const entries = await readdir(join(folder, part), { withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && !BESIDE.test(entry.name)).map((entry) => (part === '' ? entry.name : `${part}/${entry.name}`))
}

/** Good ones first, by their place in the line (of several books, by when they were made); then by name. */
function newestGoodFirst(a: FolderFile, b: FolderFile): number {
  const good = ({ inspection }: FolderFile) => (isGoodBackup(inspection) ? 1 : 0)
  const [one, other] = [a.inspection.manifest, b.inspection.manifest]
  const sameBook = one?.book.id === other?.book.id
  return (
    good(b) - good(a) ||
    (sameBook ? (other?.book.generation ?? 0) - (one?.book.generation ?? 0) : 0) ||
    (other?.madeAt.utc ?? 0) - (one?.madeAt.utc ?? 0) ||
    a.name.localeCompare(b.name)
  )
}

/**
 * Looks at every file of a folder and of its parts `daily`, `emergency` and `archive`, links left alone. Fails with
 * `FileUnreadable` where the folder itself cannot be read.
 */
export async function readBackupFolder(folder: string, inspect: (path: string) => Promise<Inspection>): Promise<Result<BackupFolder, Failure>> {
  const names: string[] = []
  for (const part of PARTS) {
    try {
      names.push(...(await namesIn(folder, part)))
    } catch (error) {
      const reason = systemErrorToReason(error)
      if (part === '') return fail({ type: 'FileUnreadable', reason })
    }
  }
  const files: FolderFile[] = []
  let others = 0
  let next = 0
  async function look(): Promise<void> {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      const inspection = await inspect(join(folder, name))
      if (inspection.verdict === 'not-a-backup') others++
      else files.push({ name, inspection })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, look))
  return ok({ files: files.sort(newestGoodFirst), others })
}
