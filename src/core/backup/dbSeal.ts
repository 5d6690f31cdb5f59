import { textToBytes } from '../base/bytes'
import { createSha256 } from '../base/sha256'
import { findBytes } from './findBytes'

const DIGITS = 64
const SEAL = /^nightsafe-seal ([0-9a-f]{32}) ([0-9a-f]{64})$/
const ZEROS = textToBytes('0'.repeat(DIGITS))

/** The seal record's text with `digits` zero; `nonce` makes it occur only once in a file. */
export function sealText(nonce: string): string {
  return `nightsafe-seal ${nonce} ${'0'.repeat(DIGITS)}`
}

/** Where the 64 digits stand in the file; null unless there is exactly one place. */
function findDigits(bytes: Uint8Array, nonce: string): number | null {
  const mark = textToBytes(`nightsafe-seal ${nonce} `)
  const places = findBytes(bytes, mark)
  const place = places[0]
  return place === undefined || places.length > 1 || place + mark.length + DIGITS > bytes.length ? null : place + mark.length
}

/** SHA-256 of the file with the 64 digits as zeros. */
function hashAround(bytes: Uint8Array, at: number): string {
  const sha = createSha256()
  sha.update(bytes.subarray(0, at))
  sha.update(ZEROS)
  sha.update(bytes.subarray(at + DIGITS))
  return sha.hex()
}

/** Computes the seal of a finished `.db` file and writes it in place; null when the nonce occurs more than once. */
export function sealDbBytes(bytes: Uint8Array, nonce: string): string | null {
  const at = findDigits(bytes, nonce)
  if (at === null) return null
  const seal = hashAround(bytes, at)
  bytes.set(textToBytes(seal), at)
  return seal
}

/** The digits of a seal record's text; null when it is none. */
export function readSealText(text: string): { nonce: string; digits: string } | null {
  const [, nonce, digits] = SEAL.exec(text) ?? []
  return nonce === undefined || digits === undefined ? null : { nonce, digits }
}

/** Whether a `.db` file is, byte for byte, the one that got this seal. */
export function isDbSealRight(bytes: Uint8Array, text: string): boolean {
  const seal = readSealText(text)
  const at = seal && findDigits(bytes, seal.nonce)
  return at !== null && hashAround(bytes, at) === seal?.digits
}

/**
 * Whether a file's bytes hold anything that looks like our seal, even when no manifest can be read: a damaged backup
 * of ours must not pass for somebody else's database.
 */
export function hasSealMark(bytes: Uint8Array): boolean {
  const mark = textToBytes('nightsafe-seal ')
  return findBytes(bytes, mark).some((at) => {
    for (let i = at + mark.length; i < at + mark.length + 32; i++) if (!/[0-9a-f]/.test(String.fromCharCode(bytes[i] ?? 0))) return false
    return true
  })
}
