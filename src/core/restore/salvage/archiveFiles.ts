import { textToBytes } from '../../base/bytes'
import { startsWith, textAt } from '../fileBytes'

/** A file in a damaged archive, as far as its bytes are there. */
export interface ArchiveFile {
  /** Empty where it was lost. */
  readonly name: string
  readonly bytes: Uint8Array
  /** All its bytes are there. */
  readonly isWhole: boolean
}

const BLOCK = 512
const SQLITE = textToBytes('SQLite format 3\0')

/** A text of fixed width, to its first NUL. */
const fieldAt = (bytes: Uint8Array, at: number, length: number) => (textAt(bytes, at, length).split('\0')[0] ?? '')

/** The name and size in a member's header; null where the block is none, by its check sum. */
function readHeader(bytes: Uint8Array, at: number): { name: string; size: number; isFile: boolean } | null {
  if (at + BLOCK > bytes.length) return null
  let sum = 0
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (bytes[at + i] ?? 0)
  const size = Number.parseInt(fieldAt(bytes, at + 124, 12).trim() || '0', 8)
  if (Number.parseInt(fieldAt(bytes, at + 148, 8).trim(), 8) !== sum || !Number.isSafeInteger(size) || size < 0) return null
  const type = bytes[at + 156]
  return { name: fieldAt(bytes, at, 100), size, isFile: type === 0 || type === 48 }
}

/**
 * The files in a damaged tar archive (POSIX.1-1988: blocks of 512 bytes, sizes in octal); none where it is no archive. What
 * follows a broken header is passed over up to the next good one, except for a database, which shows by itself.
 */
export function findArchiveFiles(bytes: Uint8Array): ArchiveFile[] {
  const files: ArchiveFile[] = []
  let isArchive = false
  for (let at = 0; at < bytes.length; ) {
    const header = readHeader(bytes, at)
    if (header) {
      isArchive = true
      const from = at + BLOCK
      if (header.isFile && header.size > 0) files.push({ name: header.name, bytes: bytes.subarray(from, from + header.size), isWhole: from + header.size <= bytes.length })
      at = from + Math.ceil(header.size / BLOCK) * BLOCK
    } else if (startsWith(bytes.subarray(at, at + SQLITE.length), SQLITE)) {
      let to = at + BLOCK
      while (to < bytes.length && !readHeader(bytes, to)) to += BLOCK
      files.push({ name: '', bytes: bytes.subarray(at, to), isWhole: to < bytes.length })
      at = to
    } else at += BLOCK
  }
  return isArchive ? files : []
}

/** The file that is meant: the named one, or the largest database, or the largest file. */
export function chooseArchiveFile(files: readonly ArchiveFile[], entry: string | null): ArchiveFile | undefined {
  if (entry !== null) return files.find(({ name }) => name === entry)
  const isDatabase = (file: ArchiveFile) => startsWith(file.bytes, SQLITE)
  return files.toSorted((a, b) => Number(isDatabase(b)) - Number(isDatabase(a)) || b.bytes.length - a.bytes.length)[0]
}
