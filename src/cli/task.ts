import type { FieldName } from '../core/backup/manifest'
import type { Failure } from '../core/base/failure'
import type { Inspection } from '../core/restore/inspection'

/** What was given along with a file: see `InspectRequest`. */
export interface GivenWith {
  readonly passphrase: string | null
  readonly entry: string | null
}

/** What a command asks of the worker that touches files. Plain data: it crosses threads. */
export type Task =
  | { readonly type: 'inspect'; readonly path: string; readonly given: GivenWith }
  | { readonly type: 'convert'; readonly given: GivenWith; readonly from: string; readonly to: string; readonly force: boolean; readonly keepSecrets: boolean }

/** What came of it. */
export type TaskResult =
  | { readonly type: 'inspected'; readonly inspection: Inspection }
  | { readonly type: 'converted'; readonly path: string; readonly size: number; readonly contentDigest: string; readonly leftOut: readonly FieldName[] }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** The command cannot mean this. */
  | { readonly type: 'misused'; readonly reason: string }
