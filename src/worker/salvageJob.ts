import type { Failure } from '../core/base/failure'
import type { RandomBytes } from '../core/base/id'
import type { Work } from '../core/base/progress'
import { ok, type Result } from '../core/base/result'
import type { InspectDeps } from '../core/restore/inspectFile'
import { salvageFile } from '../core/restore/salvage/salvageFile'
import { createSalvagedIdentity, type SalvagedBook } from '../core/restore/salvage/salvagedIdentity'
import type { SalvageReport } from '../core/restore/salvage/salvageReport'
import { blobFileSource } from '../platform/browser/blobFileSource'
import type { NewContents } from './deviceApi'
import type { GivenFile } from './jobApi'

/** What salvaging a given file came to; the contents where a book was asked for. */
export interface SalvagedFile {
  readonly report: SalvageReport
  readonly contents: NewContents | null
}

/** Salvages a file as the person gave it: see `salvageFile`. The contents are always those of a book of its own. */
export async function salvageGiven(
  parts: InspectDeps & { readonly randomBytes: RandomBytes }, { file, passphrase, entry, wal }: GivenFile, request: SalvagedBook | null, work: Work,
): Promise<Result<SalvagedFile, Failure>> {
  const log = wal && blobFileSource(wal, wal.name)
  const salvaged = await salvageFile(parts, blobFileSource(file, file.name), work, { passphrase, entry, wal: log, currency: request?.currency ?? 'EUR' })
  if (!salvaged.ok) return salvaged
  const { bytes, contentDigest, report } = salvaged.value
  if (!request) return ok({ report, contents: null })
  const identity = createSalvagedIdentity(salvaged.value, request, file.name, parts.randomBytes)
  return ok({ report, contents: { identity, format: 'sqlite', records: report.recovered, generation: 0, bytes, contentDigest } })
}
