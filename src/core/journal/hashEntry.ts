import { textToBytes } from '../base/bytes'
import { sha256Hex } from '../base/sha256'
import { canonicalJson } from './canonicalJson'
import type { JournalEntry } from './journalEntry'

/** SHA-256 of the canonical JSON of everything in an entry but its own hash, as hexadecimal digits. */
export function hashEntry({ seq, at, bookId, who, severity, event, previousHash }: Omit<JournalEntry, 'hash'>): string {
  return sha256Hex(textToBytes(canonicalJson({ seq, at, bookId, who, severity, event, previousHash })))
}
