import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addUp, sortPoints, spreadPoints } from '../../../src/app/components/charts/arrangeNumbers'
import type { ChartKey, ChartNumbers } from '../../../src/app/components/charts/chartNumbers'

const amount = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null })

function numbersOf(keys: readonly ChartKey[], amounts: readonly (readonly (number | null)[])[]): ChartNumbers {
  const sum = (list: readonly (number | null)[]) => list.reduce<number>((all, one) => all + (one ?? 0), 0)
  const pointTotals = keys.map((_, at) => sum(amounts.map((row) => row[at] ?? null)))
  return { points: keys, series: amounts.map((_, at) => ({ value: at })), amounts, pointTotals, seriesTotals: amounts.map(sum), total: sum(pointTotals), opening: 0, records: 1, left: 0 }
}

const numbers = fc.integer({ min: 1, max: 20 }).chain((points) =>
  fc.array(fc.array(amount, { minLength: points, maxLength: points }), { minLength: 1, maxLength: 4 }).map((rows) =>
    numbersOf(Array.from({ length: points }, (_, at) => ({ value: `2026-01-${String(at + 1).padStart(2, '0')}` })), rows)))

test('adding up: each point is the one before it and its own amount, and the end is what the beginning and all amounts make', () => {
  fc.assert(fc.property(numbers, fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 4 }), (before, wanted) => {
    const openings = before.series.map((_, at) => wanted[at] ?? 0)
    const after = addUp(before, openings)
    before.amounts.forEach((row, series) => row.forEach((one, at) => {
      const previous = at === 0 ? (openings[series] ?? 0) : (after.amounts[series]?.[at - 1] ?? Number.NaN)
      expect(after.amounts[series]?.[at]).toBe(previous + (one ?? 0))
    }))
    const opening = openings.reduce((sum, one) => sum + one, 0)
    expect(after.opening).toBe(opening)
    expect(after.total).toBe(opening + (before.total ?? 0))
    expect(after.pointTotals.at(-1)).toBe(after.total)
  }))
})

test('filling a timeline adds no amount and loses none', () => {
  const days = Array.from({ length: 28 }, (_, at) => `2026-01-${String(at + 1).padStart(2, '0')}`)
  fc.assert(fc.property(numbers, fc.integer({ min: 0, max: 19 }), (all, gap) => {
    const points = [...all.points.filter((_, at) => at !== gap), { value: null }]
    const rows = all.amounts.map((row) => [...row.filter((_, at) => at !== gap), 7])
    const before = numbersOf(points, rows)
    const after = spreadPoints(before, days, 0)
    expect(after.points).toEqual([...days.map((value) => ({ value })), { value: null }])
    after.amounts.forEach((row, at) => {
      expect(row.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(before.seriesTotals[at])
      expect(row.at(-1)).toBe(7)
      if (gap < all.points.length) expect(row[gap]).toBe(0)
    })
  }))
})

test('sorting keeps each amount with its point, and others at the end', () => {
  fc.assert(fc.property(numbers, (some) => {
    const before = numbersOf(['others', ...some.points], some.amounts.map((row) => [1, ...row]))
    const after = sortPoints(before, (a, b) => (b.amount ?? 0) - (a.amount ?? 0))
    expect(after.points.at(-1)).toBe('others')
    const pairs = (one: ChartNumbers) => one.points.map((key, at) => JSON.stringify([key, one.pointTotals[at], one.amounts.map((row) => row[at])])).sort()
    expect(pairs(after)).toEqual(pairs(before))
    const shown = after.pointTotals.slice(0, -1).map((one) => one ?? 0)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
  }))
})
