import type { Instant } from '../base/clock'

const MINUTE = 60_000
const DAY = 86_400_000

/** Minutes that a zone's clock is ahead of UTC at some moment; `fallback` where the platform does not know the zone. */
function offsetAt(zone: string, utc: number, fallback: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    }).formatToParts(utc)
    const value = (type: string) => Number(parts.find((part) => part.type === type)?.value)
    const local = Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second'))
    return Math.round((local - utc) / MINUTE)
  } catch (error) {
    if (error instanceof RangeError) return fallback
    throw error
  }
}

/**
 * The moment (UTC milliseconds) at which the person's clock shows an hour, `daysAhead` days after `now`'s day. Summer
 * time between then and now is taken into account; an hour that is skipped comes out an hour later or earlier.
 */
export function localHour(now: Instant, daysAhead: number, hour: number): number {
  const midnight = Math.floor((now.utc + now.offsetMinutes * MINUTE) / DAY) * DAY
  const local = midnight + daysAhead * DAY + hour * 60 * MINUTE
  const guess = local - now.offsetMinutes * MINUTE
  return local - offsetAt(now.zone, guess, now.offsetMinutes) * MINUTE
}
