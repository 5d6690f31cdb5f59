import type { Clock } from '../../core/base/clock'
import type { Failure } from '../../core/base/failure'
import type { Progress } from '../../core/base/progress'
import type { Result } from '../../core/base/result'
import type { BookHead } from '../../core/book/bookHead'
import type { SafetyCopyInfo } from '../../core/book/storage'
import type { Template } from '../../core/book/templates/template'
import type { Inspection } from '../../core/restore/inspection'
import type { LiveFacts, Verdict } from '../../core/restore/verdict'
import type { Settings } from '../../core/routine/settings'
import type { BackupRequest, BookSummary, DeviceApi, DeviceEvent, StartReport } from '../deviceApi'
import type { GivenFile, MadeBackup } from '../jobApi'
import type { SavedShape, ShapeRequest } from '../shapeJob'
import type { CopiesClient } from './copies'
import type { EmergencyClient } from './emergency'
import type { ExportClient } from './exporting'
import type { ImportClient } from './importing'
import type { SalvageClient } from './salvaging'

/** Long work under way: its outcome, and the way to stop it (the outcome is then `Cancelled`). */
export interface Run<T> {
  readonly outcome: Promise<Result<T, Failure>>
  cancel(): void
}

type OnProgress = (progress: Progress) => void
type Outcome<T> = Promise<Result<T, Failure>>

/** What a file is to the open book: the verdict, and both sides' facts. */
export interface Assessment {
  readonly inspection: Inspection
  readonly verdict: Verdict
  /** null when no book is open. */
  readonly live: LiveFacts | null
}

/** What "Check a backup" found. */
export type CheckedBackup =
  /** The file is a good backup that this device made of this book; it is now confirmed. */
  | { kind: 'confirmed'; assessment: Assessment; offeredAt: number }
  /** A good backup, but not one that this device remembers making. */
  | { kind: 'good'; assessment: Assessment }
  | { kind: 'not-good'; assessment: Assessment }

/**
 * All that the app may ask for, the same in the browser (over workers) and in tests (in process, over memory).
 * Times come from its clock, names of people and the device from its settings.
 */
export interface NightsafeClient extends CopiesClient, ImportClient, ExportClient, SalvageClient, EmergencyClient {
  readonly clock: Clock
  /** Plain calls that need no composing. Arguments named `at` and `who`: use `clock.now()` and `settings().operatorName`. */
  readonly device: Omit<DeviceApi, 'start' | 'listen'>
  start(): Outcome<StartReport>
  onEvent(listen: (event: DeviceEvent) => void): () => void

  settings(): Settings
  /** Changes some settings; resolves when they are stored. */
  changeSettings(change: Partial<Settings>): Promise<void>

  /** Lets go of a book that is gone: it is no longer told as an incident at each start. */
  forgetBook(bookId: string): void

  /**
   * Snapshot → job: digest, write, seal, test restore → `offer` (which hands `file` to the person as `fileName`) → journal.
   * A device that can no longer write its journal still gives the backup.
   */
  makeBackup(bookId: string, request: Pick<BackupRequest, 'kind' | 'note'> & Partial<Pick<BackupRequest, 'form' | 'gzip' | 'passphrase'>>, onProgress: OnProgress, offer?: (made: MadeBackup) => void): Run<MadeBackup>
  /** Inspects a file and holds it against a book (null = none). A refused file is journalled; a good one that was made here is confirmed. */
  assessFile(file: File | GivenFile, bookId: string | null, onProgress: OnProgress): Run<Assessment>
  /** Inspects a file as a backup of `bookId` and confirms it when it is one. */
  checkBackup(file: File | GivenFile, bookId: string, onProgress: OnProgress): Run<CheckedBackup>
  /** Restores a file over a book: prepared in a job, safety copy, switch, verified, journalled. */
  restoreOver(file: File | GivenFile, bookId: string, onProgress: OnProgress): Run<{ head: BookHead; safetyCopy: SafetyCopyInfo }>
  /** Opens a file as a new book. `wake`: bring a foreign file's views and triggers to life. */
  openAsNewBook(file: File | GivenFile, request: { name: string; currency: string; wake: boolean }, onProgress: OnProgress): Run<BookSummary>

  /** Opens a template file, which a book can begin with. */
  readShape(file: File): Run<Template>
  /** The book's shape (tables, rules, views, layout) as a template file that was tried out. */
  saveShape(bookId: string, request: ShapeRequest): Run<SavedShape>

  /** Asks the browser to keep this origin's storage; false when it will not, or not say. */
  persist(): Promise<boolean>
}
