import type { FieldName } from '../core/backup/manifest'
import type { Failure } from '../core/base/failure'
import type { DifferenceSummary } from '../core/restore/difference/difference'
import type { Inspection } from '../core/restore/inspection'
import type { SalvageReport } from '../core/restore/salvage/salvageReport'

/** What was given along with a file: see `InspectRequest`. */
export interface GivenWith {
  readonly passphrase: string | null
  readonly entry: string | null
}

/** Two files to be held against each other; `csv` gets the differing records of `table` (null = the only one that differs). */
export interface DiffTask {
  readonly type: 'diff'
  readonly here: string
  readonly other: string
  readonly given: GivenWith
  readonly csv: string | null
  readonly table: string | null
  /** Replaces a CSV file that is there already. */
  readonly force: boolean
}

/** A damaged file of which everything that can be read is to be written anew. */
export interface SalvageTask {
  readonly type: 'salvage'
  readonly from: string
  readonly to: string
  readonly given: GivenWith
  readonly force: boolean
}

/** A file to be written anew, in the form that the new name asks for. */
export interface ConvertTask {
  readonly type: 'convert'
  readonly from: string
  /** A slash at its end means a folder. */
  readonly to: string
  /** Opens an encrypted file, and locks the new one where its name asks for that. */
  readonly given: GivenWith
  /** Replaces files that have the new names already. */
  readonly force: boolean
  /** Keeps the fields of another program's file that look secret. */
  readonly keepSecrets: boolean
  /** The table that goes into a CSV file; null = the only one, or all into a folder. */
  readonly table: string | null
}

/** A file that is no backup any more: one table as CSV, or (`table` null) the database of a newer app. */
export interface ExportedTable {
  readonly table: string | null
  readonly path: string
  readonly records: number | null
  /** Bytes. */
  readonly size: number
}

/** What a command asks of the worker that touches files. Plain data: it crosses threads. */
export type Task =
  | ConvertTask
  | DiffTask
  | SalvageTask
  | { readonly type: 'inspect'; readonly path: string; readonly given: GivenWith }

/** What came of it. */
export type TaskResult =
  | { readonly type: 'inspected'; readonly inspection: Inspection }
  | { readonly type: 'converted'; readonly path: string; readonly size: number; readonly contentDigest: string; readonly leftOut: readonly FieldName[] }
  | { readonly type: 'exported'; readonly files: readonly ExportedTable[]; readonly leftOut: readonly FieldName[] }
  | { readonly type: 'compared'; readonly summary: DifferenceSummary; readonly csv: { readonly path: string; readonly table: string } | null }
  | { readonly type: 'salvaged'; readonly path: string; readonly size: number; readonly contentDigest: string; readonly report: SalvageReport }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The command cannot mean this. */
  | { readonly type: 'misused'; readonly reason: string }
