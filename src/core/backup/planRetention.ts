import { compareLines, type LinePoint } from '../book/lineage'
import type { BackupKind } from './manifest'

/** How many days backups of each kind are kept; null = for ever. */
export type RetentionRules = Readonly<Record<BackupKind, number | null>>

/** What people keep unless they say otherwise: what was made by hand or labelled was made on purpose and stays. */
export const DEFAULT_RETENTION: RetentionRules = { 'end-of-day': 30, scheduled: 30, emergency: 90, manual: null, archive: null }

/** A backup file in a folder, as its own manifest describes it. */
export interface ShelvedBackup extends LinePoint {
  /** Its path or name in the folder. */
  readonly name: string
  readonly bookId: string
  readonly kind: BackupKind
  /** UTC milliseconds, by its manifest. */
  readonly madeAt: number
  /** It was just verified, to the last byte. */
  readonly good: boolean
}

/**
 * Why a backup stays (`newest-good`: nothing that is kept and good holds all that it holds; `not-good`: it could not be
 * verified, which is for a person to look at; `from-the-future`: made later than now, so its age cannot be told) or
 * goes (`too-old`).
 */
export type RetentionReason = 'for-ever' | 'young-enough' | 'newest-good' | 'not-good' | 'from-the-future' | 'too-old'

/** What becomes of one backup. */
export interface RetentionDecision<T extends ShelvedBackup = ShelvedBackup> {
  readonly backup: T
  readonly goes: boolean
  readonly reason: RetentionReason
  /** Whole days since it was made. */
  readonly ageDays: number
}

const DAY_MS = 86_400_000

/** Whether `other` holds everything that `backup` was made of: it is the same state, or a later one of the same line. */
function holdsAll(other: ShelvedBackup, backup: ShelvedBackup): boolean {
  if (other.bookId !== backup.bookId) return false
  const { kind } = compareLines(other, backup)
  return kind === 'same' || kind === 'newer'
}

/**
 * The newest good backups of each book: those whose state no other good one includes. One for each line where lines
 * have parted. Of several of one state, the one made last.
 */
function newestGood<T extends ShelvedBackup>(backups: readonly T[]): Set<T> {
  const tips: T[] = []
  const lastFirst = backups.filter(({ good }) => good).sort((a, b) => b.generation - a.generation || b.madeAt - a.madeAt)
  for (const backup of lastFirst) {
    if (!tips.some((tip) => holdsAll(tip, backup))) tips.push(backup)
  }
  return new Set(tips)
}

/**
 * What would go and what would stay, in the order given; changes nothing. Whatever the rules, the newest good backup of
 * a book never goes, nor does anything that could not be verified. `now` in UTC milliseconds.
 */
export function planRetention<T extends ShelvedBackup>(backups: readonly T[], now: number, rules: RetentionRules = DEFAULT_RETENTION): RetentionDecision<T>[] {
  const newest = newestGood(backups)
  return backups.map((backup) => {
    const days = rules[backup.kind]
    const ageDays = Math.floor((now - backup.madeAt) / DAY_MS)
    const stay = (reason: RetentionReason) => ({ backup, goes: false, reason, ageDays })
    if (!backup.good) return stay('not-good')
    if (days === null) return stay('for-ever')
    if (ageDays < 0) return stay('from-the-future')
    if (ageDays < days) return stay('young-enough')
    if (newest.has(backup)) return stay('newest-good')
    return { backup, goes: true, reason: 'too-old', ageDays }
  })
}
