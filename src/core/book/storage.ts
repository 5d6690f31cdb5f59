import type { Failure, FailureOf } from '../base/failure'
import type { Result } from '../base/result'
import type { BookHead } from './bookHead'
import type { RestorePointInfo } from './restorePoint'
import type { PageChanges } from './sqlEngine'

/** What the storage of a device can fail with. */
export type StorageFailure = FailureOf<'StorageFull' | 'StorageLost' | 'StorageUnavailable' | 'StoredDataDamaged' | 'WrittenElsewhere'>

/** One acknowledged change as it is stored: the head after it, and the pages it changed. */
export interface Commit {
  readonly head: BookHead
  readonly changes: PageChanges
}

/** A whole book as it was read from storage. */
export interface StoredBook {
  readonly head: BookHead
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * The commit log of one book: a snapshot and the commits after it, in a file of its own (OPFS). Together they are
 * a whole copy of the book, independent of the home. `append` returns when the bytes are flushed.
 * The handle is exclusive: `open` fails with `StorageUnavailable` while another window holds it.
 */
export interface CommitLog {
  /**
   * The newest complete state; null when there is no log, `StoredDataDamaged` when there is one but nothing in it can
   * be trusted. A torn last commit was never acknowledged: it is left out. Reads even while another window holds the
   * handle (a frozen one, whose lock was taken by force), but then `append` fails until a new segment is begun.
   * Lets go of segments before the newest, unless `keepOlder`; those that a restore point lies in stay aside, for it alone.
   */
  load(keepOlder?: boolean): Promise<Result<StoredBook | null, StorageFailure>>
  /**
   * The commits after generation `after`, ascending, without gaps (none when the log is not newer); null when the log
   * does not reach back so far (its snapshot is newer): load everything instead. Reads what other windows appended.
   */
  commitsAfter(after: number): Promise<Result<readonly Commit[] | null, StorageFailure>>
  /** A commit that could not be appended leaves no trace that a later `load` would find. */
  append(commit: Commit): Promise<Result<undefined, StorageFailure>>
  /**
   * Writes a new snapshot beside the old log and switches to it in one step: a kill leaves the old or the new one.
   * `read` gives stretches of the image.
   */
  startSegment(head: BookHead, read: (from: number, to: number) => Uint8Array): Promise<Result<undefined, StorageFailure>>
  /**
   * Takes back a segment that `startSegment` began at `generation`, if it is the newest: the one before counts again.
   * Needs no space. `StorageLost` when there is none before it.
   */
  dropNewest(generation: number): Promise<Result<undefined, StorageFailure>>
  /** The number of the segment that the next commit goes to: where the newest state lies. Null while none is open. */
  readonly segment: number | null
  /** Bytes in the snapshot and in the commits after it: tells when a new segment pays. */
  sizes(): { snapshot: number; commits: number }
  /** Lets go of the file handle so that another window can take it; `load`/`commitsAfter`/`append` take it again. */
  release(): Promise<void>
  /** Deletes all that it stored for this book, what restore points lie in too. */
  destroy(): Promise<void>
}

/** A state that a medium holds, told by epoch and generation. */
export type StoredState = Pick<BookHead, 'epoch' | 'generation'>

/** All pages that were changed since a state; the numbers may lie beyond the end of the file by now. */
export interface ChangedPages {
  readonly since: StoredState
  readonly pages: readonly number[]
}

/**
 * The home of one book: its pages in IndexedDB, in chunks with checksums, the head beside them, one transaction per
 * commit. What it refuses, and why, is in `homeRefusal.ts`.
 */
export interface PageHome {
  /** The head alone, for lists of books. */
  readHead(): Promise<Result<BookHead | null, StorageFailure>>
  /** Everything, each chunk checked; null when nothing is stored. */
  load(): Promise<Result<StoredBook | null, StorageFailure>>
  /** Reads and checks every byte, in small steps that let commits pass; good when nothing is stored. */
  verify(): Promise<Result<undefined, StorageFailure>>
  /**
   * Stores the book as it stands at `head`. `changed` are the pages that changed since the state that the home is known
   * to hold (null = the whole file, also over a damaged home and over the same state); when it turns out to hold another
   * one, `StoredDataDamaged`: save the whole file. `read` gives bytes and is called only before `save` returns its
   * promise, so that they are of this moment. `strict` waits for the disk.
   */
  save(head: BookHead, changed: ChangedPages | null, read: (from: number, to: number) => Uint8Array, strict: boolean): Promise<Result<undefined, StorageFailure>>
  /** Pages changed after generation `after`, with the newest head; null when nothing is stored, or nothing newer. */
  changesAfter(after: number): Promise<Result<Commit | null, StorageFailure>>
  close(): void
  destroy(): Promise<void>
}

/**
 * The last thing known of a book, in a third place (localStorage, written by the page after an acknowledgement).
 * Storage that is empty or older than its witness is an incident, never a first run.
 */
export interface Witness {
  readonly bookId: string
  readonly name: string
  readonly generation: number
}

/** A safety copy: the whole book as it was before a risky step, kept inside the browser. Not a backup. */
export interface SafetyCopyInfo {
  readonly id: string
  readonly head: BookHead
  /** Why it was taken. */
  readonly reason: 'before-restore' | 'before-undo' | 'before-schema-change'
  readonly contentDigest: string
}

/** Where the safety copies of one book are kept. `save` flushes, rereads and compares before it returns. */
export interface SafetyCopyStore {
  save(info: SafetyCopyInfo, bytes: Uint8Array): Promise<Result<undefined, StorageFailure>>
  list(): Promise<Result<readonly SafetyCopyInfo[], StorageFailure>>
  read(id: string): Promise<Result<Uint8Array<ArrayBuffer>, StorageFailure | FailureOf<'SafetyCopyNotFound'>>>
  remove(id: string): Promise<void>
  destroy(): Promise<void>
}

/** A restore point as it is stored: what the person sees of it, and the head of the book at that moment. */
export interface StoredRestorePoint {
  readonly info: RestorePointInfo
  readonly head: BookHead
}

/**
 * Where the restore points of one book are kept, never in the live book's home. `named`: a point is the name of a state
 * in the commit log, and the segment it lies in stays until the last such point is removed. `copied` (where there is no
 * log): each is a copy of the whole book.
 */
export interface RestorePointStore {
  readonly kind: 'named' | 'copied'
  /**
   * Keeps the newest state under the point's id. `segment` is the log's, asked for while holding the book's lock; `read`
   * gives bytes of the book, where they are copied. What could not be stored leaves nothing behind.
   */
  save(point: StoredRestorePoint, segment: number | null, read: (from: number, to: number) => Uint8Array): Promise<Result<undefined, StorageFailure>>
  /** By descending generation. What can quickly be seen to be damaged is marked; only `read` looks at every byte. */
  list(): Promise<Result<readonly StoredRestorePoint[], StorageFailure>>
  /** The book at that point, every byte checked; `StoredDataDamaged` when it is not what was stored. */
  read(id: string): Promise<Result<StoredBook, StorageFailure | FailureOf<'RestorePointNotFound'>>>
  remove(id: string): Promise<void>
  destroy(): Promise<void>
}

/** How a window came to be the writer. */
export interface Lease {
  /** Taken anew by this call: another window may have written since this one last held it. */
  readonly fresh: boolean
  /** Taken by force from a window that did not answer; it must be fenced out. Implies `fresh`. */
  readonly stolen: boolean
}

/** The lock that makes one window at a time the writer of a book. */
export interface BookLock {
  /**
   * Runs `task` while this window is the only writer. The lock is kept afterwards until another window asks for it;
   * before it goes, `onRelease` runs (to finish what is under way and let go of the log's handle). Fails with
   * `BookBusyElsewhere` when the other window neither hands over nor can be fenced out.
   */
  hold<T>(task: (lease: Lease) => Promise<T>): Promise<Result<T, Extract<Failure, { type: 'BookBusyElsewhere' }>>>
  /**
   * Whether this window still is the only writer, asked within `hold` before and after bytes are made durable: a
   * window that was frozen meanwhile may have lost the lock. Quick when it was verified in the last seconds.
   */
  verifyLease(): Promise<boolean>
  onRelease(run: () => Promise<void>): void
  close(): Promise<void>
}

/** What one window tells the others after a commit. Carries the commit when it is small. */
export interface BookNews {
  readonly bookId: string
  readonly generation: number
  readonly epoch: number
  readonly commit: Commit | null
}

/** Tells other windows, and hears from them. Only makes refreshing quick; correctness rests on lock, epoch, generation. */
export interface NewsChannel {
  announce(news: BookNews): void
  onNews(listen: (news: BookNews) => void): () => void
  close(): void
}

/** Everything a device gives for one book. `log` is null where OPFS is missing: then the home alone is used, strictly. */
export interface BookStorage {
  readonly log: CommitLog | null
  readonly home: PageHome
  readonly safetyCopies: SafetyCopyStore
  readonly restorePoints: RestorePointStore
  readonly lock: BookLock
  readonly news: NewsChannel
}

/** The books of a device. */
export interface Shelf {
  /** Ids of all books of which anything is stored, in any medium. */
  bookIds(): Promise<Result<readonly string[], StorageFailure>>
  storageOf(bookId: string): BookStorage
}
