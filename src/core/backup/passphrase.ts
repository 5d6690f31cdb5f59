import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { RandomBytes } from '../base/id'

export { passphraseTestCode } from './passphraseTestCode'
export { ratePassphrase, type PassphraseRating } from './ratePassphrase'

/** Words of a generated passphrase: ten out of 2048, 11 bits each, 110 bits of chance. */
export const GENERATED_WORDS = 10

/**
 * The passphrase as it locks and unlocks files: composed characters in their compatibility form (NFKC), so that the same
 * words typed on another system are the same bytes, without the blanks that typing and pasting leave at its ends.
 */
export function normalisePassphrase(text: string): string {
  return text.normalize('NFKC').trim()
}

/**
 * Ten words of the BIP39 English list joined by hyphens, as the `age` command makes them: 110 bits. The words differ in
 * their first four letters, so that they survive being written down by hand.
 */
export function generatePassphrase(randomBytes: RandomBytes): string {
  const bytes = randomBytes(GENERATED_WORDS * 2)
  const words: string[] = []
  for (let i = 0; i < bytes.length; i += 2) {
    // 65536 is a multiple of 2048: every word is equally likely
    words.push(wordlist[(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)) % wordlist.length] ?? '')
  }
  return words.join('-')
}
