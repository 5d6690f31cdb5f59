import type { Instant } from '../base/clock'
import type { Failure } from '../base/failure'
import type { Result } from '../base/result'
import type { BookHead, BookIdentity } from './bookHead'
import type { RestorePointInfo, RestorePointReason } from './restorePoint'
import type { MadeState } from './session/adoptState'
import type { SqlDatabase } from './sqlEngine'
import type { SafetyCopyInfo } from './storage'

/** Something that happened to the stored book and that the person must be told of. */
export type Incident =
  /** IndexedDB was empty or damaged; the book was rebuilt from the commit log. */
  | { type: 'HomeRebuilt'; bookId: string; name: string; cause: 'missing' | 'damaged' | 'behind' }
  /** The commit log was gone or damaged; the book was read from IndexedDB and a new log begun. */
  | { type: 'LogRebuilt'; bookId: string; name: string; cause: 'missing' | 'damaged' }
  /** What was found is older than what was last acknowledged. */
  | { type: 'ChangesMissing'; bookId: string; name: string; found: number; known: number }
  /** Nothing is left of a book that was here. */
  | { type: 'BookGone'; bookId: string; name: string; known: number }
  /** Something is left of a book, but nothing that can be opened. */
  | { type: 'BookUnreadable'; bookId: string; name: string; detail: string }

/** How durable "Saved" is on this device. */
export interface Durability {
  /** `log-and-home` with OPFS, `home-only` (IndexedDB, strict) without. */
  readonly storage: 'log-and-home' | 'home-only'
  readonly tracking: 'page-tap' | 'export-and-compare'
}

/** A change that was made durable. */
export interface Written<T> {
  readonly value: T
  readonly head: BookHead
}

/** What a replacement of the whole book did. */
export interface Replaced {
  readonly head: BookHead
  readonly safetyCopy: SafetyCopyInfo
}

/** A restore point that is to be made. */
export interface RestorePointRequest {
  readonly at: Instant
  readonly reason: RestorePointReason
  /** See `RestorePointInfo`. */
  readonly name: string
}

/**
 * An open book in one window: reads see the newest state this window knows, writes are durable when they return.
 *
 * write = lock → catch up → BEGIN, task, COMMIT → changed pages → log (flushed) → acknowledge → home → announce.
 * A task that throws `SqlError` or returns a failure is rolled back; a change that cannot be stored is undone in
 * memory, so memory never runs ahead of storage. A task that changes no page makes no generation.
 */
export interface BookSession {
  readonly head: BookHead
  readonly durability: Durability
  /** Runs a query on the newest state this window knows. The task must not write. */
  read<T>(task: (db: SqlDatabase) => T): T
  /** One transaction. `identity` may be changed along with it by calling `changeIdentity` in the task. */
  write<T>(
    at: Instant,
    task: (db: SqlDatabase, changeIdentity: (change: Partial<Omit<BookIdentity, 'bookId'>>) => void) => Result<T, Failure>,
  ): Promise<Result<Written<T>, Failure>>
  /** Goes back to the state before the latest change, if that is `generation` and was made in this window. */
  undoLatest(at: Instant, generation: number): Promise<Result<Written<undefined>, Failure>>
  /** Goes over to a state that was made from a snapshot; fails with `UndoSuperseded` where the book is further by now. */
  adopt(at: Instant, made: MadeState): Promise<Result<Written<undefined>, Failure>>
  /** A copy of the file and its head, both of one generation. */
  snapshot(): Promise<{ head: BookHead; bytes: Uint8Array<ArrayBuffer> }>
  /**
   * Replaces the whole book: a verified safety copy first, the new state written beside the old, one switch,
   * reread and compared. `contentDigest` gives the digest of a file's bytes and must equal `expectedDigest` afterwards.
   */
  replace(request: {
    at: Instant
    reason: SafetyCopyInfo['reason']
    identity: BookIdentity
    bytes: Uint8Array<ArrayBuffer>
    expectedDigest: string
    contentDigest: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
  }): Promise<Result<Replaced, Failure>>
  listSafetyCopies(): Promise<Result<readonly SafetyCopyInfo[], Failure>>
  readSafetyCopy(id: string): Promise<Result<Uint8Array<ArrayBuffer>, Failure>>
  /**
   * Names the newest state as a restore point, and lets go of those that the rule does not keep. Null when the newest is of
   * this state already (unless it is made by hand), and when the session is closed. Storage that fails costs the point only.
   */
  makeRestorePoint(request: RestorePointRequest): Promise<Result<RestorePointInfo | null, Failure>>
  /** Called after every change, of this window or another. Returns how to stop listening. */
  onChanged(listen: (head: BookHead, here: boolean) => void): () => void
  /**
   * Checks every byte of the home, which opening does not where the log was good: it reads the log alone. A home that
   * is damaged is written anew; the incident says so. Call it some time after opening; edits go on meanwhile.
   */
  checkHome(): Promise<Result<Incident | null, Failure>>
  /** Waits until the home holds the newest generation (before an update, at the end of a page). */
  settle(): Promise<Result<undefined, Failure>>
  close(): Promise<void>
}
