// node --expose-gc --import tsx bench/node/measureMemory.ts [megabytes of JSON, 600] [db|json] [small|long|pictures]
// Writes a backup of a large book, with its test restore, and prepares it for a restore: what the process holds at most,
// above the book itself. `npm run bench -- memory` runs it as `bench/results/latest.json` has it.
import { readFileSync, writeFileSync } from 'node:fs'
import initSqlJs from 'sql.js'
import { unwatchedWork, type Work } from '../../src/core/base/progress'
import { useQuickSha256 } from '../../src/core/base/sha256'
import { makeBackup } from '../../src/core/backup/makeBackup'
import { inspectFile } from '../../src/core/restore/inspectFile'
import { prepareContents } from '../../src/core/restore/prepareContents'
import { createAgeEncryption } from '../../src/platform/age/ageEncryption'
import { fileSpools } from '../../src/platform/node/fileSpools'
import { nodeCompression } from '../../src/platform/node/nodeCompression'
import { nodeRandomBytes } from '../../src/platform/node/nodeRandomBytes'
import { createNodeSha256 } from '../../src/platform/node/nodeSha256'
import { createSqlJsEngine } from '../../src/platform/sqljs/sqlJsEngine'
import { readTarArchive } from '../../src/platform/tar/tarArchive'
import { benchIdentity } from '../makeBook'
import { KINDS_OF_RECORDS, largeSql, type KindOfRecords } from '../millionRecords'

const at = { utc: 0, offsetMinutes: 0, zone: 'UTC' }
const megabytes = Number(process.argv[2] ?? 600)
const form = process.argv[3] === 'db' ? 'db' : 'json'
const asked = process.argv[4] ?? 'small'
if (!(asked in KINDS_OF_RECORDS)) throw new Error(`No records are called ${asked}.`)
const kind = asked as KindOfRecords
const MB = 1e6
const { json: bytesOfJson, file: bytesOfFile } = KINDS_OF_RECORDS[kind]
const records = Math.round((megabytes * MB) / bytesOfJson)

useQuickSha256(createNodeSha256)
const engine = await createSqlJsEngine({ initSqlJs })
const deps = {
  engine, compression: nodeCompression, encryption: createAgeEncryption(), readArchive: readTarArchive, spools: fileSpools, randomBytes: nodeRandomBytes, appVersion: 'bench',
}
const before = process.memoryUsage().rss

// filled in memory that is set aside, so that the filling itself leaves nothing behind
const filled = engine.open(null, { room: Math.ceil(records * bytesOfFile * 1.1) })
filled.run(`PRAGMA page_size = 4096; ${largeSql(kind, records)}`)
const bytes = filled.take()
const book = bytes.length
globalThis.gc?.()

/** The most that the process ever held, as Linux keeps count of it: between two looks too. Null elsewhere. */
function highWater(): number | null {
  if (process.platform !== 'linux') return null
  const kilobytes = /VmHWM:\s+([0-9]+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1024
}
/** Begins to count anew. */
function resetHighWater(): void {
  peak = 0
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5')
}

let peak = 0
let step = ''
const look = () => {
  peak = Math.max(peak, highWater() ?? process.memoryUsage().rss)
}
const watched: Work = {
  report(progress) {
    look()
    if (progress.step === step) return
    step = progress.step
    console.log(`  ${step}: ${((process.memoryUsage().rss - before) / MB).toFixed(0)} MB held`)
  },
  pause() {
    look()
    return unwatchedWork.pause()
  },
}
interface MemoryFigure {
  readonly what: string
  readonly seconds: number
  /** Of the process above what it held before there was a book, at most. */
  readonly megabytes: number
  readonly aboveTheBook: number
}
const figures: MemoryFigure[] = []
function tell(what: string, from: number): void {
  look()
  const figure = { what, seconds: (performance.now() - from) / 1000, megabytes: (peak - before) / MB, aboveTheBook: (peak - before - book) / MB }
  figures.push(figure)
  console.log(`${what}: ${figure.seconds.toFixed(1)} s, at most ${figure.megabytes.toFixed(0)} MB, ${figure.aboveTheBook.toFixed(0)} MB above the book`)
}

const head = { identity: benchIdentity(1), generation: 1, epoch: 0, size: book, changedAt: at }
console.log(`A book of ${(book / MB).toFixed(0)} MB, ${records} records`)
resetHighWater()
let from = performance.now()
const made = await makeBackup(
  deps,
  { head, bytes, isSpare: true, journalHead: '' },
  { kind: 'manual', form, gzip: false, passphrase: null, note: '', deviceName: '', operatorName: '', at, keepFields: [], leaveOutFields: [] },
  watched,
)
if (!made.ok) throw new Error(JSON.stringify(made.failure))
tell(`${form} of ${(made.value.file.size / MB).toFixed(0)} MB written and test-restored`, from)
globalThis.gc?.()
resetHighWater()
from = performance.now()
const inspected = await inspectFile(deps, made.value.file, watched)
const prepared = await prepareContents(deps, inspected, { live: null, name: '', currency: 'EUR', wake: false, at }, watched)
if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
tell('read and prepared for a restore', from)
inspected.close()
const { size } = made.value.file
await made.value.file.discard()
// for whoever runs this as a part of something
process.send?.({ records, kind, form, bookMegabytes: book / MB, fileMegabytes: size / MB, figures })
