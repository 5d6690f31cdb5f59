import { isDate } from '../../../core/book/calendar'

/** Where a day or a moment (`YYYY-MM-DD…`) lies, seen from today; null for what is neither. */
export function dueState(date: string, today: string): 'overdue' | 'today' | 'to-come' | null {
  const day = date.slice(0, 10)
  if (!isDate(day)) return null
  if (day < today) return 'overdue'
  return day === today ? 'today' : 'to-come'
}
