import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unwatchedWork, watchedWork } from '../../../src/core/base/progress'
import { ok } from '../../../src/core/base/result'
import { collectStream, readBackup, streamParts } from '../../../src/core/backup/readBackup'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import { SpoolError, type Spool, type SpooledFile, type SpoolStore } from '../../../src/core/backup/spool'
import { createAgeEncryption } from '../../../src/platform/age/ageEncryption'
import { memorySpools } from '../../../src/platform/memory/memorySpools'
import { createRandom } from '../../support/random'
import { bytesOf, createDeps, fileOf, requestOf, sourceOf } from './backupParts'

const deps = await createDeps()
const LAYERS = (['db', 'json'] as const).flatMap((form) =>
  [false, true].flatMap((gzip) => [null, 'correct horse'].map((passphrase) => ({ form, gzip, passphrase }))),
)

function bookOf(records: number): Uint8Array {
  const db = deps.engine.open(null)
  db.run(`CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${records})
    INSERT INTO t SELECT n, printf('%d %.*c', n * 7919, 500, 'x') FROM c`)
  const bytes = db.bytes()
  db.close()
  return bytes
}

const SMALL = bookOf(500)

/** Spools in memory that tell what goes through them. */
function watchedSpools(change: Partial<{ onRead(bytes: Uint8Array<ArrayBuffer>): void; onWrite(bytes: number): void }>) {
  let open = 0
  let largest = 0
  const watchFile = (file: SpooledFile): SpooledFile => {
    open++
    return {
      ...file,
      async read(from, to) {
        const read = await file.read(from, to)
        if (!read.ok) return read
        largest = Math.max(largest, read.value.length)
        change.onRead?.(read.value)
        return ok(read.value)
      },
      async discard() {
        open--
        await file.discard()
      },
    }
  }
  const store: SpoolStore = {
    open(): Spool {
      const spool = memorySpools.open()
      open++
      return {
        async write(chunk) {
          largest = Math.max(largest, chunk.length)
          change.onWrite?.(chunk.length)
          await spool.write(chunk)
        },
        async finish() {
          open--
          return watchFile(await spool.finish())
        },
        async discard() {
          open--
          await spool.discard()
        },
      }
    },
    join(parts) {
      const joined = memorySpools.join(parts)
      for (const part of parts) if (!(part instanceof Uint8Array)) open--
      return watchFile({ ...joined, discard: () => Promise.resolve() })
    },
  }
  return { store, open: () => open, largest: () => largest }
}

describe.each(LAYERS)('$form, packed $gzip, passphrase $passphrase', (layers) => {
  test('comes back through the same layers, and leaves nothing else behind', async () => {
    const { store, open } = watchedSpools({})
    const made = await makeBackup({ ...deps, spools: store }, sourceOf(SMALL), requestOf(layers), unwatchedWork)
    if (!made.ok) throw new Error(JSON.stringify(made.failure))
    expect(open()).toBe(1)
    const bytes = await bytesOf(made.value.file)
    await made.value.file.discard()
    expect(open()).toBe(0)
    const read = await readBackup(deps, fileOf(bytes), layers, unwatchedWork)
    expect(read).toMatchObject({ ok: true, value: { problems: [], manifest: made.value.manifest } })
    if (read.ok) read.value.db.close()
    expect(new TextDecoder().decode(bytes.subarray(0, 21)) === 'age-encryption.org/v1').toBe(layers.passphrase !== null)
    if (layers.passphrase === null) return
    expect(await readBackup(deps, fileOf(bytes), { ...layers, passphrase: 'incorrect horse' }, unwatchedWork)).toEqual({ ok: false, failure: { type: 'WrongPassphrase' } })
    // inside is what would have been written without
    const opened = await createAgeEncryption().decrypt(streamParts([bytes]), layers.passphrase)
    if (!opened.ok) throw new Error(opened.failure.type)
    const inside = await collectStream(opened.value)
    const form = layers.gzip ? new Uint8Array(gunzipSync(inside)) : inside
    expect(new TextDecoder().decode(form.subarray(0, 10))).toBe(layers.form === 'db' ? 'SQLite for' : '{"format":')
  })

  test('a spool that gives back one other bit is found out by the test restore', async () => {
    const random = createRandom('spool flips')
    let reads = 0
    const count = watchedSpools({ onRead: () => reads++ })
    expect(await makeBackup({ ...deps, spools: count.store }, sourceOf(SMALL), requestOf(layers), unwatchedWork)).toMatchObject({ ok: true })
    for (let round = 0; round < 12; round++) {
      // a read before the last layer is written changes what is written, one after it only the test: both must show
      let left = 1 + (round % reads)
      const flipping = watchedSpools({
        onRead(bytes) {
          const at = random.int(0, bytes.length - 1)
          if (--left === 0 && bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7))
        },
      })
      const made = await makeBackup({ ...deps, spools: flipping.store }, sourceOf(SMALL), requestOf(layers), unwatchedWork)
      expect(made).toMatchObject({ ok: false, failure: { type: 'TestRestoreFailed' } })
      expect(flipping.open()).toBe(0)
    }
  })

  test('a full spool and a cancellation leave nothing behind', async () => {
    for (const after of [0, 1, 3]) {
      let left = after
      let isFull = false
      const full = watchedSpools({
        onWrite() {
          if (left-- > 0) return
          isFull = true
          throw new SpoolError({ type: 'StorageFull' })
        },
      })
      const made = await makeBackup({ ...deps, spools: full.store }, sourceOf(SMALL), requestOf(layers), unwatchedWork)
      expect(made.ok ? null : made.failure).toEqual(isFull ? { type: 'StorageFull' } : null)
      expect(full.open()).toBe(made.ok ? 1 : 0)
      let pauses = after + 1
      const cancelled = watchedSpools({})
      const work = watchedWork(() => undefined, () => --pauses === 0, () => Promise.resolve())
      expect(await makeBackup({ ...deps, spools: cancelled.store }, sourceOf(SMALL), requestOf(layers), work)).toEqual({ ok: false, failure: { type: 'Cancelled' } })
      expect(cancelled.open()).toBe(0)
    }
  })
})

test('no piece of a large backup is larger than a few megabytes', { timeout: 120_000 }, async () => {
  const book = bookOf(12_000)
  for (const layers of LAYERS) {
    const { store, largest, open } = watchedSpools({})
    const made = await makeBackup({ ...deps, spools: store }, sourceOf(book), requestOf(layers), unwatchedWork)
    if (!made.ok) throw new Error(JSON.stringify(made.failure))
    if (!layers.gzip) expect(made.value.file.size).toBeGreaterThan(6_000_000)
    expect(largest()).toBeLessThan(5_000_000)
    await made.value.file.discard()
    expect(open()).toBe(0)
  }
})
