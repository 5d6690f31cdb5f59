import type { Clock } from '../../core/base/clock'

/** The page's clock, with the zone that the browser is set to. */
export const browserClock: Clock = {
  now() {
    const date = new Date()
    return { utc: date.getTime(), offsetMinutes: -date.getTimezoneOffset(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
  },
}
