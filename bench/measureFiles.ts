import { unwatchedWork, type Work } from '../src/core/base/progress'
import { makeBackup } from '../src/core/backup/makeBackup'
import { sha256Hex, useQuickSha256 } from '../src/core/base/sha256'
import { digestContent } from '../src/core/backup/contentDigest'
import { createBookEditor } from '../src/core/book/createBookEditor'
import { createBookSession } from '../src/core/book/createBookSession'
import { openBookSession } from '../src/core/book/openBookSession'
import { inspectFile } from '../src/core/restore/inspectFile'
import { prepareContents } from '../src/core/restore/prepareContents'
import { createAgeEncryption } from '../src/platform/age/ageEncryption'
import { readTarArchive } from '../src/platform/tar/tarArchive'
import { blobSpools } from '../src/platform/browser/blobSpools'
import { blobFileSource } from '../src/platform/browser/blobFileSource'
import { createBrowserShelf } from '../src/platform/browser/browserShelf'
import { detectOpfs } from '../src/platform/browser/opfsFiles'
import { randomBytes } from '../src/platform/browser/randomBytes'
import { loadWasmSha256 } from '../src/platform/browser/wasmSha256'
import { streamCompression } from '../src/platform/browser/streamCompression'
import { startBrowserEngine } from '../src/worker/browserEngine'
import { benchIdentity } from './makeBook'
import { timed } from './measure'
import { measureRivals } from './measureRivals'
import { millionSql } from './millionRecords'
import { moveBytes } from './moveBytes'

const at = { utc: 0, offsetMinutes: 0, zone: 'UTC' }

/** One figure beside its floor: the least that any way of doing it must cost, or another way of doing the same. */
export interface FileFigure {
  readonly what: string
  readonly ms: number
  readonly floor: string
  readonly floorMs: number
  readonly megabytes?: number
  /** Longest time without a word of progress or a chance to cancel, ms. */
  readonly silence?: number
}

/** Work that lets the event loop run at every pause, as a worker does that can be cancelled, and tells its longest silence. */
function listen(): { work: Work; silence(): number } {
  let last = performance.now()
  let longest = 0
  const hear = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  return {
    work: {
      report: hear,
      async pause() {
        hear()
        return unwatchedWork.pause()
      },
    },
    silence() {
      hear()
      return longest
    },
  }
}

/** Opening, backing up (with the test restore), verifying and restoring a book of so many records, and rivals on the same bytes. */
export async function measureFiles(records: number): Promise<FileFigure[]> {
  const engine = await startBrowserEngine()
  useQuickSha256(await loadWasmSha256())
  const root = await detectOpfs()
  if (!root) throw new Error('no OPFS here')
  const shelf = createBrowserShelf(root)
  const identity = benchIdentity(200)
  const deps = { engine, compression: streamCompression, encryption: createAgeEncryption(), readArchive: readTarArchive, spools: blobSpools, randomBytes, appVersion: 'bench' }
  const figures: FileFigure[] = []
  const storage = () => ({ engine, storage: shelf.storageOf(identity.bookId), randomBytes })
  const filled = engine.open(null)
  filled.run(`PRAGMA page_size = 4096; ${millionSql(records)}`)

  const created = await createBookSession(storage(), { identity, bytes: filled.take(), at })
  if (!created.ok) throw new Error(created.failure.type)
  const { head, bytes } = await created.value.snapshot()
  await created.value.settle()
  await created.value.close()
  const floor = await moveBytes(bytes)

  const opened = await timed(async () => {
    const opening = await openBookSession(storage(), identity.bookId)
    if (!opening.ok) throw new Error(opening.failure.type)
    const { session } = opening.value
    const window = await createBookEditor(session).rows({ table: 'entry', from: 0, count: 50, sort: [], search: '' })
    if (!window.ok || window.value.rows.length !== 50) throw new Error('no records')
    return session
  })
  figures.push({ what: 'open to the first records', ms: opened.ms, floor: 'reading the same bytes from OPFS', floorMs: floor.read, megabytes: bytes.length / 1e6 })

  for (const form of ['db', 'json'] as const) {
    const making = listen()
    const startedTest = { at: 0 }
    const work: Work = {
      pause: () => making.work.pause(),
      report(progress) {
        if (progress.step === 'testing') startedTest.at ||= performance.now()
        making.work.report(progress)
      },
    }
    const begun = performance.now()
    const made = await timed(() =>
      makeBackup(
        deps,
        { head, bytes: bytes.slice(), isSpare: true, journalHead: '' },
        { kind: 'end-of-day', form, gzip: false, passphrase: null, note: '', deviceName: '', operatorName: '', at, keepFields: [], leaveOutFields: [] },
        work,
      ),
    )
    if (!made.value.ok) throw new Error(JSON.stringify(made.value.failure))
    const { blob: file } = made.value.value.file
    const { fileName } = made.value.value
    const inFile = await moveBytes(new Uint8Array(await file.arrayBuffer()))
    const moved = { floor: 'writing and reading the same bytes', floorMs: inFile.write + inFile.read, megabytes: file.size / 1e6 }
    figures.push({ what: `.${form} backup: writing it`, ms: startedTest.at - begun, ...moved })
    figures.push({ what: `.${form} backup with its test restore`, ms: made.ms, ...moved, silence: making.silence() })

    const verifying = listen()
    const verified = await timed(() => inspectFile(deps, blobFileSource(file, fileName), verifying.work))
    verified.value.close()
    if (verified.value.inspection.verdict !== 'own-backup') throw new Error(verified.value.inspection.verdict)
    figures.push({ what: `verifying the .${form}`, ms: verified.ms, floor: 'reading the file', floorMs: inFile.read, silence: verifying.silence() })

    const restoring = listen()
    const restored = await timed(async () => {
      const inspected = await inspectFile(deps, blobFileSource(file, fileName), restoring.work)
      const prepared = await prepareContents(deps, inspected, { live: { head, bytes }, name: '', currency: 'EUR', wake: false, at }, restoring.work)
      inspected.close()
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
      const { identity: restoredIdentity, bytes: contents, contentDigest, fileDigest } = prepared.value
      const size = contents.length
      const replaced = await opened.value.replace({
        at,
        reason: 'before-restore',
        identity: restoredIdentity,
        bytes: contents,
        expectedDigest: contentDigest,
        async contentDigest(state) {
          if (state.length === size && sha256Hex(state) === fileDigest) return contentDigest
          const db = engine.open(state, { memory: 'share' })
          const digested = await digestContent(db, [], restoring.work)
          db.close()
          return digested.ok ? digested.value.contentDigest : ''
        },
      })
      if (!replaced.ok) throw new Error(JSON.stringify(replaced.failure))
    })
    figures.push({
      what: `restoring the .${form}, safety copy and proofs included`, ms: restored.ms,
      floor: 'reading the file, writing and reading the book', floorMs: inFile.read + floor.write + floor.read, silence: restoring.silence(),
    })
  }
  await opened.value.close()
  return [...figures, ...(await measureRivals(engine, bytes))]
}

/** The SQL of the book that `measureFiles` fills, for rivals outside of the browser. */
export const measuredSql = (records: number): Promise<string> => Promise.resolve(millionSql(records))
