import type { Instant } from '../base/clock'
import type { BackupFact } from './backupFacts'

/** How much exists only on this device. */
export interface Exposure {
  /** Changes since the newest backup, or since the book began or was last restored here, whichever is later. */
  readonly changes: number
  /** Milliseconds since then; 0 when there are no changes. */
  readonly age: number
  /** The newest backup, offered or confirmed; null when there never was one. */
  readonly lastBackup: BackupFact | null
  /** The newest backup that was confirmed; null when there never was one. */
  readonly lastConfirmed: BackupFact | null
  /** Where `changes` and `age` count from. */
  readonly since: Instant
}

/** The facts that exposure is measured from. */
export interface ExposureFacts {
  readonly generation: number
  /** The generation that the book began with on this device (a fresh book 1), or was last restored to: that state is in a file. */
  readonly firstGeneration: number
  /** When that was. */
  readonly createdAt: Instant
  readonly backups: readonly BackupFact[]
  readonly now: Instant
}

/** When a reminder turns yellow, red and critical: hours or changes, whichever comes first. */
export interface RiskThresholds {
  readonly hours: readonly [yellow: number, red: number, critical: number]
  readonly changes: readonly [yellow: number, red: number, critical: number]
}

export const DEFAULT_THRESHOLDS: RiskThresholds = { hours: [12, 24, 72], changes: [5, 20, 50] }

export type RiskLevel = 'green' | 'yellow' | 'red' | 'critical'

/** The backup of the highest generation that the book has reached; of several, the one offered last. */
function newestBackup(backups: readonly BackupFact[], generation: number): BackupFact | null {
  let newest: BackupFact | null = null
  for (const backup of backups) {
    if (backup.generation > generation) continue
    const isNewer = !newest || backup.generation > newest.generation || (backup.generation === newest.generation && backup.offeredAt.utc > newest.offeredAt.utc)
    if (isNewer) newest = backup
  }
  return newest
}

/**
 * How much of a book exists only on this device. Changes are told by generation; the clock only says for how long, and
 * a clock that was set back gives an age of 0, never a negative one.
 */
export function measureExposure({ generation, firstGeneration, createdAt, backups, now }: ExposureFacts): Exposure {
  const covering = newestBackup(backups.filter((backup) => !backup.setAside), generation)
  const fromBackup = covering !== null && covering.generation >= firstGeneration
  const changes = Math.max(0, generation - (fromBackup ? covering.generation : firstGeneration))
  const since = fromBackup ? covering.offeredAt : createdAt
  return {
    changes,
    age: changes === 0 ? 0 : Math.max(0, now.utc - since.utc),
    lastBackup: newestBackup(backups, generation),
    lastConfirmed: newestBackup(backups.filter((backup) => backup.confirmedAt !== null), generation),
    since,
  }
}
