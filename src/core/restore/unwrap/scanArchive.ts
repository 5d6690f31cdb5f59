import { concatBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import { fail, ok, type Result } from '../../base/result'
import { detectFormat, HEAD_BYTES } from '../detectFormat'
import type { FileContents } from '../fileContents'
import { ArchiveError, type ReadArchive } from './readArchive'

/** Members above which an archive is not looked through: no backup has as many. */
export const MEMBER_LIMIT = 10_000

/**
 * What a file in an archive is to a restore: a database, a backup in another known format, a file that may hold
 * tables, the log of a database, or none of them.
 */
export type MemberRole = 'database' | 'backup' | 'tables' | 'wal' | 'other'

/** A file in an archive, told by its first bytes. */
export interface ScannedFile {
  readonly index: number
  readonly name: string
  /** Bytes that it really has. */
  readonly size: number
  readonly role: MemberRole
}

/** What is in an archive. */
export interface ScannedArchive {
  readonly files: readonly ScannedFile[]
  /** Links, devices and the like, which are passed over. */
  readonly passedOver: number
  /** It has more members than are looked at. */
  readonly tooMany: boolean
}

function roleOf(head: Uint8Array, size: number): MemberRole {
  const detected = detectFormat(head, size)
  switch (detected.kind) {
    case 'sqlite': return 'database'
    case 'sql-dump': return 'backup'
    case 'json': return detected.shape === 'tables' ? 'tables' : 'backup'
    case 'csv':
    case 'workbook': return 'tables'
    // a wrapper inside an archive stays closed
    case 'age':
    case 'gzip': return 'other'
    case 'other': return detected.hint === 'wal-file' ? 'wal' : 'other'
  }
}

async function lookAt(chunks: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; size: number }> {
  const parts: Uint8Array[] = []
  let kept = 0
  let size = 0
  for await (const chunk of chunks) {
    if (kept < HEAD_BYTES) {
      // the reader may use the chunk again, and the head must not hold on to all of it
      const part = chunk.slice(0, HEAD_BYTES - kept)
      parts.push(part)
      kept += part.length
    }
    size += chunk.length
  }
  return { head: concatBytes(parts), size }
}

/**
 * Looks at every member of an archive by its content, to the last byte, so that the wrappers around it are checked
 * whole. Of members with one name only the last counts, as when an archive is unpacked. Fails with `Damaged`, or what
 * the wrapper outside failed with.
 */
export async function scanArchive(readArchive: ReadArchive, contents: FileContents): Promise<Result<ScannedArchive, Failure>> {
  const reading = contents.read()
  if (!reading.ok) return reading
  const files = new Map<string, ScannedFile>()
  let index = 0
  let passedOver = 0
  try {
    for await (const { name, kind, chunks } of readArchive(reading.value.chunks)) {
      if (index >= MEMBER_LIMIT) return ok({ files: [...files.values()], passedOver, tooMany: true })
      if (kind === 'file') {
        const { head, size } = await lookAt(chunks)
        files.set(name, { index, name, size, role: size === 0 ? 'other' : roleOf(head, size) })
      } else if (kind !== 'folder') passedOver++
      index++
    }
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const outside = reading.value.outcome()
    return outside.ok ? fail({ type: 'Damaged', detail: error.message }) : outside
  }
  const outside = reading.value.outcome()
  return outside.ok ? ok({ files: [...files.values()], passedOver, tooMany: false }) : outside
}
