import type { Progress } from '../../core/base/progress'
import type { SalvageReport } from '../../core/restore/salvage/salvageReport'
import type { BookSummary } from '../deviceApi'
import type { GivenFile } from '../jobApi'
import type { Run } from './nightsafeClient'

type OnProgress = (progress: Progress) => void

/** Reading what can still be read of a damaged file. */
export interface SalvageClient {
  /** Tells what could be read; changes nothing. Fails with `NothingSalvaged`. */
  trySalvage(file: File | GivenFile, onProgress: OnProgress): Run<SalvageReport>
  /** Salvages into a new book, with an id of its own. */
  openSalvaged(file: File | GivenFile, request: { name: string; currency: string }, onProgress: OnProgress): Run<{ readonly book: BookSummary; readonly report: SalvageReport }>
}

export function createSalvaging(): SalvageClient {
  const notYet = () => {
    throw new Error('being built')
  }
  return { trySalvage: notYet, openSalvaged: notYet }
}
