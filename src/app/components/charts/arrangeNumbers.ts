import type { ChartKey, ChartNumbers } from './chartNumbers'

/** The same numbers with their points in another order; `places` are the present places of the points to come, -1 = a new one. */
function takePoints(numbers: ChartNumbers, places: readonly number[], keyAt: (at: number) => ChartKey, empty: number | null): ChartNumbers {
  const take = <T>(list: readonly T[], at: number, missing: T): T => (at < 0 ? missing : (list[at] ?? missing))
  return {
    ...numbers,
    points: places.map((place, at) => (place < 0 ? keyAt(at) : (numbers.points[place] ?? 'others'))),
    amounts: numbers.amounts.map((row) => places.map((place) => take(row, place, empty))),
    pointTotals: places.map((place) => take(numbers.pointTotals, place, empty)),
  }
}

/** Sorts the points, the stable way; what is under `others` stays last. */
export function sortPoints(numbers: ChartNumbers, compare: (a: { key: ChartKey; amount: number | null }, b: { key: ChartKey; amount: number | null }) => number): ChartNumbers {
  const entries = numbers.points.map((key, at) => ({ key, at, amount: numbers.pointTotals[at] ?? null }))
  const isLast = (key: ChartKey) => Number(key === 'others')
  const places = entries.toSorted((a, b) => isLast(a.key) - isLast(b.key) || compare(a, b)).map(({ at }) => at)
  return takePoints(numbers, places, () => 'others', null)
}

/**
 * Gives a timeline exactly these days, in this order: those without records get `empty`. Points that are no such day
 * (records without a date) keep their place behind them.
 */
export function spreadPoints(numbers: ChartNumbers, days: readonly string[], empty: number | null): ChartNumbers {
  const known = new Map(numbers.points.map((key, at) => [typeof key === 'object' ? key.value : key, at]))
  const wanted = new Set<unknown>(days)
  const rest = numbers.points.flatMap((key, at) => (typeof key === 'object' && wanted.has(key.value) ? [] : [at]))
  const places = [...days.map((day) => known.get(day) ?? -1), ...rest]
  return takePoints(numbers, places, (at) => ({ value: days[at] ?? null }), empty)
}

/** Each point with the ones before it added, series by series; `openings` is what each series begins with. */
export function addUp(numbers: ChartNumbers, openings: readonly number[]): ChartNumbers {
  const running = (row: readonly (number | null)[], opening: number) => {
    let sum = opening
    return row.map((amount) => (sum += amount ?? 0))
  }
  const opening = openings.reduce((sum, one) => sum + one, 0)
  const amounts = numbers.amounts.map((row, at) => running(row, openings[at] ?? 0))
  const pointTotals = running(numbers.pointTotals, opening)
  const endOf = (row: readonly number[], start: number) => row.at(-1) ?? start
  return {
    ...numbers,
    amounts,
    pointTotals,
    seriesTotals: amounts.map((row, at) => endOf(row, openings[at] ?? 0)),
    total: endOf(pointTotals, opening),
    opening,
  }
}
