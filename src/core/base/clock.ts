/** A moment as the person saw it: when in UTC, and where on the clock. Order is never told by it (see generation). */
export interface Instant {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly utc: number
  /** Minutes that the local clock is ahead of UTC. */
  readonly offsetMinutes: number
  /** IANA name of the zone, for example `Europe/Berlin`. */
  readonly zone: string
}

/** Where the time comes from. One per process; tests give their own. */
export interface Clock {
  now(): Instant
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0')

function localParts(at: Instant) {
  const local = new Date(at.utc + at.offsetMinutes * 60_000)
  return {
    year: pad(local.getUTCFullYear(), 4),
    month: pad(local.getUTCMonth() + 1),
    day: pad(local.getUTCDate()),
    hour: pad(local.getUTCHours()),
    minute: pad(local.getUTCMinutes()),
    second: pad(local.getUTCSeconds()),
  }
}

/** ISO 8601 with the local offset and whole seconds: `2026-11-21T18:04:09+01:00`. */
export function instantToIso(at: Instant): string {
  const p = localParts(at)
  const sign = at.offsetMinutes < 0 ? '-' : '+'
  const offset = Math.abs(at.offsetMinutes)
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}${sign}${pad(Math.floor(offset / 60))}:${pad(offset % 60)}`
}

/** Local date and time for file names, sortable and without colons: `20261121_180409`. */
export function instantToFileStamp(at: Instant): string {
  const p = localParts(at)
  return `${p.year}${p.month}${p.day}_${p.hour}${p.minute}${p.second}`
}

/** Local calendar day: `2026-11-21`. */
export function instantToDay(at: Instant): string {
  const p = localParts(at)
  return `${p.year}-${p.month}-${p.day}`
}
