import type { Failure, FailureOf } from '../base/failure'
import type { Result } from '../base/result'

/** Why an encrypted file cannot be opened. */
export type DecryptionFailure = FailureOf<'NeedsPassphrase' | 'WrongPassphrase' | 'PassphraseTooCostly' | 'NotForAPassphrase' | 'Damaged'>

/** Encrypted bytes that turned out to be changed or cut short after the first good ones. The only error a `decrypt` stream throws for bad data. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError'
}

/**
 * Encryption with a passphrase in the age format (https://age-encryption.org/v1), streaming: nothing is held longer than
 * a chunk. Passphrases are taken in NFKC, so that the same words typed on another system open the file.
 */
export interface Encryption {
  encrypt(chunks: AsyncIterable<Uint8Array>, passphrase: string): AsyncIterable<Uint8Array>
  /** Reads the header and unlocks the file before it gives anything; the chunks throw `DecryptionError` where a byte was changed. */
  decrypt(chunks: AsyncIterable<Uint8Array>, passphrase: string): Promise<Result<AsyncIterable<Uint8Array>, DecryptionFailure | Extract<Failure, { type: 'FileUnreadable' }>>>
}
