import { wordlist } from '@scure/bip39/wordlists/english.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generatePassphrase, normalisePassphrase, passphraseTestCode, ratePassphrase } from '../../../src/core/backup/passphrase'
import { randomBytes } from '../../../src/platform/browser/randomBytes'

describe('a generated passphrase', () => {
  test('is ten words of the list, joined by hyphens', () => {
    const words = generatePassphrase(randomBytes).split('-')
    expect(words).toHaveLength(10)
    for (const word of words) expect(wordlist).toContain(word)
  })

  test('uses every bit of chance evenly', () => {
    const of = (a: number, b: number) => generatePassphrase((count) => Uint8Array.from({ length: count }, (_, i) => (i % 2 === 0 ? a : b))).split('-')[0]
    const all = new Set<string | undefined>()
    for (let a = 0; a < 8; a++) for (let b = 0; b < 256; b++) all.add(of(a, b))
    expect(all.size).toBe(2048)
    expect(of(8, 0)).toBe(of(0, 0))
  })

  test('rates as strong, at about its 110 bits', () => {
    for (let i = 0; i < 50; i++) {
      const { bits, strength } = ratePassphrase(generatePassphrase(randomBytes))
      expect(strength).toBe('strong')
      expect(bits).toBeGreaterThan(90)
      expect(bits).toBeLessThanOrEqual(125)
    }
  })
})

describe('the rating', () => {
  test.each(['', 'a', 'password', 'Passw0rd', 'Password123!', 'qwertyuiop', 'aaaaaaaaaaaaaaaaaaaaaa', 'abcabcabcabcabc', '1234567890', 'Summer2024!', 'zoo zoo zoo zoo zoo zoo', 'correct-horse-battery-staple'])(
    '%j is weak', (text) => expect(ratePassphrase(text).strength).toBe('weak'))
  test.each(['correct horse battery staple', 'x7!kQ9#vLp2$', 'qvznkwtrbx'])('%j is fair', (text) => expect(ratePassphrase(text).strength).toBe('fair'))
  test.each(['neck-electric-broom-diary-glide-achieve', 'xkqzrtpwvbnmhgxd', 'Mein Onkel frisst 23 grüne Gurken im Keller!'])(
    '%j is strong', (text) => expect(ratePassphrase(text).strength).toBe('strong'))

  test('any text has a rating', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const { bits } = ratePassphrase(text)
      expect(bits).toBeGreaterThanOrEqual(0)
      expect(bits).toBeLessThan(40 * 25)
    }))
  })
})

describe('the test code', () => {
  test('is four letters, the same for the same words however they were typed', () => {
    const code = passphraseTestCode('fünf Wörter')
    expect(code).toMatch(/^[A-HJ-NP-Z]{4}$/)
    expect(passphraseTestCode(`  ${'fünf Wörter'.normalize('NFD')} `)).toBe(code)
  })

  test('stays the same for ever: it stands on paper', () => {
    expect(passphraseTestCode('neck-electric-broom-diary-glide-achieve-lens-jazz-now-peanut')).toBe('RSBA')
  })

  test('tells slips apart', () => {
    const codes = ['neck-electric', 'neck-electrik', 'Neck-electric', 'neck electric', 'neckelectric', 'electric-neck'].map(passphraseTestCode)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

test('normalising composes characters, folds compatibility forms and drops blanks at the ends', () => {
  expect(normalisePassphrase(' ﬁne A\u030a ')).toBe('fine Å')
})
