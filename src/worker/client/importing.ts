import type { Clock } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import { fail, ok, type Result } from '../../core/base/result'
import type { EditOutcome } from '../../core/book/bookDescription'
import { severityOf } from '../../core/journal/severityOf'
import type { JournalEvent } from '../../core/journal/journalEntry'
import type { ImportCheck, ImportPreview, ImportRequest, MendedRow, MendOutcome } from '../../core/transfer/importPlan'
import type { WrittenForms } from '../../core/transfer/writtenForms'
import type { DeviceApi } from '../deviceApi'
import type { GivenFile } from '../jobApi'
import { holdJob, type HeldJob } from './holdJob'
import type { Run } from './nightsafeClient'
import type { JobHandle } from './runInJob'
import { toGivenFile } from './toGivenFile'

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/** A file of tables, open in a worker of its own until `close`. */
export interface OpenImport {
  readonly preview: ImportPreview
  /** What an import would do, tried on a copy of the book as it is now. */
  check(request: ImportRequest, onProgress: OnProgress): Outcome<ImportCheck>
  /** Mends a row that the last check listed: it is looked at at once, and comes along where it fits. */
  mend(mended: MendedRow): Outcome<MendOutcome>
  /**
   * Does what was checked last, as one change that one undo takes back; a restore point is made before. Rows that were
   * refused are left out. Fails with `RecordChangedSince` where the book was changed since it was checked.
   */
  bringIn(): Outcome<EditOutcome>
  close(): void
}

/** Taking tables of other programs into a book. */
export interface ImportClient {
  openImport(file: File | GivenFile, bookId: string, otherwise: WrittenForms, onProgress: OnProgress): Run<OpenImport>
}

/** What these calls need of a client. */
interface ImportingParts {
  readonly device: DeviceApi
  startJob(): JobHandle
  readonly clock: Clock
  who(): string
}

/** See `ImportClient`. */
export function createImporting({ device, startJob, clock, who }: ImportingParts): ImportClient {
  function open(preview: ImportPreview, held: HeldJob, bookId: string, fileName: string): OpenImport {
    let checked: { readonly table: string; readonly generation: number } | null = null

    async function check(request: ImportRequest, onProgress: OnProgress): Outcome<ImportCheck> {
      checked = null
      const live = await device.snapshot(bookId)
      if (!live.ok) return live
      const { generation } = live.value.head
      const found = await held.ask((job) => job.checkImport(request, live.value, onProgress))
      if (found.ok) checked = { table: request.table, generation }
      return found
    }

    async function bringIn(): Outcome<EditOutcome> {
      if (!checked) throw new Error('nothing was checked')
      const { table, generation } = checked
      const book = await device.describeBook(bookId)
      if (!book.ok) return book
      // which records are there, and what they are, was looked at then
      if (book.value.head.generation !== generation) return fail({ type: 'RecordChangedSince', table })
      const plan = await held.ask((job) => job.planImport())
      if (!plan.ok) return plan
      checked = null
      const at = clock.now()
      const edited = plan.value.by === 'records' ? await device.edit(bookId, { type: 'bringIn', tables: [plan.value.brought] }, at) : await device.adopt(bookId, plan.value.made, at)
      if (!edited.ok) return edited.failure.type === 'UndoSuperseded' ? fail({ type: 'RecordChangedSince', table }) : edited
      const { records, added = 0 } = edited.value
      const event: JournalEvent = { type: 'brought-in', fileName, added, changed: records - added }
      // done and durable, whether or not the journal could take the line
      if (records > 0) await device.note({ at, bookId, who: who(), severity: severityOf(event), event })
      return ok(edited.value)
    }

    return { preview, check, mend: (mended) => held.ask((job) => job.mendRow(mended)), bringIn, close: held.end }
  }

  return {
    openImport(file, bookId, otherwise, onProgress) {
      const given = toGivenFile(file)
      return holdJob(startJob, (job) => job.openImport(given, otherwise, onProgress), (preview, held) => open(preview, held, bookId, given.file.name))
    },
  }
}
