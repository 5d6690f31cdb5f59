import type { Instant } from '../base/clock'
import type { BackupForm, BackupKind } from '../backup/manifest'

/** One backup of a book, as the journal tells it. */
export interface BackupFact {
  readonly kind: BackupKind
  readonly form: BackupForm
  readonly fileName: string
  readonly bytes: number
  readonly generation: number
  readonly seal: string
  readonly contentDigest: string
  /** Made on a line that the book has left since (restored over, undone, or opened anew from a file): it no longer covers what is here. */
  readonly setAside?: true
  readonly offeredAt: Instant
  /** When a person dropped the file back in; null until then. */
  readonly confirmedAt: Instant | null
}
