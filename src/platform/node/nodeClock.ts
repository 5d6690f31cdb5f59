import type { Clock } from '../../core/base/clock'

/** The system's time, in the zone that it is set to. */
export const nodeClock: Clock = {
  now() {
    const date = new Date()
    return { utc: date.getTime(), offsetMinutes: -date.getTimezoneOffset(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
  },
}
