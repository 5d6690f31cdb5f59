import { instantToDay } from '../../../core/base/clock'
import { spanOfPart, startOfPart } from '../../../core/book/query/dateSpans'
import type { BackupFact } from '../../../core/routine/backupFacts'

/** A day of a month: closed for the night, backed up at some time without closing, or neither. */
export interface MonthDay {
  readonly day: string
  readonly number: number
  readonly state: 'closed' | 'backed-up' | 'none'
  readonly isToday: boolean
  readonly isFuture: boolean
}

/** What was done on each day: closing outweighs other backups. Days are the person's own, where the backup was made. */
function statesOf(backups: readonly BackupFact[]): ReadonlyMap<string, MonthDay['state']> {
  const states = new Map<string, MonthDay['state']>()
  for (const { kind, offeredAt } of backups) {
    const day = instantToDay(offeredAt)
    if (kind === 'end-of-day' || !states.has(day)) states.set(day, kind === 'end-of-day' ? 'closed' : 'backed-up')
  }
  return states
}

/** The first day of the month that is so many months after that of `day`. */
export const monthAt = (day: string, shift: number): string => spanOfPart('month', day, shift)?.first ?? day

/** A month (`YYYY-MM-DD`, any day of it) in weeks from Monday to Sunday; null where a week reaches into another month. */
export function monthWeeks(month: string, backups: readonly BackupFact[], today: string): readonly (readonly (MonthDay | null)[])[] {
  const states = statesOf(backups)
  const span = spanOfPart('month', month)
  if (!span?.first || !span.last) return []
  const weeks: (MonthDay | null)[][] = []
  for (let monday = startOfPart('week', span.first); monday <= span.last; monday = spanOfPart('day', monday, 7)?.first ?? '9999-12-31~') {
    weeks.push(Array.from({ length: 7 }, (_, at) => {
      const day = spanOfPart('day', monday, at)?.first ?? ''
      if (day.slice(0, 7) !== month.slice(0, 7)) return null
      return { day, number: Number(day.slice(8)), state: states.get(day) ?? 'none', isToday: day === today, isFuture: day > today }
    }))
  }
  return weeks
}
