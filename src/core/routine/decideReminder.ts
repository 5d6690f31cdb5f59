import type { Instant } from '../base/clock'
import type { Exposure, RiskLevel } from './exposure'
import { isSnoozed } from './snooze'

/** Whether to remind, and how urgently. */
export interface Reminder {
  readonly show: boolean
  readonly level: RiskLevel
}

/** A reminder is shown while there is something to lose and it is not put off. A backup ends it, because then nothing is exposed. */
export function decideReminder(facts: { exposure: Exposure; risk: RiskLevel; snoozedUntil: number; now: Instant }): Reminder {
  const { exposure, risk, snoozedUntil, now } = facts
  return { level: risk, show: exposure.changes > 0 && risk !== 'green' && !isSnoozed(snoozedUntil, now) }
}
