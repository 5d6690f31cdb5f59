import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { memoryFileSource } from '../../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../../src/core/base/progress'
import { inspectFile } from '../../../../src/core/restore/inspectFile'
import { salvageFile, type SalvageRequest } from '../../../../src/core/restore/salvage/salvageFile'
import { deps } from '../foreignParts'

const REQUEST: SalvageRequest = { passphrase: null, entry: null, wal: null, currency: 'EUR' }
const COUNT = 2000

function makeBook(): Uint8Array<ArrayBuffer> {
  const db = deps.engine.open(null)
  db.run(`CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
    INSERT INTO notes WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < ${COUNT}) SELECT v, 'note ' || v || hex(v * 31337) FROM n`)
  const bytes = db.bytes()
  db.close()
  return bytes
}

const book = makeBook()
const damaged = book.slice().fill(0, 4096 * 2, 4096 * 3)

async function salvage(bytes: Uint8Array<ArrayBuffer>, request: Partial<SalvageRequest> = {}, name = 'file') {
  const result = await salvageFile(deps, memoryFileSource(name, bytes), unwatchedWork, { ...REQUEST, ...request })
  return result.ok ? result.value.report : result.failure
}

async function encrypt(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  async function* once() {
    yield await Promise.resolve(bytes)
  }
  const parts: Uint8Array[] = []
  for await (const chunk of deps.encryption.encrypt(once(), 'words')) parts.push(chunk)
  return new Uint8Array(Buffer.concat(parts))
}

function armor(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? []
  return new Uint8Array(Buffer.from(['-----BEGIN AGE ENCRYPTED FILE-----', ...lines, '-----END AGE ENCRYPTED FILE-----', ''].join('\n')))
}

/** A tar archive: for each file a header of 512 bytes and its bytes. */
function tar(files: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const blocks = files.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512)
    header.write(name)
    header.write('0000644\0', 100)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('        0', 148)
    header.write('ustar\x0000', 257)
    header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148)
    return [header, Buffer.from(bytes), Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

test('reads what is there of a database with a page lost', async () => {
  const report = await salvage(damaged)
  expect(report).toMatchObject({ format: 'sqlite', lostPages: 1, lostBytes: null })
  expect('recovered' in report && report.recovered).toBeGreaterThan(COUNT * 0.8)
})

test('unpacks a cut gzip file as far as it goes, and tells how much of it was not reached', async () => {
  const packed = new Uint8Array(gzipSync(book))
  const report = await salvage(packed.slice(0, packed.length - 2000))
  expect(report).toMatchObject({ format: 'sqlite' })
  if (!('recovered' in report)) return
  expect(report.recovered).toBeGreaterThan(COUNT / 2)
  expect(report.findings.map(({ code }) => code)).toContain('decompression-failed')
})

test('decrypts an age file up to the piece that was changed, binary or written as text', async () => {
  const sealed = await encrypt(book)
  expect(await salvage(sealed)).toEqual({ type: 'NeedsPassphrase' })
  expect(await salvage(armor(sealed))).toEqual({ type: 'NeedsPassphrase' })
  expect(await salvage(armor(sealed), { passphrase: 'other' })).toMatchObject({ type: 'WrongPassphrase' })
  expect(await salvage(armor(sealed), { passphrase: 'words' })).toMatchObject({ recovered: COUNT, lostBytes: null })
  const changed = sealed.slice()
  changed[sealed.length - 100] = (changed[sealed.length - 100] ?? 0) ^ 1
  const text = armor(sealed)
  text[text.length - 1000] = 33
  for (const bytes of [changed, armor(changed), text, text.slice(0, text.length - 3000)]) {
    const report = await salvage(bytes, { passphrase: 'words' })
    expect(report).toMatchObject({ format: 'sqlite' })
    if (!('recovered' in report)) continue
    expect(report.recovered).toBeLessThan(COUNT)
    expect(report.recovered).toBeGreaterThan(100)
    expect(report.lostBytes).toBeGreaterThan(0)
    expect(report.findings.map(({ detail }) => detail).join()).toContain('can be decrypted only up to the place')
  }
})

test('takes a database out of a damaged archive, or the file that was named', async () => {
  const archive = tar([['readme.txt', new Uint8Array(700)], ['one.db', book], ['two.db', damaged]])
  // the header of the first file is broken, the end is missing
  const broken = archive.slice(0, archive.length - 5000).fill(7, 0, 50)
  expect(await salvage(broken)).toMatchObject({ recovered: COUNT })
  expect(await salvage(broken, { entry: 'two.db' })).toMatchObject({ lostPages: expect.any(Number) as number })
  expect(await salvage(broken, { entry: 'three.db' })).toEqual({ type: 'NothingSalvaged' })
})

test('takes whole commits from the log that lay beside a damaged database, or says why not', async () => {
  const wal = new Uint8Array(200)
  const report = await salvage(damaged, { wal: memoryFileSource('file-wal', wal) })
  expect('findings' in report && report.findings.find(({ code }) => code === 'wal-not-applied')?.detail).toBe('It is not the log of an SQLite database.')
})

test.each([
  ['csv', `name,town\n${'Ada,Zürich\n'.repeat(9000)}Grace,K`, [0xc3]],
  ['sql-dump', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\nINSERT INTO t VALUES(1);\nINSERT INTO t VAL', []],
])('nothing is promised of a damaged %s file, which no salvage reads', async (format, text, end) => {
  const file = memoryFileSource('file', new Uint8Array([...Buffer.from(text), ...end, 10]))
  const inspected = await inspectFile(deps, file, unwatchedWork)
  inspected.close()
  expect(inspected.inspection).toMatchObject({ verdict: 'damaged', format, salvageable: false })
  expect((await salvageFile(deps, file, unwatchedWork, REQUEST)).ok).toBe(false)
})
