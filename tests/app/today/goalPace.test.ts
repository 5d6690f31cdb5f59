import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goalPace } from '../../../src/app/components/today/goalPace'

const date = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10))
const amount = fc.integer({ min: -1000, max: 1_000_000 })

test('saving the pace in each of the months reaches the target, and not a whole month earlier', () => {
  fc.assert(fc.property(amount, fc.integer({ min: 1, max: 1_000_000 }), date, date, (reached, target, date, today) => {
    const pace = goalPace({ reached, target, date }, today)
    if (!pace) throw new Error('a target above 0 has a pace')
    expect(pace.reached).toBe(reached >= target)
    expect(pace.missing).toBe(Math.max(0, target - reached))
    expect(pace.share).toBeGreaterThanOrEqual(0)
    expect(pace.share === 1).toBe(pace.reached)
    expect(pace.late).toBe(!pace.reached && date < today)
    if (pace.perMonth === null || pace.months === null) return
    expect(reached + pace.perMonth * pace.months).toBeGreaterThanOrEqual(target)
    expect(reached + (pace.perMonth - 1) * pace.months).toBeLessThan(target)
  }))
})

test('months are counted from today, begun ones whole', () => {
  const months = (date: string) => goalPace({ reached: 0, target: 100, date }, '2026-11-21')?.months
  expect(months('2026-11-21')).toBe(1)
  expect(months('2026-12-21')).toBe(1)
  expect(months('2026-12-22')).toBe(2)
  expect(months('2027-11-21')).toBe(12)
  expect(months('2027-01-05T10:00')).toBe(2)
})

test('what is no goal has no pace, and without a day nothing is asked of a month', () => {
  expect(goalPace({ reached: 5, target: 0, date: null }, '2026-11-21')).toBeNull()
  expect(goalPace({ reached: 5, target: null, date: null }, '2026-11-21')).toBeNull()
  expect(goalPace({ reached: null, target: 100, date: 'soon' }, '2026-11-21')).toMatchObject({ share: 0, missing: 100, perMonth: null, late: false })
  expect(goalPace({ reached: 99.999999, target: 100, date: null }, '2026-11-21')?.share).toBeLessThan(1)
})
