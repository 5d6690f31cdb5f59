import { instantToDay, type Instant } from '../base/clock'
import type { RestorePointInfo } from './restorePoint'

/** How many restore points are kept. `last` is at least 1. */
export interface RestorePointLimits {
  /** The newest ones, whenever they were made. */
  readonly last: number
  /** Besides, the newest of each day, for so many days back from today. */
  readonly days: number
}

/** Where a restore point costs nothing but its name. */
export const NAMED_LIMITS: RestorePointLimits = { last: 10, days: 30 }

/** Where each is a copy of the whole book. */
export const COPIED_LIMITS: RestorePointLimits = { last: 3, days: 3 }

export interface KeptRestorePoint {
  readonly point: RestorePointInfo
  /** `damaged`: cannot be opened, and is still listed so that the person knows. */
  readonly because: 'one-of-the-last' | 'newest-of-its-day' | 'damaged'
}

export interface GoneRestorePoint {
  readonly point: RestorePointInfo
  readonly because: 'too-old' | 'not-newest-of-its-day' | 'damaged'
}

const DAY_MS = 86_400_000
const dayNumber = (at: Instant) => Date.parse(instantToDay(at)) / DAY_MS

/** The order of restore points: by generation, whatever the clock said; of one generation, the one made later. */
export function newestPointFirst(a: RestorePointInfo, b: RestorePointInfo): number {
  return b.generation - a.generation || b.at.utc - a.at.utc || (a.id < b.id ? -1 : 1)
}

/**
 * Which restore points stay and which go: the last few, and the newest of each local day for some days. Those made by
 * hand count like the others. The newest good one always stays. Damaged ones take no place from good ones, and stay
 * listed as long as good ones of their age would as one of the last. A day ahead of the clock counts like one behind it,
 * so that a clock that was wrong for a while costs no more than what is beyond the last few.
 */
export function keepRestorePoints(
  points: readonly RestorePointInfo[],
  now: Instant,
  limits: RestorePointLimits = NAMED_LIMITS,
): { readonly keep: readonly KeptRestorePoint[]; readonly go: readonly GoneRestorePoint[] } {
  const keep: KeptRestorePoint[] = []
  const go: GoneRestorePoint[] = []
  const seenDays = new Set<string>()
  const last = Math.max(1, limits.last)
  const today = dayNumber(now)
  let good = 0
  for (const point of [...points].sort(newestPointFirst)) {
    if (point.isDamaged) {
      if (good < last) keep.push({ point, because: 'damaged' })
      else go.push({ point, because: 'damaged' })
      continue
    }
    good++
    const day = instantToDay(point.at)
    const isNewestOfDay = !seenDays.has(day)
    seenDays.add(day)
    if (good <= last) keep.push({ point, because: 'one-of-the-last' })
    else if (!isNewestOfDay) go.push({ point, because: 'not-newest-of-its-day' })
    else if (Math.abs(today - dayNumber(point.at)) < limits.days) keep.push({ point, because: 'newest-of-its-day' })
    else go.push({ point, because: 'too-old' })
  }
  return { keep, go }
}
