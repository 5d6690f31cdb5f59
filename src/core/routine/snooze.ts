import type { Instant } from '../base/clock'
import { localHour } from './localTime'

/** For how long a reminder can be put off. */
export type SnoozeOption = 'hour' | 'tonight' | 'tomorrow'

/** In the order in which they are offered. */
export const SNOOZE_OPTIONS: readonly SnoozeOption[] = ['hour', 'tonight', 'tomorrow']

const HOUR = 3_600_000
const EVENING = 18
const MORNING = 9

/** Until when (UTC milliseconds): in an hour, at 18:00 (after that, tomorrow morning), or tomorrow at 9:00, by the person's clock. */
export function snoozeUntil(option: SnoozeOption, now: Instant): number {
  if (option === 'hour') return now.utc + HOUR
  const evening = localHour(now, 0, EVENING)
  return option === 'tonight' && evening > now.utc ? evening : localHour(now, 1, MORNING)
}

/** The longest snooze there is: from just after midnight to the next day at 9:00, and an hour for summer time. */
const LONGEST = 34 * HOUR

/** Whether a reminder is still put off. A time further ahead than any snooze means that the clock was set back: it counts no more. */
export function isSnoozed(snoozedUntil: number, now: Instant): boolean {
  return now.utc < snoozedUntil && snoozedUntil - now.utc <= LONGEST
}
