import type { Instant } from '../base/clock'
import type { BackupFact } from './backupFacts'

/** How much exists only on this device. */
export interface Exposure {
  /** Changes since the newest backup. */
  readonly changes: number
  /** Milliseconds since that backup, or since the book was begun; 0 when there are no changes. */
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
  /** The generation that the book began with on this device (a fresh book 1, a restored one that of its file). */
  readonly firstGeneration: number
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
