import type { Clock } from '../../core/base/clock'
import type { Progress } from '../../core/base/progress'
import { fail, ok } from '../../core/base/result'
import type { SalvageReport } from '../../core/restore/salvage/salvageReport'
import type { BookSummary, DeviceApi } from '../deviceApi'
import type { GivenFile } from '../jobApi'
import type { Run } from './nightsafeClient'
import { runInJob, type JobHandle } from './runInJob'
import { toGivenFile } from './toGivenFile'

type OnProgress = (progress: Progress) => void

/** Reading what can still be read of a damaged file. */
export interface SalvageClient {
  /** Tells what could be read; changes nothing. Fails with `NothingSalvaged`. */
  trySalvage(file: File | GivenFile, onProgress: OnProgress): Run<SalvageReport>
  /** Salvages into a new book, with an id of its own. */
  openSalvaged(file: File | GivenFile, request: { name: string; currency: string }, onProgress: OnProgress): Run<{ readonly book: BookSummary; readonly report: SalvageReport }>
}

/** What these calls need of a client. */
interface SalvagingParts {
  readonly device: DeviceApi
  startJob(): JobHandle
  readonly clock: Clock
  who(): string
}

/** The calls, over a device and throw-away workers. */
export function createSalvaging({ device, startJob, clock, who }: SalvagingParts): SalvageClient {
  return {
    trySalvage: (file, onProgress) =>
      runInJob(startJob, async (job) => {
        const salvaged = await job.salvage(toGivenFile(file), null, onProgress)
        return salvaged.ok ? ok(salvaged.value.report) : salvaged
      }),
    openSalvaged: (file, request, onProgress) =>
      runInJob(startJob, async (job, commit) => {
        const given = toGivenFile(file)
        const salvaged = await job.salvage(given, { ...request, at: clock.now() }, onProgress)
        if (!salvaged.ok) return salvaged
        const { report, contents } = salvaged.value
        if (!contents) return fail({ type: 'NothingSalvaged' })
        if (!commit()) return fail({ type: 'Cancelled' })
        const book = await device.addBook(contents, given.file.name, clock.now(), who())
        if (!book.ok) return book
        const noted = await device.note({
          at: clock.now(),
          bookId: book.value.bookId,
          who: who(),
          severity: 'warning',
          event: { type: 'book-salvaged', fileName: given.file.name, recovered: report.recovered },
        })
        return noted.ok ? ok({ book: book.value, report }) : noted
      }),
  }
}
