import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { concatBytes, textToBytes } from '../../../src/core/base/bytes'
import { unwatchedWork } from '../../../src/core/base/progress'
import { collectStream, streamParts } from '../../../src/core/backup/readBackup'
import { checkGzipHeader, openGzip, writeSealedGzip } from '../../../src/core/backup/sealedGzip'
import { memorySpools } from '../../../src/platform/memory/memorySpools'
import { bytesOf } from './backupParts'
import { streamCompression } from '../../../src/platform/browser/streamCompression'

const TEXT = textToBytes('The day\'s takings. '.repeat(1000))

async function unpack(bytes: Uint8Array, limit?: number) {
  const opened = openGzip(streamCompression, bytes.subarray(0, 64), streamParts([bytes]), limit)
  if (!opened.ok) return opened.failure
  const text = await collectStream(opened.value.chunks)
  const outcome = opened.value.outcome()
  return outcome.ok ? { packing: opened.value.packing, text } : outcome.failure
}

test('what is packed unpacks here and in any gzip tool', async () => {
  for (const parts of [[TEXT], [], [TEXT, TEXT], [new Uint8Array(0), Uint8Array.of(1)]]) {
    const packed = await writeSealedGzip(streamCompression, memorySpools.join(parts), memorySpools, unwatchedWork)
    if (!packed.ok) throw new Error('cancelled')
    const bytes = await bytesOf(packed.value)
    expect(new Uint8Array(gunzipSync(bytes))).toEqual(concatBytes(parts))
    expect(await unpack(bytes)).toEqual({ packing: 'sealed', text: concatBytes(parts) })
    expect(await unpack(Uint8Array.from([...bytes, 0]))).toHaveProperty('type')
    expect(await unpack(concatBytes([bytes, bytes]))).toHaveProperty('type')
    expect(checkGzipHeader(bytes.map((byte, at) => (at === 3 ? 0 : byte)))).toEqual({ packing: 'changed' })
  }
})

test('another tool\'s file is read, and said to be another tool\'s', async () => {
  expect(await unpack(gzipSync(TEXT))).toEqual({ packing: 'plain', text: TEXT })
  expect(checkGzipHeader(textToBytes('PK'))).toBeNull()
  const named = Uint8Array.from([0x1f, 0x8b, 8, 8, 1, 2, 3, 4, 0, 3, 97, 0])
  expect(checkGzipHeader(named)).toEqual({ packing: 'plain' })
  expect(checkGzipHeader(Uint8Array.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 2, 0, 1, 1]))).toEqual({ packing: 'changed' })
})

test('a small file does not become a huge one', async () => {
  const bomb = gzipSync(new Uint8Array(100 * 1024 * 1024), { level: 9 })
  expect(await unpack(bomb)).toEqual({ type: 'DecompressionTooLarge', limit: 2 * 1024 ** 3 })
  expect(await unpack(gzipSync(TEXT), 1000)).toEqual({ type: 'DecompressionTooLarge', limit: 1000 })
})

test('a source that fails is not taken for bad data', async () => {
  async function* failing() {
    yield gzipSync(TEXT).subarray(0, 30)
    throw new RangeError('the disk is gone')
  }
  const opened = openGzip(streamCompression, gzipSync(TEXT).subarray(0, 64), failing())
  if (!opened.ok) throw new Error('not opened')
  await expect(collectStream(opened.value.chunks)).rejects.toThrow('the disk is gone')
})
