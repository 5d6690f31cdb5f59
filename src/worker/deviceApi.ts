import type { Instant } from '../core/base/clock'
import type { Failure } from '../core/base/failure'
import type { Result } from '../core/base/result'
import type { BookDescription, Edit, EditOutcome, FieldChangePreview, FieldDraft, RecordKey, RecordRow, RowQuery, RowWindow } from '../core/book/bookDescription'
import type { BookHead, BookIdentity } from '../core/book/bookHead'
import type { Durability, Incident } from '../core/book/bookSession'
import type { MadeBook } from '../core/book/edits/editSteps'
import type { GroupQuery, GroupWindow, ReferringField } from '../core/book/query/groupQuery'
import type { RestorePointInfo, RestorePointReason } from '../core/book/restorePoint'
import type { SafetyCopyInfo, Witness } from '../core/book/storage'
import type { Template } from '../core/book/templates/template'
import type { FileFormat } from '../core/restore/inspection'
import type { JournalDraft, JournalEntry } from '../core/journal/journalEntry'
import type { BackupFact } from '../core/routine/backupFacts'

/** What a new book begins with: one of the app's templates, by its id, or the one given. */
export interface NewBookRequest {
  readonly templateId: string
  /** From a file, as `readTemplateFile` gave it; its views are kept asleep. */
  readonly template?: Template
  readonly name: string
  readonly currency: string
  readonly withSamples: boolean
  readonly at: Instant
  readonly who: string
}

/** A book as lists show it. */
export interface BookSummary {
  readonly bookId: string
  readonly name: string
  readonly generation: number
  readonly changedAt: Instant
  readonly size: number
}

/** What starting found. */
export interface StartReport {
  readonly books: readonly BookSummary[]
  readonly incidents: readonly Incident[]
  readonly durability: Durability
  readonly persisted: boolean
}

/** A book that is open in this window. */
export interface OpenedBook {
  readonly head: BookHead
  readonly description: BookDescription
  readonly durability: Durability
  readonly incidents: readonly Incident[]
}

/** What the device tells the page without being asked. */
export type DeviceEvent =
  | { type: 'book-changed'; bookId: string; head: BookHead; here: boolean }
  /** Opened, begun or brought back in this window. */
  | { type: 'book-opened'; bookId: string; head: BookHead }
  /** Found some time after opening, while the book is in use. */
  | { type: 'incident'; incident: Incident }
  | { type: 'book-removed'; bookId: string }
  | { type: 'journal-grew' }
  /** A restore point was made or let go, or seen to be damaged. */
  | { type: 'restore-points-changed'; bookId: string }
  | { type: 'storage-failing'; failure: Failure }

/** A copy of a book's file and what belongs to it, handed to a job. */
export interface BookSnapshot {
  readonly head: BookHead
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly journalHead: string
}

/** What a prepared file brings into a book. */
export interface NewContents {
  readonly identity: BookIdentity
  readonly format: FileFormat
  /** Records in all tables. */
  readonly records: number
  /** Generation that the file was at; 0 for foreign files. */
  readonly generation: number
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentDigest: string
  /** SHA-256 of `bytes` as they were verified; without it, what is stored is verified by its contents. */
  readonly fileDigest?: string
}

/** A copy of a book that is kept in this browser. */
export interface KeptCopy {
  readonly kind: 'restore-point' | 'safety-copy'
  readonly id: string
  /** What the person called a restore point; may be empty. */
  readonly name: string
  readonly at: Instant
  readonly head: BookHead
}

/** What this browser holds of a book, whether or not the book itself can be opened. */
export interface KeptCopies {
  /** The live book's head, as far as it can be told. */
  readonly head: BookHead | null
  /** Why the live book cannot be opened; null = it is open. */
  readonly failure: Failure | null
  /** Restore points and safety copies, by descending generation. */
  readonly copies: readonly KeptCopy[]
}

type Outcome<T> = Promise<Result<T, Failure>>

/**
 * The device: all books of this browser, as one worker serves them to one window. Every call that changes something
 * says when (`at`), because the page's clock is the only one.
 */
export interface DeviceApi {
  /** Loads what is there and holds it against the witnesses. Call once, first. */
  start(witnesses: readonly Witness[], at: Instant): Outcome<StartReport>
  listen(onEvent: (event: DeviceEvent) => void): Promise<void>

  createBook(request: NewBookRequest): Outcome<BookSummary>
  openBook(bookId: string): Outcome<OpenedBook>
  describeBook(bookId: string): Outcome<OpenedBook>
  /** Deletes a book and all its copies in this browser. */
  removeBook(bookId: string, at: Instant, who: string): Outcome<undefined>

  rows(bookId: string, query: RowQuery): Outcome<RowWindow>
  record(bookId: string, table: string, key: RecordKey): Outcome<RecordRow>
  /** Groups of records with totals; without groups, the totals of all that match. */
  groups(bookId: string, query: GroupQuery): Outcome<GroupWindow>
  /** Fields of other tables (and its own) that refer to this record, with how many records do. */
  referringTo(bookId: string, table: string, key: RecordKey): Outcome<readonly ReferringField[]>
  /** What changing a field would do to its records, told before it is done. */
  previewFieldChange(bookId: string, table: string, name: string, draft: FieldDraft): Outcome<FieldChangePreview>
  edit(bookId: string, edit: Edit, at: Instant): Outcome<EditOutcome>
  /** Takes over what an import made of a copy of the book, as one step; `made` is handed over. Fails with `UndoSuperseded` where the book was changed since. */
  adopt(bookId: string, made: MadeBook, at: Instant): Outcome<EditOutcome>
  undo(bookId: string, at: Instant): Outcome<EditOutcome>
  redo(bookId: string, at: Instant): Outcome<EditOutcome>

  snapshot(bookId: string): Outcome<BookSnapshot>
  /** Begins a new book from a prepared file; it gets an id of its own when the file's book is already here. */
  addBook(contents: NewContents, fileName: string, at: Instant, who: string): Outcome<BookSummary>
  /** Replaces the book: verified safety copy, switch, reread, journal. */
  replaceBook(bookId: string, contents: NewContents, fileName: string, at: Instant, who: string): Outcome<{ head: BookHead; safetyCopy: SafetyCopyInfo }>
  /** The latest restore that can be undone; null when there is none. */
  undoableRestore(bookId: string): Outcome<SafetyCopyInfo | null>
  undoRestore(bookId: string, at: Instant, who: string): Outcome<{ head: BookHead }>
  listSafetyCopies(bookId: string): Outcome<readonly SafetyCopyInfo[]>
  readSafetyCopy(bookId: string, id: string): Outcome<Uint8Array<ArrayBuffer>>

  /** Oldest first go when there are too many; the newest good one never. */
  listRestorePoints(bookId: string): Outcome<readonly RestorePointInfo[]>
  /** Names the newest generation. Null when the newest restore point is of this generation already and `reason` is not `by-hand`. */
  makeRestorePoint(bookId: string, request: { reason: RestorePointReason; name: string }, at: Instant): Outcome<RestorePointInfo | null>
  readRestorePoint(bookId: string, id: string): Outcome<{ head: BookHead; bytes: Uint8Array<ArrayBuffer> }>
  /** Goes back to a restore point: verified safety copy, switch, reread, journal. Undone like a restore. */
  goBackTo(bookId: string, id: string, at: Instant, who: string): Outcome<{ head: BookHead; safetyCopy: SafetyCopyInfo }>
  keptCopies(bookId: string): Outcome<KeptCopies>
  /**
   * Lets the book go on from a copy: like going back when it can be opened (undone like a restore), else the book begins
   * anew in place of what is left of it (`safetyCopy` is null then). `contentDigest` is what the copy was seen to have;
   * the book goes on after `knownGeneration` at least.
   */
  bringBack(
    bookId: string,
    copy: Pick<KeptCopy, 'kind' | 'id'>,
    expected: { contentDigest: string; knownGeneration: number },
    at: Instant,
    who: string,
  ): Outcome<{ head: BookHead; safetyCopy: SafetyCopyInfo | null }>

  backupFacts(bookId: string): Outcome<readonly BackupFact[]>
  journal(query: { bookId: string | null; before: number | null; limit: number }): Outcome<readonly JournalEntry[]>
  /** Appends an entry for something that the page or a job did. */
  note(draft: JournalDraft): Outcome<JournalEntry>

  /** Waits until everything acknowledged is also in the home. */
  settle(): Outcome<undefined>
}

export type { BackupRequest } from '../core/backup/backupRequest'
