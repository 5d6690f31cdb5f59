import { scrypt } from '@noble/hashes/scrypt.js'
import { textToBytes } from '../base/bytes'

/** Letters that are not mistaken for one another, or for digits. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const LENGTH = 4
const LABEL = 'nightsafe passphrase test code 1'

/** 2^12 rounds with 4 MiB: a moment for one code, and what a guesser pays for every guess. */
const ROUNDS = 2 ** 12

let last: { readonly passphrase: string; readonly code: string } | null = null

/**
 * Four letters by which a person sees that the passphrase on a sheet was written down, or typed, without a slip. Nearly
 * every other passphrase has another code (1 in 330,000 has the same), yet it says next to nothing about the passphrase:
 * at most 18 of a generated one's 110 bits, each guess through scrypt, and whoever guesses right still has to try the
 * file. Takes some hundredths of a second; the last code is remembered. Give it the normalised passphrase.
 */
export function passphraseTestCode(passphrase: string): string {
  const words = passphrase.normalize('NFKC').trim()
  if (last?.passphrase !== words) {
    const hash = scrypt(textToBytes(words), textToBytes(LABEL), { N: ROUNDS, r: 8, p: 1, dkLen: 8 })
    let number = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    let code = ''
    for (let i = 0; i < LENGTH; i++) {
      code += LETTERS[Number(number % BigInt(LETTERS.length))] ?? ''
      number /= BigInt(LETTERS.length)
    }
    last = { passphrase: words, code }
  }
  return last.code
}
