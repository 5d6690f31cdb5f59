// node --import tsx bench/node/makeBackups.ts FOLDER RECORDS
// Writes two JSON backups of one book: `newer.json`, and `older.json` from five changes before, in which a tenth of the records differ.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import initSqlJs from 'sql.js'
import { readFileChunks } from '../../src/core/base/fileChunks'
import { unwatchedWork } from '../../src/core/base/progress'
import { useQuickSha256 } from '../../src/core/base/sha256'
import { makeBackup } from '../../src/core/backup/makeBackup'
import { createAgeEncryption } from '../../src/platform/age/ageEncryption'
import { fileSpools } from '../../src/platform/node/fileSpools'
import { nodeCompression } from '../../src/platform/node/nodeCompression'
import { nodeRandomBytes } from '../../src/platform/node/nodeRandomBytes'
import { createNodeSha256 } from '../../src/platform/node/nodeSha256'
import { createSqlJsEngine } from '../../src/platform/sqljs/sqlJsEngine'
import { benchIdentity } from '../makeBook'
import { millionSql } from '../millionRecords'

const [folder = '.', records = '100000'] = process.argv.slice(2)
useQuickSha256(createNodeSha256)
const engine = await createSqlJsEngine({ initSqlJs })
const deps = { engine, compression: nodeCompression, encryption: createAgeEncryption(), spools: fileSpools, randomBytes: nodeRandomBytes, appVersion: 'bench' }
const db = engine.open(null)

async function save(name: string, generation: number): Promise<void> {
  const at = { utc: Date.UTC(2026, 0, generation), offsetMinutes: 0, zone: 'UTC' }
  const bytes = db.bytes()
  const made = await makeBackup(
    deps,
    { head: { identity: benchIdentity(1), generation, epoch: 0, size: bytes.length, changedAt: at }, bytes, isSpare: true, journalHead: '' },
    { kind: 'manual', form: 'json', gzip: false, passphrase: null, note: '', deviceName: '', operatorName: '', at, keepFields: [], leaveOutFields: [] },
    unwatchedWork,
  )
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  await writeFile(join(folder, name), readFileChunks(made.value.file))
  await made.value.file.discard()
}

db.run(`PRAGMA page_size = 4096; ${millionSql(Number(records))}`)
await save('older.json', 5)
db.run("UPDATE entry SET note = note || '!' WHERE id % 12 = 0; DELETE FROM entry WHERE id % 120 = 1")
db.run(`INSERT INTO entry SELECT id + ${10 * Number(records)}, account_id, booked_on, amount, quantity, paid, note FROM entry WHERE id % 120 = 2`)
await save('newer.json', 10)
db.close()
