import type { Instant } from '../base/clock'
import type { BackupForm, BackupKind } from '../backup/manifest'
import type { FailureType } from '../base/failure'
import type { Incident } from '../book/bookSession'

/** What an entry tells. Holds ids, counts and digests, never cell values. */
export type JournalEvent =
  | { type: 'book-created'; template: string }
  | { type: 'book-adopted'; fileName: string; format: string; records: number }
  | { type: 'book-opened-from-backup'; fileName: string; generation: number }
  /** Told after the book's beginning: it holds what could be read of a damaged file. */
  | { type: 'book-salvaged'; fileName: string; recovered: number }
  | { type: 'book-removed'; generation: number }
  | {
      type: 'backup-offered'
      kind: BackupKind
      form: BackupForm
      fileName: string
      bytes: number
      generation: number
      seal: string
      contentDigest: string
    }
  | { type: 'backup-confirmed'; seal: string; fileName: string; generation: number }
  | { type: 'backup-failed'; kind: BackupKind; failure: FailureType }
  | { type: 'day-closed'; generation: number; note: string }
  | { type: 'restored'; fileName: string; fromGeneration: number; generation: number; safetyCopy: string }
  | { type: 'restore-undone'; generation: number; safetyCopy: string }
  /** The book went on from a copy kept in the browser. `safetyCopy` is empty when there was nothing left to take one of. */
  | { type: 'went-back'; copy: 'restore-point' | 'safety-copy'; copyId: string; copyGeneration: number; fromGeneration: number; generation: number; safetyCopy: string }
  /** Records of a copy were brought into the book; no file name = a copy that this device kept. */
  | { type: 'brought-in'; fileName: string; added: number; changed: number }
  | { type: 'file-refused'; fileName: string; code: string }
  | { type: 'incident'; incident: Incident }
  | { type: 'settings-changed'; names: readonly string[] }

/** One line of the journal. Its hash covers everything else in it, the hash of the line before included. */
export interface JournalEntry {
  readonly seq: number
  readonly at: Instant
  readonly bookId: string | null
  readonly who: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly event: JournalEvent
  readonly previousHash: string
  readonly hash: string
}

/** What is known of an entry before it has its place in the chain. */
export type JournalDraft = Pick<JournalEntry, 'at' | 'bookId' | 'who' | 'severity' | 'event'>
