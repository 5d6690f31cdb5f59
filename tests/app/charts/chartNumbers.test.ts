import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupsToNumbers, keyOf, type ChartGroups } from '../../../src/app/components/charts/chartNumbers'
import type { Cell } from '../../../src/core/base/cell'
import type { Group, Total } from '../../../src/core/book/query/groupQuery'

interface Entry {
  readonly by: string | null
  readonly split: string | null
  readonly amount: number | null
}

const word = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { nil: null })
const entries = fc.array(fc.record<Entry>({ by: word, split: word, amount: fc.option(fc.integer({ min: -10_000, max: 10_000 }), { nil: null }) }), { maxLength: 60 })
const folds = fc.constantFrom<Total['fold']>('sum', 'count', 'average', 'least', 'most')

function fold(list: readonly Entry[], how: Total['fold']): number | null {
  const filled = list.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const sum = filled.reduce((a, b) => a + b, 0)
  if (how === 'count') return filled.length
  if (filled.length === 0) return null
  return how === 'sum' ? sum : how === 'average' ? sum / filled.length : how === 'least' ? Math.min(...filled) : Math.max(...filled)
}

/** What a database would answer: groups with the totals that are asked for. */
function groupsOf(list: readonly Entry[], by: readonly ((entry: Entry) => Cell)[], how: Total['fold']): Group[] {
  const found = new Map<string, Entry[]>()
  for (const entry of list) {
    const key = JSON.stringify(by.map((part) => part(entry)))
    found.set(key, [...(found.get(key) ?? []), entry])
  }
  return [...found].map(([key, inside]) => ({
    values: JSON.parse(key) as Cell[],
    records: inside.length,
    totals: how === 'average' ? [fold(inside, how), fold(inside, 'sum'), fold(inside, 'count')] : [fold(inside, how)],
  }))
}

function chartGroups(list: readonly Entry[], how: Total['fold'], most: { points: number; splits: number }): ChartGroups {
  const points = groupsOf(list, [(entry) => entry.by], how)
  const splits = groupsOf(list, [(entry) => entry.split], how)
  const [whole] = list.length === 0 ? [{ values: [], records: 0, totals: how === 'count' ? [0] : [null, null, 0] }] : groupsOf(list, [], how)
  return {
    whole, points: points.slice(0, most.points), splits: splits.slice(0, most.splits),
    pairs: groupsOf(list, [(entry) => entry.by, (entry) => entry.split], how), morePoints: points.length > most.points, moreSplits: splits.length > most.splits,
  }
}

const total = (amounts: readonly (number | null)[]) => amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)

test('whatever is put under others, sums and counts add up in every direction', () => {
  fc.assert(fc.property(entries, fc.constantFrom<Total['fold']>('sum', 'count'), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), (list, how, points, splits) => {
    const numbers = groupsToNumbers(chartGroups(list, how, { points, splits }), how, true)
    expect(total(numbers.pointTotals)).toBe(numbers.total)
    expect(total(numbers.seriesTotals)).toBe(numbers.total)
    numbers.points.forEach((_, at) => expect(total(numbers.amounts.map((row) => row[at] ?? null))).toBe(numbers.pointTotals[at]))
    numbers.amounts.forEach((row, at) => expect(total(row)).toBe(numbers.seriesTotals[at]))
    expect(numbers.total).toBe(fold(list, how) ?? 0)
  }))
})

test('the average of all others is that of their records', () => {
  fc.assert(fc.property(entries, fc.integer({ min: 1, max: 4 }), (list, points) => {
    const groups = chartGroups(list, 'average', { points, splits: 7 })
    const numbers = groupsToNumbers(groups, 'average', false)
    const shown = new Set(groups.points.map((group) => keyOf(group.values[0])))
    const rest = list.filter((entry) => !shown.has(keyOf(entry.by)))
    const others = numbers.points.indexOf('others')
    expect(others >= 0).toBe(groups.morePoints)
    if (others < 0) return
    const wanted = fold(rest, 'average')
    if (wanted === null) expect(numbers.pointTotals[others]).toBeNull()
    else expect(numbers.pointTotals[others]).toBeCloseTo(wanted, 6)
  }))
})

test('the least and the most of others are not told, as they cannot be', () => {
  fc.assert(fc.property(entries, folds, (list, how) => {
    const numbers = groupsToNumbers(chartGroups(list, how, { points: 1, splits: 1 }), how, true)
    if (how === 'least' || how === 'most') expect([...numbers.points, ...numbers.series]).not.toContain('others')
    expect(numbers.amounts.every((row) => row.length === numbers.points.length)).toBe(true)
    expect(numbers.amounts.length).toBe(numbers.series.length)
  }))
})

test('a group that is written with other capitals in another reading is the same', () => {
  expect(keyOf('Food')).toBe(keyOf('fOOD'))
  expect(keyOf('Ä')).not.toBe(keyOf('ä'))
  expect(keyOf(1)).not.toBe(keyOf('1'))
  expect(keyOf({ i: '9007199254740993' })).not.toBe(keyOf({ i: '9007199254740992' }))
})
