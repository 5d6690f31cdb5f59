import { expect, test } from 'vitest'
import { isPassphraseProofDue, nextPassphraseProof } from '../../../src/core/routine/passphraseProof'

const DAY = 86_400_000
const since = Date.UTC(2026, 10, 21)

test('the passphrase is asked for after 7 days, 30 days after that, and then every 90', () => {
  const asked: number[] = []
  let provedAt = since
  for (let i = 0; i < 5; i++) {
    provedAt = nextPassphraseProof({ since, provedAt })
    asked.push((provedAt - since) / DAY)
  }
  expect(asked).toEqual([7, 37, 127, 217, 307])
})

test('it is due from that moment on, and not before', () => {
  const proof = { since, provedAt: since }
  expect(isPassphraseProofDue(proof, since + 7 * DAY - 1)).toBe(false)
  expect(isPassphraseProofDue(proof, since + 7 * DAY)).toBe(true)
  expect(isPassphraseProofDue({ since, provedAt: since + 9 * DAY }, since + 38 * DAY)).toBe(false)
})

test('a new passphrase begins anew, whenever the old one was proved', () => {
  expect(nextPassphraseProof({ since, provedAt: since - 400 * DAY })).toBe(since + 7 * DAY)
})
