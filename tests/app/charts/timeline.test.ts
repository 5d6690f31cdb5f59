import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillTimeline } from '../../../src/app/components/charts/timeline'
import { startOfPart } from '../../../src/core/book/query/dateSpans'
import type { DatePart } from '../../../src/core/book/query/rowFilter'

const parts = fc.constantFrom<DatePart>('day', 'week', 'month', 'quarter', 'year')
const date = fc.date({ min: new Date('2025-09-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10))
const next = (part: DatePart, day: string) => {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number)
  const later = { day: [0, 0, 1], week: [0, 0, 7], month: [0, 1, 0], quarter: [0, 3, 0], year: [1, 0, 0] }[part]
  return new Date(Date.UTC(year + (later[0] ?? 0), month - 1 + (later[1] ?? 0), dayOfMonth + (later[2] ?? 0))).toISOString().slice(0, 10)
}

test('the parts follow each other without a gap, from the first to the last that has records', () => {
  fc.assert(fc.property(parts, fc.uniqueArray(date, { minLength: 1, maxLength: 12 }), (part, dates) => {
    const days = [...new Set(dates.map((day) => startOfPart(part, day)))].sort()
    const filled = fillTimeline(days, part, null, '2026-11-21', 5000)
    expect(filled[0]).toBe(days[0])
    expect(filled.at(-1)).toBe(days.at(-1))
    filled.slice(1).forEach((day, at) => expect(day).toBe(next(part, filled[at] ?? '')))
    expect(new Set([...days, ...filled]).size === filled.length).toBe(true)
  }))
})

test('a period that was asked for is filled from its beginning to today, or to its end when that is past', () => {
  const span = { first: '2026-11-01', last: '2026-11-30' }
  expect(fillTimeline(['2026-11-05'], 'day', span, '2026-11-08', 400)).toEqual(Array.from({ length: 8 }, (_, at) => `2026-11-0${at + 1}`))
  expect(fillTimeline(['2025-02-01'], 'quarter', { first: '2025-01-01', last: '2025-12-31' }, '2026-11-08', 400)).toEqual(['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'])
  // what is entered for later days stands there too
  expect(fillTimeline(['2026-11-10'], 'day', span, '2026-11-08', 400).at(-1)).toBe('2026-11-10')
})

test('a mistyped year does not fill the chart with centuries', () => {
  const days = ['0203-01-01', '2026-10-01', '2026-11-01']
  expect(fillTimeline(days, 'month', null, '2026-11-21', 400)).toEqual(days)
  expect(fillTimeline(['9999-12-01'], 'month', null, '2026-11-21', 400)).toEqual(['9999-12-01'])
  expect(fillTimeline(['9999-12-31'], 'day', null, '2026-11-21', 400)).toEqual(['9999-12-31'])
  expect(fillTimeline([], 'month', null, '2026-11-21', 400)).toEqual([])
})
