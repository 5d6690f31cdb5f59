import type { Clock } from '../../core/base/clock'
import type { RandomBytes } from '../../core/base/id'
import type { BookImageEngine, SqlEngine } from '../../core/book/sqlEngine'
import type { Shelf } from '../../core/book/storage'
import type { JournalStore } from '../../core/journal/journalStore'

/** What a device is made of; the browser and the tests give their own. */
export interface DeviceParts {
  readonly imageEngine: BookImageEngine
  /** For private copies: digests, templates. */
  readonly sqlEngine: SqlEngine
  readonly shelf: Shelf
  readonly journalStore: JournalStore
  readonly randomBytes: RandomBytes
  /** For entries about what happens without a call (which says itself when). */
  readonly clock: Clock
  /** Whether writes go to a commit log as well as to the home. */
  readonly hasLog: boolean
  /** Whether the browser promised not to clear this origin's storage by itself. */
  isPersisted(): Promise<boolean>
}
