import { describe, expect, test } from 'vitest'
import { concatBytes } from '../../src/core/base/bytes'
import type { SpooledFile, SpoolStore } from '../../src/core/backup/spool'
import { blobSpools } from '../../src/platform/browser/blobSpools'
import { memorySpools } from '../../src/platform/memory/memorySpools'
import { fileSpools } from '../../src/platform/node/fileSpools'
import { createRandom } from '../support/random'

const STORES: [string, SpoolStore][] = [['memory', memorySpools], ['Blobs', blobSpools as SpoolStore], ['temporary files', fileSpools]]

async function readAt(file: SpooledFile, from: number, to: number): Promise<Uint8Array> {
  const read = await file.read(from, to)
  if (!read.ok) throw new Error(read.failure.reason)
  return read.value
}

describe.each(STORES)('a spool in %s', (_, spools) => {
  test('gives back what was written, from anywhere, however it came', async () => {
    const random = createRandom('spool')
    for (let round = 0; round < 12; round++) {
      const spool = spools.open()
      const written: Uint8Array[] = []
      const chunk = new Uint8Array(6_000_000)
      for (let i = random.int(0, 6); i > 0; i--) {
        // one buffer for all chunks, as writers have it: a spool must not keep it
        const length = random.int(0, random.pick([10, 5000, 6_000_000]))
        for (let at = 0; at < length; at += 997) chunk[at] = random.int(0, 255)
        const piece = chunk.subarray(0, length)
        written.push(piece.slice())
        await spool.write(piece)
      }
      const all = concatBytes(written)
      const file = await spool.finish()
      expect(file.size).toBe(all.length)
      for (let i = 0; i < 8; i++) {
        const from = random.int(0, all.length)
        const to = from + random.int(0, 5_000_000)
        expect(Buffer.compare(await readAt(file, from, to), all.subarray(from, to))).toBe(0)
      }
      await file.discard()
    }
  })

  test('joins files and bytes in order, across their borders', async () => {
    const texts = ['head ', '', 'data', ' and ', 'end']
    const files: (SpooledFile | Uint8Array)[] = []
    for (const [i, text] of texts.entries()) {
      const bytes = new TextEncoder().encode(text)
      if (i % 2 === 0) files.push(bytes)
      else {
        const spool = spools.open()
        await spool.write(bytes)
        files.push(await spool.finish())
      }
    }
    const whole = texts.join('')
    const inner = spools.join(files)
    const file = spools.join([inner, Uint8Array.of(33)])
    expect(file.size).toBe(whole.length + 1)
    for (let from = 0; from <= file.size; from++) {
      for (let to = from; to <= file.size + 2; to++) expect(new TextDecoder().decode(await readAt(file, from, to))).toBe(`${whole}!`.slice(from, to))
    }
    await file.discard()
  })

  test('can be given up at any time', async () => {
    await spools.open().discard()
    const spool = spools.open()
    await spool.write(new Uint8Array(5_000_000))
    await spool.discard()
    const empty = await spools.open().finish()
    expect(empty.size).toBe(0)
    expect(await readAt(empty, 0, 10)).toHaveLength(0)
    await empty.discard()
  })
})
