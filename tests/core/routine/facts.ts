import type { Instant } from '../../../src/core/base/clock'
import type { BackupFact } from '../../../src/core/routine/backupFacts'
import type { ExposureFacts } from '../../../src/core/routine/exposure'

export const HOUR = 3_600_000
/** 21 November 2026, noon UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12)
export const at = (utc: number, offsetMinutes = 60, zone = 'Europe/Berlin'): Instant => ({ utc, offsetMinutes, zone })

/** A backup offered so many hours before noon. */
export const backup = (generation: number, hoursAgo: number, rest: Partial<BackupFact> = {}): BackupFact => ({
  kind: 'end-of-day',
  form: 'db',
  fileName: `backup-${generation}.db`,
  bytes: 4096,
  generation,
  seal: String(generation).padStart(64, '0'),
  contentDigest: String(generation).padStart(64, '1'),
  offeredAt: at(NOON - hoursAgo * HOUR),
  confirmedAt: null,
  ...rest,
})

export const facts = (rest: Partial<ExposureFacts> = {}): ExposureFacts => ({
  generation: 10,
  firstGeneration: 1,
  createdAt: at(NOON - 48 * HOUR),
  backups: [],
  now: at(NOON),
  ...rest,
})
