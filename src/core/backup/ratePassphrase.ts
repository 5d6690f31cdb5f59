import { wordlist } from '@scure/bip39/wordlists/english.js'

/** How long a passphrase holds out against somebody who has the file: below 40 bits, below 65 bits, or more. */
export type PassphraseStrength = 'weak' | 'fair' | 'strong'

/** What a passphrase is worth. */
export interface PassphraseRating {
  /** An estimate of the guesses that somebody needs who knows how people choose: 2 to this power. */
  readonly bits: number
  readonly strength: PassphraseStrength
}

const FAIR = 40
const STRONG = 65

const WORDS: ReadonlySet<string> = new Set(wordlist)
const WORD_BITS = 11
const LONGEST_WORD = 8

/** What is tried first, whoever guesses. */
const COMMON = [
  'password', 'passwort', 'passw0rd', 'p@ssword', 'p@ssw0rd', 'passphrase', 'letmein', 'welcome', 'iloveyou', 'admin', 'administrator', 'login', 'master',
  'secret', 'dragon', 'monkey', 'football', 'baseball', 'superman', 'batman', 'princess', 'sunshine', 'shadow', 'trustno1', 'starwars', 'whatever',
  'hello', 'hallo', 'test', 'guest', 'changeme', 'default', 'backup', 'nightsafe', 'household', 'budget', 'correct-horse-battery-staple', 'correcthorsebatterystaple',
]
const COMMON_BITS = 5

/** Rows of keys and of signs; a run along one of them, either way, is one choice. */
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', '!"§$%&/()=', '!@#$%^&*()']
const SEQUENCES = ROWS.flatMap((row) => [row, [...row].reverse().join('')])

/** One recognised piece of a passphrase: how much of it, and what it is worth. */
interface Piece {
  readonly length: number
  readonly bits: number
}

function findCommon(text: string): Piece | null {
  const found = COMMON.filter((word) => text.startsWith(word)).sort((a, b) => b.length - a.length)[0]
  return found === undefined ? null : { length: found.length, bits: COMMON_BITS }
}

function findSequence(text: string): Piece | null {
  let length = 0
  for (const row of SEQUENCES) {
    const from = row.indexOf(text[0] ?? '\0')
    if (from === -1) continue
    let same = 0
    while (same < text.length && from + same < row.length && text[same] === row[from + same]) same++
    length = Math.max(length, same)
  }
  // which row, where it begins, how far it goes
  return length >= 3 ? { length, bits: 5 + Math.log2(length) } : null
}

function findRepeat(text: string): Piece | null {
  const [run] = /^(.{1,4}?)\1{2,}/su.exec(text) ?? []
  return run === undefined ? null : { length: run.length, bits: 5 + Math.log2(run.length) }
}

function findYear(text: string): Piece | null {
  return /^(19|20)[0-9]{2}(?![0-9])/.test(text) ? { length: 4, bits: 7 } : null
}

function findWord(text: string): Piece | null {
  for (let length = Math.min(LONGEST_WORD, text.length); length >= 3; length--) {
    if (WORDS.has(text.slice(0, length)) && !/^\p{L}/u.test(text.slice(length))) return { length, bits: WORD_BITS }
  }
  return null
}

/** Letters in a row: about 2.3 bits each where they can be spoken (Shannon, 1951), 4 in short ones, 4.7 where they are plainly drawn by chance. */
function findLetters(text: string): Piece | null {
  const [run] = /^\p{L}+/u.exec(text) ?? []
  if (run === undefined) return null
  const letters = [...run].length
  const vowels = run.match(/[aeiouyäöüáéíóúàèìòùâêîôû]/gu)?.length ?? 0
  if (letters < 4) return { length: run.length, bits: letters * 4 }
  const spoken = !/^[a-zà-ÿ]+$/u.test(run) || (vowels / letters >= 0.125 && vowels / letters <= 0.75 && !/[^aeiouyäöüáéíóúàèìòùâêîôû]{6}/u.test(run))
  return { length: run.length, bits: letters * (spoken ? 2.3 : 4.7) }
}

const FINDERS = [findCommon, findRepeat, findSequence, findYear, findWord, findLetters]

/** Capitals are a choice only where they do not stand first in a word: https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler */
function capitalBits(piece: string): number {
  const capitals = piece.match(/\p{Lu}/gu)?.length ?? 0
  if (capitals === 0) return 0
  return capitals === 1 && /^\p{Lu}/u.test(piece) ? 1 : Math.min(capitals, piece.length - capitals) + 1
}

/**
 * An honest estimate of a passphrase, erring low: it is cut from the left into common passwords, repeats, runs along the
 * keyboard, years, words of the generated lists (11 bits), spoken and unspoken letters, digits (3.3 bits) and other
 * signs (5 bits). A piece that came before is worth one bit, the same sign between words counts once. It cannot know
 * names, quotations or what somebody's pets are called.
 */
export function ratePassphrase(text: string): PassphraseRating {
  const whole = text.normalize('NFKC').trim()
  const lower = whole.toLowerCase()
  // lower case has as many units in every script that matters here; where it has not, capitals simply count for nothing
  const original = lower.length === whole.length ? whole : lower
  const seen = new Set<string>()
  let bits = 0
  let at = 0
  while (at < lower.length) {
    const rest = lower.slice(at)
    let piece: Piece | null = null
    for (const find of FINDERS) piece ??= find(rest)
    const sign = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    const { length, bits: worth } = piece ?? { length: sign.length, bits: /[0-9]/.test(sign) ? 3.3 : 5 }
    const known = rest.slice(0, length)
    // a digit may come again by chance; a word or a sign between words is the same choice
    const again = seen.has(known) && !/^[0-9]$/.test(known)
    if (!again) bits += worth + capitalBits(original.slice(at, at + length))
    else if (/[\p{L}\p{N}]/u.test(known)) bits += 1
    seen.add(known)
    at += length
  }
  const rounded = Math.round(bits)
  return { bits: rounded, strength: rounded < FAIR ? 'weak' : rounded < STRONG ? 'fair' : 'strong' }
}
