import type { Failure } from '../base/failure'

/**
 * Something wrong with a backup that could still be read: it must not be accepted as it is, but its records may be
 * salvaged. The codes are those of the findings that people see.
 */
export interface BackupProblem {
  readonly code: 'seal-mismatch' | 'digest-mismatch' | 'schema-mismatch' | 'count-mismatch' | 'corrupt' | 'trailing-bytes'
  /** One plain English sentence; never holds cell values. */
  readonly detail: string
  readonly failure: Failure
}

/** The problem of a file whose bytes are not those that were sealed. */
export function sealProblem(): BackupProblem {
  return { code: 'seal-mismatch', detail: 'The file is not, byte for byte, what was written.', failure: { type: 'SealMismatch' } }
}

/** The problem of a file whose pages or lines contradict each other. */
export function corruptProblem(detail: string): BackupProblem {
  return { code: 'corrupt', detail, failure: { type: 'Damaged', detail } }
}
