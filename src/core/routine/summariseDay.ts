import { instantToDay, type Instant } from '../base/clock'
import type { JournalEntry } from '../journal/journalEntry'

/** What Today says of the day. */
export interface DaySummary {
  /** Changes since the last point before today at which the book's generation was noted. */
  readonly changes: number
  /** That point; null when there is none: then all changes of the book count. */
  readonly since: Instant | null
  /** When the day was closed; null while it is open. Changes after closing open it again. */
  readonly closedAt: Instant | null
  /** The note left at the last closing; null when there is none. */
  readonly lastNote: { readonly note: string; readonly at: Instant } | null
}

/** The generation that an entry tells of, where it tells of one. */
function notedGeneration({ event }: JournalEntry): number | null {
  return 'generation' in event && event.type !== 'backup-confirmed' ? event.generation : null
}

/**
 * Sums up the day of `now` from one book's entries (in any order). A day is the person's calendar day; entries dated
 * after today (the clock was set back) count as of today.
 */
export function summariseDay(facts: { entries: readonly JournalEntry[]; generation: number; firstGeneration: number; now: Instant }): DaySummary {
  const { generation, firstGeneration, now } = facts
  const today = instantToDay(now)
  const entries = [...facts.entries].sort((a, b) => a.seq - b.seq)
  const noted = entries.flatMap((entry) => {
    const at = notedGeneration(entry)
    return at !== null && at <= generation && instantToDay(entry.at) < today ? [{ generation: at, at: entry.at }] : []
  })
  const start = noted.at(-1) ?? null
  const closings = entries.flatMap(({ at, event }) => (event.type === 'day-closed' ? [{ at, generation: event.generation, note: event.note }] : []))
  const closing = closings.at(-1)
  const isClosed = closing !== undefined && closing.generation === generation && instantToDay(closing.at) >= today
  return {
    changes: Math.max(0, generation - (start?.generation ?? firstGeneration)),
    since: start?.at ?? null,
    closedAt: isClosed ? closing.at : null,
    lastNote: closing && closing.note !== '' ? { note: closing.note, at: closing.at } : null,
  }
}
