import type { FileSource } from '../base/fileSource'

/** What the person gives along with a file. */
export interface InspectRequest {
  /** Opens an encrypted file; null while none was given. */
  readonly passphrase: string | null
  /** Which database of an archive that holds several; null while none was chosen. */
  readonly entry: string | null
  /** The `-wal` file that lay beside an SQLite database, whose commits belong to it. */
  readonly wal: FileSource | null
}

/** A file given alone. */
export const FILE_ALONE: InspectRequest = { passphrase: null, entry: null, wal: null }
