import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from './bytes'

/** A SHA-256 (FIPS 180-4) that is fed piece by piece. */
export interface Sha256 {
  update(bytes: Uint8Array): void
  /** The 64 lower-case hexadecimal digits; call once. */
  hex(): string
}

/** Starts the SHA-256 that runs everywhere. */
export function createPortableSha256(): Sha256 {
  const hash = nobleSha256.create()
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => bytesToHex(hash.digest()),
  }
}

let create = createPortableSha256

/**
 * Puts a quicker SHA-256 of the platform in the place of the portable one. For composition roots only: what is computed
 * is the same, whichever it is.
 */
export function useQuickSha256(quick: () => Sha256): void {
  create = quick
}

/** Starts a streaming SHA-256. */
export function createSha256(): Sha256 {
  return create()
}

/** SHA-256 of bytes held in memory, as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  const sha = create()
  sha.update(bytes)
  return sha.hex()
}
