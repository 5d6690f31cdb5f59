import { isDate } from '../../../core/book/calendar'

/** How far a goal is. Amounts are in the units of its fields. */
export interface GoalPace {
  /** From 0 to 1, never 1 before the target is reached. */
  readonly share: number
  readonly missing: number
  readonly reached: boolean
  /** The day has gone by without reaching the target. */
  readonly late: boolean
  /** Months left until its day, begun ones counted whole; null without a day, once it is reached, or when it is late. */
  readonly months: number | null
  /** What each of these months still has to bring; null as `months`. */
  readonly perMonth: number | null
}

/** Whole months from one day to a later one, a begun one counted whole; at least 1. */
function monthsUntil(today: string, date: string): number {
  const month = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const begun = Number(date.slice(8, 10)) > Number(today.slice(8, 10)) ? 1 : 0
  return Math.max(1, month(date) - month(today) + begun)
}

/** How far a goal is on a day, and at which pace it can still be reached; null for a target that is no amount above 0. */
export function goalPace(goal: { reached: number | null; target: number | null; date: string | null }, today: string): GoalPace | null {
  const { target } = goal
  if (target === null || !(target > 0)) return null
  const now = goal.reached ?? 0
  const missing = Math.max(0, target - now)
  const reached = missing === 0
  const date = goal.date?.slice(0, 10) ?? ''
  const dated = isDate(date) && isDate(today)
  const late = dated && !reached && date < today
  const months = dated && !reached && !late ? monthsUntil(today, date) : null
  return {
    share: reached ? 1 : Math.min(0.999, Math.max(0, now / target)),
    missing,
    reached,
    late,
    months,
    perMonth: months === null ? null : Math.ceil(missing / months),
  }
}
