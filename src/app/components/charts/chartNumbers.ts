import type { Cell } from '../../../core/base/cell'
import type { Group, Total } from '../../../core/book/query/groupQuery'

/** A place along a chart, or a series of it: a value of its field, all values that are not shown by themselves, or every record. */
export type ChartKey = { readonly value: Cell } | 'others' | 'all'

/** What a chart shows. Amounts are in the units of the field (money in its smallest); null = there is nothing to tell. */
export interface ChartNumbers {
  readonly points: readonly ChartKey[]
  /** Just `all` where the chart has no second field. */
  readonly series: readonly ChartKey[]
  /** By series, then by point. */
  readonly amounts: readonly (readonly (number | null)[])[]
  /** Of each point, over all series. */
  readonly pointTotals: readonly (number | null)[]
  /** Of each series, over all points; of a running chart, what each ends with. */
  readonly seriesTotals: readonly (number | null)[]
  readonly total: number | null
  /** What a running chart begins with, over all series. */
  readonly opening: number
  readonly records: number
  /** Points that are not shown, and are in no “others” either. */
  readonly left: number
}

/** The groups that a chart is made of: the whole, its margins, and what lies between. */
export interface ChartGroups {
  readonly whole: Group | undefined
  readonly points: readonly Group[]
  /** Empty where the chart has no second field. */
  readonly splits: readonly Group[]
  /** Values of the point, then of the series. */
  readonly pairs: readonly Group[]
  /** Whether there are more points, more series than these. */
  readonly morePoints: boolean
  readonly moreSplits: boolean
}

/** Which totals must be asked for, so that what is not shown can be told by subtraction. */
export function totalsFor({ fold, field }: Total): readonly Total[] {
  return fold === 'average' ? [{ fold, field }, { fold: 'sum', field }, { fold: 'count', field }] : [{ fold, field }]
}

/** Whether “all others” can be told of such a total: the least of the others cannot be had by subtraction. */
export const hasOthers = (fold: Total['fold']): boolean => fold !== 'least' && fold !== 'most'

/** A number of any size as floating point, exact up to 2^53; null for text, bytes and what is not there. */
export function cellToNumber(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell
  if (cell === null || typeof cell !== 'object') return null
  const text = 'i' in cell ? cell.i : 'r' in cell ? cell.r : ''
  const number = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : null
}

/** Names a value for comparing: the texts of one group may be written with other capitals in the next reading. */
export function keyOf(cell: Cell | undefined): string {
  return JSON.stringify(typeof cell === 'string' ? cell.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : (cell ?? null))
}

/** What is needed of a group to add it up and to take it from others. */
interface Part {
  readonly amount: number | null
  readonly sum: number
  readonly filled: number
}

const NOTHING: Part = { amount: null, sum: 0, filled: 0 }

function partOf(group: Group | undefined, fold: Total['fold']): Part {
  if (!group) return NOTHING
  const [first, second, third] = group.totals
  const amount = cellToNumber(first)
  if (fold === 'average') return { amount, sum: cellToNumber(second) ?? 0, filled: cellToNumber(third) ?? 0 }
  return { amount, sum: amount ?? 0, filled: group.records }
}

/** What floating point leaves behind where nothing should be. */
const tidy = (value: number, scale: number) => (Math.abs(value) < Math.abs(scale) * 1e-12 ? 0 : value)

function without(whole: Part, parts: readonly Part[]): Part {
  const sum = parts.reduce((left, part) => left - part.sum, whole.sum)
  const filled = parts.reduce((left, part) => left - part.filled, whole.filled)
  return { amount: null, sum: tidy(sum, whole.sum), filled }
}

function amountOf(part: Part, fold: Total['fold']): number | null {
  if (fold === 'sum' || fold === 'count') return part.sum
  if (fold === 'average') return part.filled > 0 ? part.sum / part.filled : null
  return part.amount
}

/** The numbers of a chart from its groups: all that is not shown by itself stands under `others`, where it can be told. */
export function groupsToNumbers(groups: ChartGroups, fold: Total['fold'], isSplit: boolean): ChartNumbers {
  const { whole, points, splits, pairs } = groups
  const all = partOf(whole, fold)
  const tells = hasOthers(fold)
  const pointParts = points.map((group) => partOf(group, fold))
  const splitParts = splits.map((group) => partOf(group, fold))
  const byPair = new Map(pairs.map((group) => [`${keyOf(group.values[0])} ${keyOf(group.values[1])}`, partOf(group, fold)]))
  const hasOtherPoints = groups.morePoints && tells
  const hasOtherSplits = isSplit && groups.moreSplits && tells

  const totals = hasOtherPoints ? [...pointParts, without(all, pointParts)] : pointParts
  const rows: Part[][] = isSplit
    ? splits.map((split, at) => {
        const row = points.map((point) => byPair.get(`${keyOf(point.values[0])} ${keyOf(split.values[0])}`) ?? NOTHING)
        return hasOtherPoints ? [...row, without(splitParts[at] ?? NOTHING, row)] : row
      })
    : [totals]
  if (hasOtherSplits) rows.push(totals.map((total, at) => without(total, rows.map((row) => row[at] ?? NOTHING))))

  const toKey = (group: Group): ChartKey => ({ value: group.values[0] ?? null })
  const ends = isSplit ? (hasOtherSplits ? [...splitParts, without(all, splitParts)] : splitParts) : [all]
  return {
    points: [...points.map(toKey), ...(hasOtherPoints ? (['others'] as const) : [])],
    series: isSplit ? [...splits.map(toKey), ...(hasOtherSplits ? (['others'] as const) : [])] : ['all'],
    amounts: rows.map((row) => row.map((part) => amountOf(part, fold))),
    pointTotals: totals.map((part) => amountOf(part, fold)),
    seriesTotals: ends.map((part) => amountOf(part, fold)),
    total: amountOf(all, fold),
    opening: 0,
    records: whole?.records ?? 0,
    left: 0,
  }
}
