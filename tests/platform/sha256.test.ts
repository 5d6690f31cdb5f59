import { expect, test } from 'vitest'
import { createPortableSha256 } from '../../src/core/base/sha256'
import { loadWasmSha256 } from '../../src/platform/browser/wasmSha256'
import { createNodeSha256 } from '../../src/platform/node/nodeSha256'
import { createRandom } from '../support/random'

const createWasmSha256 = await loadWasmSha256()

test('every SHA-256 gives the same digits, however the bytes come, several at a time', () => {
  const random = createRandom('sha256')
  // more at once than there are hashers, in turn
  for (let round = 0; round < 20; round++) {
    const chunks = Array.from({ length: random.int(0, 5) }, () => Uint8Array.from({ length: random.int(0, random.pick([1, 64, 70_000])) }, () => random.int(0, 255)))
    const portable = createPortableSha256()
    const all = [createNodeSha256(), ...Array.from({ length: 6 }, createWasmSha256)]
    for (const chunk of chunks) for (const sha of [portable, ...all]) sha.update(chunk)
    const digits = portable.hex()
    expect(all.map((sha) => sha.hex())).toEqual(all.map(() => digits))
  }
  const empty = createWasmSha256()
  expect(empty.hex()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
