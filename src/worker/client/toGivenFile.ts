import type { GivenFile } from '../jobApi'

/** A file given alone, or as it is when it came with a passphrase, a choice or its `-wal`. */
export function toGivenFile(given: File | GivenFile): GivenFile {
  return given instanceof File ? { file: given, passphrase: null, entry: null, wal: null } : given
}
