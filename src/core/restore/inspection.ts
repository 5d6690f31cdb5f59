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

/** `error`: the file is not accepted. `warning`: accepted, and the person should know. `info`: worth a line. */
export type Severity = 'error' | 'warning' | 'info'

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** One plain English sentence or fragment, for people and logs; never holds cell values. */
  readonly detail: string
}

/** What a file is, before it is held against a book. */
export type FileVerdict = 'own-backup' | 'foreign-sqlite' | 'foreign-json' | 'needs-passphrase' | 'newer-app' | 'damaged' | 'not-a-backup'

export type FileFormat = 'nightsafe-db' | 'nightsafe-json' | 'sqlite' | 'budget-manager-json'

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
  readonly wrappers: readonly 'gzip'[]
  readonly manifest: Manifest | null
  /** Of the data as read now, whatever the manifest says; null when it could not be read. */
  readonly contentDigest: string | null
  readonly tables: readonly FileTable[]
  readonly views: readonly AsleepObject[]
  readonly triggers: readonly AsleepObject[]
  readonly findings: readonly Finding[]
  readonly hint: NotABackupHint | null
}
