import type { Cell } from '../../base/cell'
import { momentOf } from '../calendar'
import type { SampleValue } from './template'

const DAY = 86_400_000

const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** A day of the month that is so many months before; its last day where it has no such day. */
function dayOfMonth(today: string, monthsAgo: number, day: number): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - monthsAgo, 0)).getUTCDate()
  return dayOf(Date.UTC(year, month - 1 - monthsAgo, Math.min(day, last)))
}

/** A sample value as a cell. `today` is the person's day, `YYYY-MM-DD`. The nth sample record of a table has the key n + 1: a new table's keys count from 1. */
export function sampleCell(value: SampleValue, today: string): Cell {
  if (value === null || typeof value !== 'object') return value
  if ('monthsAgo' in value) return dayOfMonth(today, value.monthsAgo, value.day)
  if ('sample' in value) return value.sample + 1
  if (!('daysAgo' in value)) return value
  const day = dayOf(midnight(today) - value.daysAgo * DAY)
  return value.at === undefined ? day : momentOf(day, value.at)
}
