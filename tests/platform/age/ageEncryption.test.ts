import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Encrypter, generateX25519Identity, identityToRecipient, type Stanza } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToText, concatBytes, textToBytes } from '../../../src/core/base/bytes'
import { DecryptionError } from '../../../src/core/backup/encryption'
import { collectStream, streamParts } from '../../../src/core/backup/readBackup'
import { createAgeEncryption, WORK_FACTOR } from '../../../src/platform/age/ageEncryption'
import { createRandom } from '../../support/random'
import { hasAgeCommand, runAge } from './ageCommand'

const age = createAgeEncryption({ workFactor: 2 })
const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/age', name)))
const PASSPHRASE = 'abandon-ability-able'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

const lock = (bytes: Uint8Array, passphrase = PASSPHRASE, encryption = age) => collectStream(encryption.encrypt(streamParts([bytes]), passphrase))

/** The bytes, or the failure before the first of them, or that the stream broke off. */
async function unlock(bytes: Uint8Array, passphrase = PASSPHRASE, encryption = age, size = 70_000): Promise<Uint8Array | string> {
  const unlocked = await encryption.decrypt(inPieces(bytes, size), passphrase)
  if (!unlocked.ok) return unlocked.failure.type
  try {
    return await collectStream(unlocked.value)
  } catch (error) {
    if (error instanceof DecryptionError) return 'DecryptionError'
    throw error
  }
}

const payload = createRandom('age payload').bytes(150_000)

describe('what was locked', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 150_000])('is unlocked: %i bytes', async (size) => {
    const plain = payload.subarray(0, size)
    expect(await unlock(await lock(plain))).toEqual(plain.slice())
  })

  test('is the same however the chunks are cut', async () => {
    const locked = await collectStream(age.encrypt(inPieces(payload.subarray(0, 5000), 7), PASSPHRASE))
    expect(await unlock(locked, PASSPHRASE, age, 1)).toEqual(payload.slice(0, 5000))
  })

  test('opens with the same words typed on another system', async () => {
    const locked = await lock(payload.subarray(0, 100), 'Größe ½ ﬁn')
    for (const words of ['Größe ½ ﬁn'.normalize('NFD'), 'Größe ½ ﬁn'.normalize('NFKC'), 'Größe ½ ﬁn'.normalize('NFKD')]) {
      expect(await unlock(locked, words)).toEqual(payload.slice(0, 100))
    }
  })

  test('does not open with other words', async () => {
    const locked = await lock(payload)
    for (const words of ['abandon-ability-abel', 'Abandon-ability-able', ' abandon-ability-able', '']) expect(await unlock(locked, words)).toBe('WrongPassphrase')
  })

  test('asks for as much work as the age command asks for', async () => {
    expect(WORK_FACTOR).toBe(18)
    const locked = await lock(payload.subarray(0, 10), PASSPHRASE, createAgeEncryption())
    expect(bytesToText(locked.subarray(0, 60))).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S{22} 18\n/)
    expect(await unlock(locked)).toEqual(payload.slice(0, 10))
  }, 60_000)

  test('is read again without deriving the key again', async () => {
    const encryption = createAgeEncryption()
    const locked = fixture('members.db.age')
    const first = performance.now()
    const once = await unlock(locked, 'grove-über-finch', encryption)
    const between = performance.now()
    expect(await unlock(locked, 'grove-über-ﬁnch', encryption)).toBeInstanceOf(Uint8Array)
    expect(await unlock(locked, 'grove-über-ﬁnch', encryption)).toBeInstanceOf(Uint8Array)
    const again = performance.now()
    await unlock(locked, 'grove-über-ﬁnch', encryption)
    expect(once).toBe('WrongPassphrase')
    expect(performance.now() - again).toBeLessThan((between - first) / 2)
  }, 60_000)
})

describe('a changed file', () => {
  const locked = lock(payload)

  test('is noticed: any byte flipped anywhere', async () => {
    const bytes = await locked
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(300), fc.nat(bytes.length - 1)), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const outcome = await unlock(bytes.map((byte, i) => (i === at ? byte ^ by : byte)))
        expect(['Damaged', 'WrongPassphrase', 'NotForAPassphrase', 'PassphraseTooCostly', 'DecryptionError']).toContain(outcome)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  test('is noticed: cut short anywhere, also between two chunks', async () => {
    const bytes = await locked
    const header = bytes.indexOf(0x0a, bytes.findIndex((_, i) => bytesToText(bytes.subarray(i, i + 4)) === '--- ')) + 1
    const cuts = [0, 5, 21, header - 1, header, header + 16, header + 16 + 65_552, header + 16 + 2 * 65_552, bytes.length - 1]
    for (const cut of cuts) expect(['Damaged', 'DecryptionError']).toContain(await unlock(bytes.subarray(0, cut)))
  })

  test('is noticed: a byte more', async () => {
    expect(await unlock(concatBytes([await locked, Uint8Array.of(0)]))).toBe('DecryptionError')
    const empty = await lock(new Uint8Array())
    expect(await unlock(concatBytes([empty, Uint8Array.of(10)]))).toBe('DecryptionError')
  })
})

describe('a header', () => {
  /** A file that asks for so much work; nothing else about it is right. */
  const asking = (factor: string) => textToBytes(`age-encryption.org/v1\n-> scrypt CQ0Cess6Vn69kIT59Ix45w ${factor}\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n${'x'.repeat(100)}`)

  test.each([19, 20, 23, 64, 999_999_999])('that asks for 2^%i rounds is refused before any', async (factor) => {
    const begun = performance.now()
    const outcome = await age.decrypt(streamParts([asking(String(factor))]), PASSPHRASE)
    expect(outcome).toEqual({ ok: false, failure: { type: 'PassphraseTooCostly', costFactor: factor, limit: 18 } })
    expect(performance.now() - begun).toBeLessThan(500)
  })

  test.each(['0', '018', '-1', '1e1', 'x', '', '99999999999'])('that asks for %j rounds is damaged', async (factor) => expect(await unlock(asking(factor))).toBe('Damaged'))

  test('for a key alone is told apart', async () => {
    expect(await unlock(fixture('key-only.db.age'))).toBe('NotForAPassphrase')
    const encrypter = new Encrypter()
    encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()))
    encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()))
    expect(await unlock(await encrypter.encrypt(payload))).toBe('NotForAPassphrase')
  })

  test('with a passphrase and a key, or two passphrases, is nothing that age writes', async () => {
    const stanza = (type: string): Stanza => ({ args: [type, 'A'.repeat(22), '2'], body: new Uint8Array(32) })
    for (const types of [['scrypt', 'scrypt'], ['scrypt', 'other']]) {
      const encrypter = new Encrypter()
      for (const type of types) encrypter.addRecipient({ wrapFileKey: () => [stanza(type)] })
      expect(['Damaged', 'WrongPassphrase']).toContain(await unlock(await encrypter.encrypt(payload)))
    }
  })

  test('that does not end is given up on', async () => {
    const endless = concatBytes([textToBytes('age-encryption.org/v1\n'), new Uint8Array(10_000_000).fill(0x41)])
    expect(await unlock(endless)).toBe('Damaged')
    expect(await unlock(concatBytes([textToBytes('age-encryption.org/v1\n'), textToBytes('-> x y\n\n'.repeat(100_000))]))).toBe('Damaged')
  })
})

test('what fails to be read is not called damage', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield (await lock(payload)).subarray(0, 80_000)
    throw new RangeError('the drive is gone')
  }
  const unlocked = await age.decrypt(failing(), PASSPHRASE)
  await expect(unlocked.ok ? collectStream(unlocked.value) : null).rejects.toThrow(RangeError)
  async function* failingAtOnce(): AsyncGenerator<Uint8Array> {
    yield textToBytes('age-')
    throw new RangeError('the drive is gone')
  }
  await expect(age.decrypt(failingAtOnce(), PASSPHRASE)).rejects.toThrow(RangeError)
})

describe('files that the age command wrote', () => {
  const SQLITE = 'SQLite format 3'
  test('are opened', async () => {
    const opened = await unlock(fixture('members.db.age'), 'grove-über-ﬁnch')
    expect(opened).toHaveLength(8192)
    expect(bytesToText((opened as Uint8Array).subarray(0, 15))).toBe(SQLITE)
  }, 60_000)

  test('are opened when written as text, and noticed when that was changed', async () => {
    const text = fixture('members.db.gz.age.txt')
    const opened = await unlock(text, 'grove-finch')
    expect([...(opened as Uint8Array).subarray(0, 2)]).toEqual([0x1f, 0x8b])
    expect(await unlock(text, 'grove-finch', age, 3)).toEqual(opened)
    expect(await unlock(concatBytes([text, textToBytes('\n \n')]), 'grove-finch')).toEqual(opened)
    const windows = textToBytes((bytesToText(text) ?? '').replaceAll('\n', '\r\n'))
    expect(await unlock(windows, 'grove-finch')).toEqual(opened)
    const lines = (bytesToText(text) ?? '').split('\n')
    for (const changed of [lines.slice(0, -2), lines.with(3, (lines[3] ?? '').slice(4)), lines.with(-3, ''), [...lines, 'x'], lines.toSpliced(4, 1), lines.with(5, '*'.repeat(64))]) {
      expect(['Damaged', 'DecryptionError', 'WrongPassphrase']).toContain(await unlock(textToBytes(changed.join('\n')), 'grove-finch'))
    }
  }, 60_000)
})

describe.skipIf(!hasAgeCommand)('the age command of this machine (left out where it is not installed)', () => {
  test('opens what was locked here, composed as it is', { timeout: 60_000 }, async () => {
    const locked = await lock(payload, 'Größe ﬁn'.normalize('NFD'), createAgeEncryption({ workFactor: 10 }))
    expect(runAge('decrypt', locked, 'Größe fin')).toEqual(payload)
    expect(() => runAge('decrypt', locked, 'Größe ﬁn')).toThrow('incorrect passphrase')
  })

  test('locks what is opened here', { timeout: 60_000 }, async () => {
    expect(await unlock(runAge('encrypt', payload, 'zoo-zone'), 'zoo-zone')).toEqual(payload)
  })
})
