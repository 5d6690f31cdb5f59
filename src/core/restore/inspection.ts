import type { NotABackupHint } from '../base/failure'
import type { AsleepObject } from '../book/bookHead'
import type { Manifest } from '../backup/manifest'

/** What was noticed about a file. The codes are stable: scripts and translations rely on them. */
export type FindingCode =
  | 'empty' | 'too-large' | 'unreadable' | 'not-a-backup' | 'needs-passphrase' | 'newer-format' | 'newer-app'
  | 'truncated' | 'trailing-bytes' | 'corrupt' | 'seal-mismatch' | 'digest-mismatch' | 'schema-mismatch' | 'count-mismatch'
  | 'manifest-unreadable' | 'wrapper-changed' | 'decompression-failed' | 'decompression-too-large' | 'too-deep' | 'time-limit'
  | 'wal-mode' | 'foreign-keys-broken' | 'no-tables' | 'fields-left-out' | 'views-asleep' | 'triggers-asleep' | 'virtual-table'
  | 'reserved-name' | 'not-carried' | 'converted'
  | 'wrong-passphrase' | 'passphrase-too-costly' | 'not-for-a-passphrase' | 'needs-choice' | 'wal-applied' | 'wal-not-applied' | 'wal-damaged' | 'salvaged'

/** `error`: the file is not accepted. `warning`: accepted, and the person should know. `info`: worth a line. */
export type Severity = 'error' | 'warning' | 'info'

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** One plain English sentence or fragment, for people and logs; never holds cell values. */
  readonly detail: string
}

/**
 * What a file is, before it is held against a book. `foreign-tables`: CSV and XLSX. `needs-choice`: an archive that holds
 * several databases, see `choices`.
 */
export type FileVerdict =
  | 'own-backup' | 'foreign-sqlite' | 'foreign-json' | 'foreign-tables' | 'needs-passphrase' | 'needs-choice' | 'newer-app' | 'damaged' | 'not-a-backup'

export type FileFormat = 'nightsafe-db' | 'nightsafe-json' | 'sqlite' | 'sql-dump' | 'budget-manager-json' | 'ff2api-json' | 'json-tables' | 'csv' | 'xlsx'

/** What a format can be wrapped in. */
export type Wrapper = 'age' | 'gzip' | 'tar'

/** A file inside an archive. */
export interface ArchiveEntry {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** A table, view or virtual table of a file. `records` is null for what is never run (views, virtual tables). */
export interface FileTable {
  readonly name: string
  readonly kind: 'table' | 'view' | 'virtual'
  readonly records: number | null
}

/** Everything that inspecting a file tells, as plain data. */
export interface Inspection {
  readonly fileName: string
  readonly fileSize: number
  readonly verdict: FileVerdict
  readonly format: FileFormat | null
  /** Wrappers around the format, outermost first. */
  readonly wrappers: readonly Wrapper[]
  readonly manifest: Manifest | null
  /** Of the data as read now, whatever the manifest says; null when it could not be read. */
  readonly contentDigest: string | null
  readonly tables: readonly FileTable[]
  readonly views: readonly AsleepObject[]
  readonly triggers: readonly AsleepObject[]
  readonly findings: readonly Finding[]
  readonly hint: NotABackupHint | null
  /** A damaged file of which something can probably still be read into a new book. */
  readonly salvageable: boolean
  /** The databases in an archive that holds several; empty otherwise. */
  readonly choices: readonly ArchiveEntry[]
}
