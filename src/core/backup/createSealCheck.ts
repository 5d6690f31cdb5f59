import { bytesToText, concatBytes, textToBytes } from '../base/bytes'
import { createSha256 } from '../base/sha256'
import { SEAL_END, SEAL_START } from './writeJsonBackup'

const TAIL = SEAL_START.length + 64 + SEAL_END.length
const SEAL_LINE = /^"seal":"([0-9a-f]{64})"\}\n$/

/** What the end of a JSON backup told. */
export interface SealOutcome {
  /** The seal that the file carries; null when its last line is no seal. */
  readonly found: string | null
  /** Whether every byte of the file is as it was sealed. */
  readonly right: boolean
}

/** Computes the seal of a JSON backup while its bytes pass by. */
export function createSealCheck(): { update(bytes: Uint8Array): void; finish(): SealOutcome } {
  const sha = createSha256()
  let held: Uint8Array = new Uint8Array()
  return {
    update(bytes) {
      // the last bytes are kept back: they may be the seal
      if (bytes.length >= TAIL) {
        sha.update(held)
        sha.update(bytes.subarray(0, bytes.length - TAIL))
        held = bytes.slice(bytes.length - TAIL)
      } else {
        const joined = concatBytes([held, bytes])
        const over = Math.max(0, joined.length - TAIL)
        sha.update(joined.subarray(0, over))
        held = joined.subarray(over)
      }
    },
    finish() {
      const found = SEAL_LINE.exec(bytesToText(held) ?? '')?.[1] ?? null
      sha.update(textToBytes(`${SEAL_START}${'0'.repeat(64)}${SEAL_END}`))
      return { found, right: found !== null && sha.hex() === found }
    },
  }
}
