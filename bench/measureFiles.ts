import { unwatchedWork } from '../src/core/base/progress'
import { makeBackup } from '../src/core/backup/makeBackup'
import { digestContent } from '../src/core/backup/contentDigest'
import { createBookEditor } from '../src/core/book/createBookEditor'
import { createBookSession, openBookSession } from '../src/core/book/openBookSession'
import { inspectFile } from '../src/core/restore/inspectFile'
import { prepareContents } from '../src/core/restore/prepareContents'
import { createAgeEncryption } from '../src/platform/age/ageEncryption'
import { readTarArchive } from '../src/platform/tar/tarArchive'
import { blobSpools } from '../src/platform/browser/blobSpools'
import { blobFileSource } from '../src/platform/browser/blobFileSource'
import { createBrowserShelf } from '../src/platform/browser/browserShelf'
import { detectOpfs } from '../src/platform/browser/opfsFiles'
import { randomBytes } from '../src/platform/browser/randomBytes'
import { streamCompression } from '../src/platform/browser/streamCompression'
import { startBrowserEngine } from '../src/worker/browserEngine'
import { benchIdentity, makeBookFile } from './makeBook'
import { timed } from './measure'

const at = { utc: 0, offsetMinutes: 0, zone: 'UTC' }

/** One figure beside its floor: the least that any way of doing it must cost. */
export interface FileFigure {
  readonly what: string
  readonly ms: number
  readonly floor: string
  readonly floorMs: number
  readonly megabytes?: number
}

/** Writes bytes to a new OPFS file, flushed, and reads them back: the floors of everything that moves a whole book. */
async function moveBytes(bytes: Uint8Array<ArrayBuffer>): Promise<{ write: number; read: number }> {
  const root = await navigator.storage.getDirectory()
  const file = await (await root.getFileHandle('bench-bytes', { create: true })).createSyncAccessHandle()
  file.truncate(0)
  const write = await timed(() => {
    file.write(bytes, { at: 0 })
    file.flush()
  })
  const back = new Uint8Array(bytes.length)
  const read = await timed(() => file.read(back, { at: 0 }))
  file.close()
  await root.removeEntry('bench-bytes')
  return { write: write.ms, read: read.ms }
}

/** Opening, backing up (with the test restore) and restoring a book of so many megabytes. */
export async function measureFiles(megabytes: number): Promise<FileFigure[]> {
  const engine = await startBrowserEngine()
  const root = await detectOpfs()
  if (!root) throw new Error('no OPFS here')
  const shelf = createBrowserShelf(root)
  const identity = benchIdentity(200 + (megabytes % 50))
  const deps = { engine, compression: streamCompression, encryption: createAgeEncryption(), readArchive: readTarArchive, spools: blobSpools, randomBytes, appVersion: 'bench' }
  const figures: FileFigure[] = []
  const storage = () => ({ engine, storage: shelf.storageOf(identity.bookId), randomBytes })

  const created = await createBookSession(storage(), { identity, bytes: makeBookFile(engine, megabytes), at })
  if (!created.ok) throw new Error(created.failure.type)
  const { head, bytes } = await created.value.snapshot()
  await created.value.settle()
  await created.value.close()
  const floor = await moveBytes(bytes)

  const opened = await timed(async () => {
    const opening = await openBookSession(storage(), identity.bookId)
    if (!opening.ok) throw new Error(opening.failure.type)
    const { session } = opening.value
    const window = createBookEditor(session).rows({ table: 'item', from: 0, count: 50, sort: [], search: '' })
    if (!window.ok || window.value.rows.length !== 50) throw new Error('no records')
    return session
  })
  figures.push({ what: 'open to the first records', ms: opened.ms, floor: 'reading the same bytes from OPFS', floorMs: floor.read })

  for (const form of ['db', 'json'] as const) {
    const made = await timed(() =>
      makeBackup(
        deps,
        { head, bytes: bytes.slice(), journalHead: '' },
        { kind: 'end-of-day', form, gzip: false, passphrase: null, note: '', deviceName: '', operatorName: '', at, keepFields: [], leaveOutFields: [] },
        unwatchedWork,
      ),
    )
    if (!made.value.ok) throw new Error(JSON.stringify(made.value.failure))
    const file = made.value.value.file.blob
    const inFile = await moveBytes(new Uint8Array(await file.arrayBuffer()))
    figures.push({ what: `.${form} backup with its test restore`, ms: made.ms, floor: 'writing and reading the same bytes', floorMs: inFile.write + inFile.read, megabytes: file.size / 1e6 })

    const restored = await timed(async () => {
      const inspected = await inspectFile(deps, blobFileSource(file, made.value.ok ? made.value.value.fileName : ''), unwatchedWork)
      const prepared = await prepareContents(deps, inspected, { live: { head, bytes: bytes.slice() }, name: '', currency: 'EUR', wake: false, at }, unwatchedWork)
      inspected.close()
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
      const { identity: restoredIdentity, bytes: contents, contentDigest } = prepared.value
      const replaced = await opened.value.replace({
        at,
        reason: 'before-restore',
        identity: restoredIdentity,
        bytes: contents,
        expectedDigest: contentDigest,
        async contentDigest(state) {
          const db = engine.open(state)
          const digested = await digestContent(db, [], unwatchedWork)
          db.close()
          return digested.ok ? digested.value.contentDigest : ''
        },
      })
      if (!replaced.ok) throw new Error(JSON.stringify(replaced.failure))
    })
    figures.push({ what: `restoring the .${form}, safety copy and proofs included`, ms: restored.ms, floor: 'reading the file, writing the book', floorMs: inFile.read + floor.write })
  }
  await opened.value.close()
  return figures
}
