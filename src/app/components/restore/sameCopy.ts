import type { OtherCopy } from '../../../worker/client/copies'
import { toGivenFile } from '../../../worker/client/toGivenFile'

/** Whether two mean the same copy, opened in the same way: then there is nothing to open again. */
export function sameCopy(a: OtherCopy, b: OtherCopy): boolean {
  if (a.kind === 'file') {
    if (b.kind !== 'file') return false
    const [one, other] = [toGivenFile(a.given), toGivenFile(b.given)]
    const sameTables = a.intoTable === b.intoTable && (a.fromTable ?? null) === (b.fromTable ?? null)
    return sameTables && one.file === other.file && one.passphrase === other.passphrase && one.entry === other.entry && one.wal === other.wal
  }
  return b.kind === a.kind && a.bookId === b.bookId && a.id === b.id
}
