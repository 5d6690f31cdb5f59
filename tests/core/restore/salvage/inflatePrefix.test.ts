import { constants, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inflatePrefix } from '../../../../src/core/restore/salvage/inflatePrefix'
import { createRandom } from '../../../support/random'

const LIMIT = 1 << 30
const random = createRandom('inflate')
const words = Array.from({ length: 60 }, (_, i) => `record ${i} ${random.int(0, 1e9)} ${'lunch '.repeat(random.int(0, 3))}`).join('\n')
const plain = new Uint8Array(Buffer.from(words))

const packings = {
  dynamic: gzipSync(plain),
  fixed: gzipSync(plain, { strategy: constants.Z_FIXED }),
  stored: gzipSync(plain, { level: 0 }),
  'run lengths': gzipSync(new Uint8Array(3000)),
}

/** What zlib itself makes of a cut file. */
const prefixByZlib = (packed: Uint8Array) => inflateRawSync(packed.subarray(10), { finishFlush: constants.Z_SYNC_FLUSH })

test.each(Object.entries(packings))('%s: every truncation gives the true beginning, and as much of it as zlib gives', (name, packed) => {
  const whole = name === 'run lengths' ? new Uint8Array(3000) : plain
  for (let length = 10; length < packed.length; length++) {
    const { bytes, isWhole } = inflatePrefix(new Uint8Array(packed.subarray(0, length)), LIMIT)
    expect(isWhole, `${length}`).toBe(false)
    expect(Buffer.from(bytes).equals(Buffer.from(whole.subarray(0, bytes.length))), `${length}`).toBe(true)
    expect(bytes.length, `${length}`).toBeGreaterThanOrEqual(length > 10 ? prefixByZlib(packed.subarray(0, Math.min(length, packed.length - 8))).length : 0)
  }
  const { bytes, isWhole, left } = inflatePrefix(new Uint8Array(packed), LIMIT)
  expect(Buffer.from(bytes).equals(Buffer.from(whole))).toBe(true)
  expect({ isWhole, left }).toEqual({ isWhole: true, left: 0 })
})

test('a file that unpacks to something else than was packed is not whole', () => {
  let unpackedAll = 0
  let unharmed = 0
  for (let at = 10; at < packings.dynamic.length; at++) {
    const damaged = new Uint8Array(packings.dynamic)
    damaged[at] = (damaged[at] ?? 0) ^ (1 << random.int(0, 7))
    const { bytes, isWhole, isEnded } = inflatePrefix(damaged, LIMIT)
    if (isEnded) unpackedAll++
    if (!isWhole) continue
    unharmed++
    expect(Buffer.from(bytes).equals(Buffer.from(plain)), `byte ${at}`).toBe(true)
  }
  expect(unpackedAll).toBeGreaterThan(8)
  // some bits mean nothing: the last ones of the last byte, and lengths of codes that nothing is packed with
  expect(unharmed).toBeLessThan(4)
})

test('more than fits in one piece comes out as it was, names and comments in the header or not', () => {
  const large = new Uint8Array(5_000_000).map((_, i) => (i * i) >> 7)
  const body = deflateRawSync(large)
  const header = Buffer.from([0x1f, 0x8b, 8, 8 | 16, 0, 0, 0, 0, 0, 3, 0x61, 0, 0x62, 0])
  const { bytes, isEnded } = inflatePrefix(new Uint8Array(Buffer.concat([header, body])), LIMIT)
  expect(isEnded).toBe(true)
  expect(Buffer.from(bytes).equals(Buffer.from(large))).toBe(true)
})

test('it stops at its limit', () => {
  expect(inflatePrefix(new Uint8Array(gzipSync(new Uint8Array(10_000_000))), 100_000)).toMatchObject({ isWhole: false, bytes: { length: 100_000 } })
})
