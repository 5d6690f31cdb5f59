import type { Failure } from '../../../core/base/failure'
import { ok, type Result } from '../../../core/base/result'
import type { ChartPlan } from '../../../core/book/layout/bookLayout'
import { spanOfPeriod } from '../../../core/book/query/dateSpans'
import type { Group, Grouping, GroupQuery, GroupWindow } from '../../../core/book/query/groupQuery'
import type { Condition } from '../../../core/book/query/rowFilter'
import { addUp, spreadPoints } from './arrangeNumbers'
import { isRunning, isTimeline, narrowed, periodOf, withPeriod } from './chartFilter'
import { cellToNumber, groupsToNumbers, hasOthers, keyOf, totalsFor, type ChartNumbers } from './chartNumbers'
import { fillTimeline } from './timeline'

/** How much of a chart is shown by itself: points along time, other points, slices of the whole, series. */
export const CHART_LIMITS = { times: 400, points: 12, shares: 8, series: 7 } as const

type ReadGroups = (query: GroupQuery) => Promise<Result<GroupWindow, Failure>>

const notNull = (groups: readonly Group[]) => groups.filter((group) => group.values[0] !== null && group.values[0] !== undefined)

/**
 * The numbers of a chart, asked for in windows of groups. A timeline shows its newest parts and fills those without
 * records with 0 (with nothing, where 0 would lie: averages); other charts show the largest groups and the rest under
 * `others`. A running chart over a period begins with what was before it. Fails as reading groups does.
 */
export async function readChart(plan: ChartPlan, today: string, readGroups: ReadGroups): Promise<Result<ChartNumbers, Failure>> {
  const { by, split, value, filter } = plan
  const time = isTimeline(plan)
  const running = isRunning(plan)
  const adds = value.fold === 'sum' || value.fold === 'count'
  const ask = (wanted: Pick<GroupQuery, 'by' | 'order' | 'count'>, also: readonly Condition[] = [], within = filter) =>
    readGroups({ ...wanted, table: plan.table, filter: narrowed(within, also), search: '', totals: totalsFor(value), from: 0, today })

  const whole = await ask({ by: [], order: 'by-group', count: 1 })
  if (!whole.ok) return whole
  const sum = cellToNumber(whole.value.groups[0]?.totals[0])
  // the largest groups matter, be they money in or money out
  const largest = sum !== null && sum < 0 && adds ? 'by-first-total' : 'by-first-total-descending'
  const orderOf = (grouping: Grouping) => (grouping.part === null ? largest : 'by-group-descending')

  const limit = time ? CHART_LIMITS.times : plan.form === 'shares' ? CHART_LIMITS.shares : CHART_LIMITS.points
  const points = await ask({ by: [by], order: time ? 'by-group-descending' : largest, count: limit })
  if (!points.ok) return points
  const splits = split && (await ask({ by: [split], order: orderOf(split), count: CHART_LIMITS.series }))
  if (splits && !splits.ok) return splits

  let pointGroups = points.value.groups
  const more = points.value.total - pointGroups.length
  // what has no date is no part of a balance, and where there are older ones it is not the next of them
  if (time && (running || more > 0)) pointGroups = notNull(pointGroups)
  const splitGroups = !splits ? [] : split?.part ? notNull(splits.value.groups).toReversed() : splits.value.groups
  const pairs = split && (await ask({ by: [by, split], order: 'by-group', count: 10_000 }, [
    ...narrowTo(by, pointGroups, more > 0), ...narrowTo(split, splitGroups, true),
  ]))
  if (pairs && !pairs.ok) return pairs

  let numbers = groupsToNumbers({
    whole: whole.value.groups[0],
    points: pointGroups,
    splits: splitGroups,
    pairs: pairs ? pairs.value.groups : [],
    morePoints: !time && more > 0,
    moreSplits: splits ? splits.value.total > splitGroups.length : false,
  }, value.fold, split !== null)
  if (time || !hasOthers(value.fold)) numbers = { ...numbers, left: points.value.total - pointGroups.length }
  if (!time || by.part === null) return ok(numbers)

  const days = pointGroups.map((group) => group.values[0]).filter((day) => typeof day === 'string').toReversed()
  const period = periodOf(filter, by.field)
  const span = period === null ? null : spanOfPeriod(period, today)
  const timeline = fillTimeline(days, by.part, more > 0 ? null : span, today, CHART_LIMITS.times)
  numbers = spreadPoints(numbers, timeline, adds ? 0 : null)
  if (running) {
    const openings = await readOpenings()
    if (!openings.ok) return openings
    numbers = addUp(numbers, openings.value)
  }
  return ok(plan.order === 'by-group' ? numbers : spreadPoints(numbers, timeline.toReversed(), null))

  /** What each series had before the first day that is shown. */
  async function readOpenings(): Promise<Result<readonly number[], Failure>> {
    const [first] = timeline
    if (first === undefined || (period === null && more === 0)) return ok([])
    const before = [{ test: 'less', field: by.field, value: first }] as const
    const within = withPeriod(filter, by.field, null)
    const all = await ask({ by: [], order: 'by-group', count: 1 }, before, within)
    if (!all.ok) return all
    const total = cellToNumber(all.value.groups[0]?.totals[0]) ?? 0
    if (!split) return ok([total])
    const each = await ask({ by: [split], order: 'by-group', count: 10_000 }, [...before, ...narrowTo(split, splitGroups, true)], within)
    if (!each.ok) return each
    const known = new Map(each.value.groups.map((group) => [keyOf(group.values[0]), cellToNumber(group.totals[0]) ?? 0]))
    const shown = splitGroups.map((group) => known.get(keyOf(group.values[0])) ?? 0)
    return ok(numbers.series.includes('others') ? [...shown, total - shown.reduce((a, b) => a + b, 0)] : shown)
  }
}

/** The conditions that leave just the records of some groups; none where all records are in them. */
function narrowTo(grouping: Grouping, groups: readonly Group[], isSome: boolean): readonly Condition[] {
  const values = groups.map((group) => group.values[0] ?? null)
  if (values.length === 0) return []
  if (grouping.part === null) return [{ test: 'one-of', field: grouping.field, values }]
  const first = values.filter((value) => typeof value === 'string').sort()[0]
  return isSome && first !== undefined ? [{ test: 'at-least', field: grouping.field, value: first }] : []
}
