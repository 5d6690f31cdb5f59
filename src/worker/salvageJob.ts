import type { Failure } from '../core/base/failure'
import { createId, type RandomBytes } from '../core/base/id'
import type { Work } from '../core/base/progress'
import { ok, type Result } from '../core/base/result'
import type { InspectDeps } from '../core/restore/inspectFile'
import { salvageFile } from '../core/restore/salvage/salvageFile'
import type { SalvageReport } from '../core/restore/salvage/salvageReport'
import { blobFileSource } from '../platform/browser/blobFileSource'
import type { BackupRequest, NewContents } from './deviceApi'
import type { GivenFile } from './jobApi'

/** The book that salvaged records are to begin. An empty name takes that of the backup, where it could be read. */
export interface SalvageBookRequest {
  readonly name: string
  readonly currency: string
  readonly at: BackupRequest['at']
}

/** What salvaging a given file came to; the contents where a book was asked for. */
export interface SalvagedFile {
  readonly report: SalvageReport
  readonly contents: NewContents | null
}

/** Salvages a file as the person gave it: see `salvageFile`. The contents are always those of a book of its own. */
export async function salvageGiven(
  parts: InspectDeps & { readonly randomBytes: RandomBytes }, { file, passphrase, entry }: GivenFile, request: SalvageBookRequest | null, work: Work,
): Promise<Result<SalvagedFile, Failure>> {
  const salvaged = await salvageFile(parts, blobFileSource(file, file.name), work, { passphrase, entry, wal: null, currency: request?.currency ?? 'EUR' })
  if (!salvaged.ok) return salvaged
  const { bytes, contentDigest, asleep, manifest, report } = salvaged.value
  if (!request) return ok({ report, contents: null })
  const identity = {
    bookId: createId(parts.randomBytes),
    name: request.name || manifest?.book.name || file.name,
    createdAt: request.at,
    currency: manifest?.book.currency ?? request.currency,
    lineage: [{ branch: createId(parts.randomBytes), from: 1, after: 0 }],
    asleep,
    samples: [],
  }
  // what was salvaged is no backup any more, whatever it came from
  return ok({ report, contents: { identity, format: 'sqlite', records: report.recovered, generation: 0, bytes, contentDigest } })
}
