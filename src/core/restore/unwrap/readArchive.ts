/** What a member of an archive is. Only files have contents; links and devices are never followed. */
export type MemberKind = 'file' | 'folder' | 'link' | 'special'

/** A member of an archive, as it streams by. Its chunks can be read until the next member is asked for. */
export interface ArchiveMember {
  /** As the archive says it: a label, never a path to write to. */
  readonly name: string
  /** Bytes, as the archive says. */
  readonly size: number
  readonly kind: MemberKind
  readonly chunks: AsyncIterable<Uint8Array>
}

/** An archive that is broken or cut short. The only error that reading an archive throws for bad data. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

/** Reads a tar archive (POSIX ustar and pax, GNU long names) in one pass, to its last byte. */
export type ReadArchive = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<ArchiveMember>
