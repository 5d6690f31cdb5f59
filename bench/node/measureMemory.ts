// node --expose-gc --import tsx bench/node/measureMemory.ts [megabytes of JSON, 600] [db|json]
// Writes a backup of a large book, with its test restore, and prepares it for a restore: what the process holds at most, above the book itself.
import initSqlJs from 'sql.js'
import { unwatchedWork, type Work } from '../../src/core/base/progress'
import { makeBackup } from '../../src/core/backup/makeBackup'
import { inspectFile } from '../../src/core/restore/inspectFile'
import { prepareContents } from '../../src/core/restore/prepareContents'
import { createAgeEncryption } from '../../src/platform/age/ageEncryption'
import { fileSpools } from '../../src/platform/node/fileSpools'
import { nodeCompression } from '../../src/platform/node/nodeCompression'
import { nodeRandomBytes } from '../../src/platform/node/nodeRandomBytes'
import { createSqlJsEngine } from '../../src/platform/sqljs/sqlJsEngine'
import { readTarArchive } from '../../src/platform/tar/tarArchive'
import { benchIdentity } from '../makeBook'
import { millionSql } from '../millionRecords'

const at = { utc: 0, offsetMinutes: 0, zone: 'UTC' }
const megabytes = Number(process.argv[2] ?? 600)
const form = process.argv[3] === 'db' ? 'db' : 'json'
const MB = 1e6
// a record of the filling SQL takes about 81 bytes of JSON
const records = Math.round((megabytes * MB) / 81)

const engine = await createSqlJsEngine({ initSqlJs })
const deps = {
  engine, compression: nodeCompression, encryption: createAgeEncryption(), readArchive: readTarArchive, spools: fileSpools, randomBytes: nodeRandomBytes, appVersion: 'bench',
}
const before = process.memoryUsage().rss

// filled in memory that is set aside, so that the filling itself leaves nothing behind
const filled = engine.open(null, { room: records * 110 })
filled.run(`PRAGMA page_size = 4096; ${millionSql(records)}`)
const bytes = filled.take()
const book = bytes.length
globalThis.gc?.()

let peak = 0
let step = ''
const look = () => {
  const { rss } = process.memoryUsage()
  peak = Math.max(peak, rss)
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
const tell = (what: string, from: number) => {
  look()
  console.log(`${what}: ${((performance.now() - from) / 1000).toFixed(1)} s, at most ${((peak - before) / MB).toFixed(0)} MB, ${((peak - before - book) / MB).toFixed(0)} MB above the book`)
  peak = 0
}

const head = { identity: benchIdentity(1), generation: 1, epoch: 0, size: book, changedAt: at }
console.log(`A book of ${(book / MB).toFixed(0)} MB, ${records} records`)
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
from = performance.now()
const inspected = await inspectFile(deps, made.value.file, watched)
const prepared = await prepareContents(deps, inspected, { live: null, name: '', currency: 'EUR', wake: false, at }, watched)
if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
tell('read and prepared for a restore', from)
inspected.close()
await made.value.file.discard()
