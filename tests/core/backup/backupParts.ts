import { readFileChunks } from '../../../src/core/base/fileChunks'
import { memoryFileSource, type FileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import type { BackupRequest, BackupSource } from '../../../src/core/backup/backupRequest'
import { collectStream } from '../../../src/core/backup/readBackup'
import { makeBackup, type BackupDeps } from '../../../src/core/backup/makeBackup'
import type { InspectDeps } from '../../../src/core/restore/inspectFile'
import { createAgeEncryption } from '../../../src/platform/age/ageEncryption'
import { streamCompression } from '../../../src/platform/browser/streamCompression'
import { memorySpools } from '../../../src/platform/memory/memorySpools'
import { readTarArchive } from '../../../src/platform/tar/tarArchive'
import { openEngine } from '../../support/engines'

export const AT = { utc: Date.UTC(2026, 10, 21, 17, 4, 9), offsetMinutes: 60, zone: 'Europe/Berlin' }

/** What backups are made and inspected with in tests; random bytes come from a counter unless given. */
export async function createDeps(randomBytes?: BackupDeps['randomBytes']): Promise<BackupDeps & InspectDeps> {
  let counter = 0
  return {
    engine: await openEngine(),
    compression: streamCompression,
    encryption: createAgeEncryption({ workFactor: 4 }),
    readArchive: readTarArchive,
    spools: memorySpools,
    randomBytes: randomBytes ?? ((count) => Uint8Array.from({ length: count }, () => (counter = (counter * 31 + 7) & 255))),
    appVersion: '0.1.0',
  }
}

export function sourceOf(bytes: Uint8Array): BackupSource {
  const identity = {
    bookId: '0123456789abcdef0123456789abcdef',
    name: 'Household budget',
    createdAt: AT,
    currency: 'EUR',
    lineage: [{ branch: 'fedcba9876543210fedcba9876543210', from: 1, after: 0 }],
    asleep: [],
    samples: [],
  }
  return { head: { identity, generation: 14, epoch: 1, size: bytes.length, changedAt: AT }, bytes, journalHead: '' }
}

export function requestOf(change: Partial<BackupRequest> = {}): BackupRequest {
  return { kind: 'end-of-day', form: 'db', gzip: false, passphrase: null, note: '', deviceName: 'desk', operatorName: 'Ada', at: AT, keepFields: [], leaveOutFields: [], ...change }
}

/** All bytes of a file. */
export async function bytesOf(file: FileSource): Promise<Uint8Array<ArrayBuffer>> {
  return collectStream(readFileChunks(file), file.size)
}

/** Bytes as a file to read. */
export const fileOf = (bytes: Uint8Array): FileSource => memoryFileSource('', bytes)

/** A backup of a database made by SQL; throws when it is not good. */
export async function backupOf(deps: BackupDeps, sql: string, change: Partial<BackupRequest> = {}) {
  const db = deps.engine.open(null)
  db.run(sql)
  const bytes = db.bytes()
  db.close()
  const made = await makeBackup(deps, sourceOf(bytes), requestOf(change), unwatchedWork)
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  return { ...made.value, bytes: await bytesOf(made.value.file) }
}
