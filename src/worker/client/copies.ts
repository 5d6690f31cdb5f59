import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import type { Result } from '../../core/base/result'
import type { BookDescription, RowQuery, RowWindow } from '../../core/book/bookDescription'
import type { BookHead } from '../../core/book/bookHead'
import type { BringInCheck, BringInSelection, DifferenceQuery, DifferenceSummary, DifferenceWindow } from '../../core/restore/difference/difference'
import type { GivenFile } from '../jobApi'
import type { Run } from './nightsafeClient'

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/** A copy of a book that is looked at beside the live one. `intoTable`: the file is one table (CSV, XLSX) meant for this one. */
export type OtherCopy =
  | { readonly kind: 'file'; readonly given: File | GivenFile; readonly intoTable: string | null }
  | { readonly kind: 'restore-point'; readonly bookId: string; readonly id: string }
  | { readonly kind: 'safety-copy'; readonly bookId: string; readonly id: string }

/** A copy open for reading in a worker of its own, until `close`. Works for files of newer apps too. */
export interface OpenCopy {
  readonly description: BookDescription
  rows(query: RowQuery): Outcome<RowWindow>
  /** One table as CSV (UTF-8, cells that a spreadsheet would run are escaped). */
  tableAsCsv(table: string): Outcome<Blob>
  /** The copy as a plain SQLite file. */
  asDatabase(): Outcome<Blob>
  close(): void
}

/** The differences between a copy and the live book, held in a worker until `close`. The book as it was when this was opened. */
export interface OpenDifference {
  readonly summary: DifferenceSummary
  rows(query: DifferenceQuery): Outcome<DifferenceWindow>
  /** All differing records of the query as CSV. */
  asCsv(query: Omit<DifferenceQuery, 'from' | 'count'>): Outcome<Blob>
  checkBringIn(selection: BringInSelection): Outcome<BringInCheck>
  /** Brings records in as one change that one undo takes back. Fails with `ReferencesBroken` where that would break references. */
  bringIn(selection: BringInSelection): Outcome<{ readonly head: BookHead; readonly added: number; readonly changed: number }>
  close(): void
}

/** Looking into copies, and holding them against the live book record by record. */
export interface CopiesClient {
  openCopy(copy: OtherCopy, onProgress: OnProgress): Run<OpenCopy>
  openDifference(copy: OtherCopy, bookId: string, onProgress: OnProgress): Run<OpenDifference>
}

export function createCopies(): CopiesClient {
  const notYet = () => {
    throw new Error('being built')
  }
  return { openCopy: notYet, openDifference: notYet }
}
