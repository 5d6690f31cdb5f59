import { concatBytes } from '../../../src/core/base/bytes'
import { unwatchedWork } from '../../../src/core/base/progress'
import type { BackupRequest, BackupSource } from '../../../src/core/backup/backupRequest'
import { makeBackup, type BackupDeps } from '../../../src/core/backup/makeBackup'
import { streamCompression } from '../../../src/platform/browser/streamCompression'
import { openEngine } from '../../support/engines'

export const AT = { utc: Date.UTC(2026, 10, 21, 17, 4, 9), offsetMinutes: 60, zone: 'Europe/Berlin' }

/** What backups are made with in tests; random bytes come from a counter unless given. */
export async function createDeps(randomBytes?: BackupDeps['randomBytes']): Promise<BackupDeps> {
  let counter = 0
  return {
    engine: await openEngine(),
    compression: streamCompression,
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

/** A backup of a database made by SQL; throws when it is not good. */
export async function backupOf(deps: BackupDeps, sql: string, change: Partial<BackupRequest> = {}) {
  const db = deps.engine.open(null)
  db.run(sql)
  const bytes = db.bytes()
  db.close()
  const made = await makeBackup(deps, sourceOf(bytes), requestOf(change), unwatchedWork)
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  return { ...made.value, bytes: concatBytes(made.value.parts) }
}
