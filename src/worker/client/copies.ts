import type { Clock } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import { ok, type Result } from '../../core/base/result'
import type { BookDescription, RowQuery, RowWindow } from '../../core/book/bookDescription'
import type { BookHead, BookIdentity } from '../../core/book/bookHead'
import type { BringInCheck, BringInSelection, DifferenceQuery, DifferenceSummary, DifferenceWindow } from '../../core/restore/difference/difference'
import type { JournalEvent } from '../../core/journal/journalEntry'
import { severityOf } from '../../core/journal/severityOf'
import type { CopySource } from '../copyJobs'
import type { DeviceApi } from '../deviceApi'
import type { GivenFile } from '../jobApi'
import { holdJob, type HeldJob } from './holdJob'
import type { Run } from './nightsafeClient'
import type { JobHandle } from './runInJob'
import { toGivenFile } from './toGivenFile'

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/** A copy of a book that is looked at beside the live one. `intoTable`: one table of
 * the file (CSV, XLSX) is meant for this one; `fromTable` says which where there are several. */
export type OtherCopy =
  | { readonly kind: 'file'; readonly given: File | GivenFile; readonly intoTable: string | null; readonly fromTable?: string | null }
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

/** What these calls need of a client. */
interface CopiesParts {
  readonly device: DeviceApi
  startJob(): JobHandle
  readonly clock: Clock
  who(): string
}

/** How the journal names a copy. */
const nameOf = (copy: OtherCopy) => (copy.kind === 'file' ? toGivenFile(copy.given).file.name : '')

/** What a worker needs of a copy that this device kept: not all of an identity, which may be large. */
function kept(bytes: Uint8Array<ArrayBuffer>, { currency, layout }: Pick<BookIdentity, 'currency' | 'layout'>): Result<CopySource, Failure> {
  return ok({ kind: 'kept', bytes, identity: { currency, ...(layout === undefined ? {} : { layout }) } })
}

/** See `CopiesClient`. */
export function createCopies({ device, startJob, clock, who }: CopiesParts): CopiesClient {
  async function sourceOf(copy: OtherCopy): Outcome<CopySource> {
    if (copy.kind === 'file') return ok({ kind: 'file', given: toGivenFile(copy.given), intoTable: copy.intoTable, fromTable: copy.fromTable ?? null })
    if (copy.kind === 'restore-point') {
      const point = await device.readRestorePoint(copy.bookId, copy.id)
      return point.ok ? kept(point.value.bytes, point.value.head.identity) : point
    }
    const copies = await device.listSafetyCopies(copy.bookId)
    if (!copies.ok) return copies
    const bytes = await device.readSafetyCopy(copy.bookId, copy.id)
    const identity = copies.value.find(({ id }) => id === copy.id)?.head.identity
    return bytes.ok ? kept(bytes.value, identity ?? { currency: 'EUR' }) : bytes
  }

  async function bringIn(held: HeldJob, copy: OtherCopy, bookId: string, selection: BringInSelection): ReturnType<OpenDifference['bringIn']> {
    const plan = await held.ask((job) => job.planBringIn(selection))
    if (!plan.ok) return plan
    const at = clock.now()
    const edited = await device.edit(bookId, { type: 'bringIn', tables: plan.value.tables }, at)
    if (!edited.ok) return edited
    const book = await device.describeBook(bookId)
    if (!book.ok) return book
    const { records, added = 0 } = edited.value
    const event: JournalEvent = { type: 'brought-in', fileName: nameOf(copy), added, changed: records - added }
    // done and durable, whether or not the journal could take the line
    if (records > 0) await device.note({ at, bookId, who: who(), severity: severityOf(event), event })
    return ok({ head: book.value.head, added, changed: event.changed })
  }

  return {
    openCopy: (copy, onProgress) =>
      holdJob(
        startJob,
        async (job) => {
          const source = await sourceOf(copy)
          return source.ok ? job.openCopy(source.value, onProgress) : source
        },
        (description, held): OpenCopy => ({
          description,
          rows: (query) => held.ask((job) => job.copyRows(query)),
          tableAsCsv: (table) => held.ask((job) => job.copyTableAsCsv(table)),
          asDatabase: () => held.ask((job) => job.copyAsDatabase()),
          close: held.end,
        }),
      ),
    openDifference: (copy, bookId, onProgress) =>
      holdJob(
        startJob,
        async (job) => {
          const source = await sourceOf(copy)
          if (!source.ok) return source
          const live = await device.snapshot(bookId)
          return live.ok ? job.openDifference(source.value, live.value, onProgress) : live
        },
        (summary, held): OpenDifference => ({
          summary,
          rows: (query) => held.ask((job) => job.differenceRows(query)),
          asCsv: (query) => held.ask((job) => job.differenceAsCsv(query)),
          checkBringIn: (selection) => held.ask((job) => job.checkBringIn(selection)),
          bringIn: (selection) => bringIn(held, copy, bookId, selection),
          close: held.end,
        }),
      ),
  }
}
