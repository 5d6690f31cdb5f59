import initSqlJs from 'sql.js'
import type { Clock } from '../../src/core/base/clock'
import type { Witness } from '../../src/core/book/storage'
import { settingsSchema, type Settings } from '../../src/core/routine/settings'
import { randomBytes } from '../../src/platform/browser/randomBytes'
import { createAgeEncryption } from '../../src/platform/age/ageEncryption'
import { blobSpools } from '../../src/platform/browser/blobSpools'
import { streamCompression } from '../../src/platform/browser/streamCompression'
import { createMemoryDevice, type MemoryDevice } from '../../src/platform/memory/memoryDevice'
import { createMemoryJournalStore } from '../../src/platform/memory/memoryJournalStore'
import { createMemoryShelf } from '../../src/platform/memory/memoryShelf'
import { createSqlJsEngine } from '../../src/platform/sqljs/sqlJsEngine'
import { readTarArchive } from '../../src/platform/tar/tarArchive'
import { createClient } from '../../src/worker/client/createClient'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import { createDevice } from '../../src/worker/device/createDevice'
import { createJobs } from '../../src/worker/jobs'

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  /** Moves it by so many milliseconds. */
  advance(ms: number): void
}

/** Saturday 21 November 2026, 18:04:09 in Berlin, unless told otherwise. */
export function createTestClock(utc = Date.UTC(2026, 10, 21, 17, 4, 9)): TestClock {
  let now = utc
  return {
    now: () => ({ utc: now, offsetMinutes: 60, zone: 'Europe/Berlin' }),
    advance: (ms) => void (now += ms),
  }
}

/** The real client over the real core, in process, with everything stored in memory. Give two clients one `device` to have two windows. */
export async function createMemoryClient(
  options: { device?: MemoryDevice; clock?: Clock; settings?: Partial<Settings>; witnesses?: Map<string, Witness>; hasLog?: boolean } = {},
): Promise<NightsafeClient> {
  const device = options.device ?? createMemoryDevice()
  const engine = await createSqlJsEngine({ initSqlJs })
  const witnesses = options.witnesses ?? new Map<string, Witness>()
  const clock = options.clock ?? createTestClock()
  const hasLog = options.hasLog ?? true
  return createClient({
    device: createDevice({
      imageEngine: engine,
      sqlEngine: engine,
      shelf: createMemoryShelf(device, { hasLog }),
      journalStore: createMemoryJournalStore(device),
      randomBytes,
      clock,
      hasLog,
      isPersisted: () => Promise.resolve(true),
    }),
    startJob: () => ({
      api: createJobs({ engine, compression: streamCompression, encryption: createAgeEncryption({ workFactor: 4 }), readArchive: readTarArchive, spools: blobSpools, randomBytes, appVersion: '0.0.0-test' }),
      stopped: new Promise(() => undefined),
      end: () => undefined,
    }),
    clock,
    settingsStore: { read: () => Promise.resolve(settingsSchema.parse({})), write: () => Promise.resolve() },
    settings: settingsSchema.parse(options.settings ?? {}),
    witnesses: {
      readAll: () => [...witnesses.values()],
      write: (witness) => void witnesses.set(witness.bookId, witness),
      remove: (bookId) => void witnesses.delete(bookId),
    },
    persist: () => Promise.resolve(true),
  })
}
