import type { Progress } from '../core/base/progress'
import type { Failure } from '../core/base/failure'
import type { Result } from '../core/base/result'
import type { FieldName, Manifest } from '../core/backup/manifest'
import type { Template } from '../core/book/templates/template'
import type { Inspection } from '../core/restore/inspection'
import type { SalvagedBook } from '../core/restore/salvage/salvagedIdentity'
import type { LiveFacts } from '../core/restore/verdict'
import type { CopyJobs } from './copyJobs'
import type { ExportJobs } from './exportJobs'
import type { ImportJobs } from './importJobs'
import type { BackupRequest, BookSnapshot, NewContents } from './deviceApi'
import type { SalvagedFile } from './salvageJob'
import type { SavedShape, ShapeRequest } from './shapeJob'

/** A backup that was made and test-restored from its own bytes. */
export interface MadeBackup {
  readonly file: Blob
  readonly fileName: string
  readonly manifest: Manifest
  readonly seal: string
}

/** A file as the person gave it, with what belongs to it: see `InspectRequest`. */
export interface GivenFile {
  readonly file: File
  readonly passphrase: string | null
  readonly entry: string | null
  readonly wal: File | null
}

type Outcome<T> = Promise<Result<T, Failure>>
type OnProgress = (progress: Progress) => void

/**
 * Long or dangerous work, done in a worker that is thrown away afterwards: making a backup from a snapshot, and
 * everything that touches an uploaded file. Ending the worker is how it is cancelled.
 */
export interface JobApi extends CopyJobs, ImportJobs, ExportJobs {
  makeBackup(snapshot: BookSnapshot, request: BackupRequest, onProgress: OnProgress): Outcome<MadeBackup>
  /** Reads a file without changing anything. Never fails: whatever is wrong is in the inspection. */
  inspect(given: GivenFile, onProgress: OnProgress): Promise<Inspection>
  /** The facts of the live book that the verdict needs; `leftOut` as in the file's manifest. */
  liveFacts(snapshot: BookSnapshot, leftOut: readonly FieldName[]): Outcome<LiveFacts>
  /** Whether a copy of a book's file, which is handed over, is sound and every record of it can be read; gives its content digest. */
  checkCopy(bytes: Uint8Array<ArrayBuffer>): Outcome<string>
  /**
   * The contents of a file for a new book or over `live` (whose left-out fields are carried over). Inspects again:
   * the file may have changed since. `wake` brings a foreign file's views and triggers to life.
   */
  prepare(given: GivenFile, request: { live: BookSnapshot | null; name: string; currency: string; wake: boolean; at: BackupRequest['at'] }, onProgress: OnProgress): Outcome<NewContents>
  /** The template in a file that a person opened. Fails with `TemplateRefused` and what reading files fails with. */
  readShape(file: File): Outcome<Template>
  /** The book's shape as a template file. Fails with `TemplateRefused` where no book could begin with it. */
  saveShape(snapshot: BookSnapshot, request: ShapeRequest): Outcome<SavedShape>
  /** Reads what can still be read of a damaged file; with a request, also the contents of a book of its own. Fails with `NothingSalvaged`. */
  salvage(given: GivenFile, request: SalvagedBook | null, onProgress: OnProgress): Outcome<SalvagedFile>
}
