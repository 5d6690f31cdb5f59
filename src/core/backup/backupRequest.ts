import type { Instant } from '../base/clock'
import type { BookHead } from '../book/bookHead'
import type { BackupForm, BackupKind, FieldName } from './manifest'

/** What a backup is to be. */
export interface BackupRequest {
  readonly kind: BackupKind
  readonly form: BackupForm
  readonly gzip: boolean
  /** Encrypts the file, after packing; null = not encrypted. */
  readonly passphrase: string | null
  /** What the person wrote about it; the label of an archive. */
  readonly note: string
  readonly deviceName: string
  readonly operatorName: string
  readonly at: Instant
  /** Secret-looking fields that the person wants kept, and other fields they want left out. */
  readonly keepFields: readonly FieldName[]
  readonly leaveOutFields: readonly FieldName[]
  /** The records were read out of a damaged file: the backup says so of itself, and is never taken for a whole one. */
  readonly salvaged?: true
}

/** What the bytes of a backup are wrapped in, from the inside out. */
export type BackupLayers = Pick<BackupRequest, 'form' | 'gzip' | 'passphrase'>

/** A copy of a book's file and what belongs to it. */
export interface BackupSource {
  readonly head: BookHead
  readonly bytes: Uint8Array
  /** The bytes are nobody's afterwards: they are not copied, and their memory is free before the test restore begins. */
  readonly isSpare?: boolean
  /** Digest of the journal's last entry; empty when there is none. */
  readonly journalHead: string
}
