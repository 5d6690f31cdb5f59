import { cellToBound, type Cell } from '../../base/cell'
import { z } from '../../base/zod'
import type { BookLayout, ChartPlan, FieldDisplay, SavedView, TodayCard } from './bookLayout'
import type { GroupQuery, Grouping, Total } from '../query/groupQuery'
import type { Condition, RowFilter } from '../query/rowFilter'

/** How many of each a layout may hold. Far more than a person would look at; what lies beyond is not read. */
export const LAYOUT_LIMITS = { views: 500, charts: 200, today: 100, fields: 2000 } as const

/** Characters of JSON that all items may have together: a layout has to fit into the manifest of a backup, with everything else in it. */
export const LAYOUT_TEXT_LIMIT = 1024 * 1024

const MAX_CONDITIONS = 50
const MAX_VALUES = 200
const MAX_FIELDS = 2000

const name = z.string().min(1).max(200)
const words = z.string().max(500)
const MAX_CELL_TEXT = 2000

const cell = z.custom<Cell>((value) => cellToBound(value) !== null && JSON.stringify(value).length <= MAX_CELL_TEXT)
const part = z.enum(['day', 'week', 'month', 'quarter', 'year'])
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const period = z.enum([
  'today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month', 'this-quarter', 'last-quarter', 'this-year', 'last-year',
  'last-7-days', 'last-30-days', 'last-90-days', 'last-365-days', 'next-7-days', 'next-30-days', 'past', 'future',
])
const how = z.enum(['is', 'is-not', 'less', 'at-most', 'greater', 'at-least'])

const condition = z.discriminatedUnion('test', [
  z.object({ test: how, field: name, value: cell }),
  z.object({ test: z.enum(['contains', 'lacks', 'starts', 'ends']), field: name, text: words }),
  z.object({ test: z.literal('between'), field: name, from: cell, to: cell }),
  z.object({ test: z.enum(['one-of', 'none-of']), field: name, values: z.array(cell).max(MAX_VALUES) }),
  z.object({ test: z.enum(['empty', 'filled']), field: name }),
  z.object({ test: z.literal('in-part'), field: name, part, value: day }),
  z.object({ test: z.literal('in-period'), field: name, period }),
  z.object({ test: z.literal('compare'), field: name, how, other: name }),
]) satisfies z.ZodType<Condition>

const conditions = z.array(condition).max(MAX_CONDITIONS)
const filter = z
  .object({ match: z.enum(['all', 'any']), conditions, also: conditions.optional() })
  .transform(({ also, ...rest }): RowFilter => (also === undefined ? rest : { ...rest, also }))

const grouping = z.object({ field: name, part: part.nullable() }) satisfies z.ZodType<Grouping>
const total = z.object({ fold: z.enum(['count', 'sum', 'average', 'least', 'most']), field: name.nullable() }) satisfies z.ZodType<Total>
const order = z.enum(['by-group', 'by-group-descending', 'by-first-total', 'by-first-total-descending']) satisfies z.ZodType<GroupQuery['order']>
const fields = z.array(name).max(MAX_FIELDS)

const savedView = z.object({
  id: name,
  table: name,
  name: words,
  filter,
  search: words,
  sort: z.array(z.object({ field: name, descending: z.boolean() })).max(20),
  hidden: fields,
  order: fields,
  pinned: fields,
  groups: z.array(grouping).max(10),
  totals: z.array(total).max(50),
}) satisfies z.ZodType<SavedView>

const chartPlan = z.object({
  id: name,
  table: name,
  name: words,
  form: z.enum(['bars', 'stacked-bars', 'line', 'shares']),
  filter,
  by: grouping,
  split: grouping.nullable(),
  value: total,
  running: z.boolean(),
  order,
}) satisfies z.ZodType<ChartPlan>

const todayCard = z.discriminatedUnion('type', [
  z.object({ type: z.literal('figure'), name: words, table: name, filter, value: total }),
  z.object({ type: z.literal('due'), name: words, table: name, filter, label: name, date: name.nullable(), amount: name.nullable() }),
  z.object({ type: z.literal('goals'), name: words, table: name, filter, label: name, reached: name, target: name, date: name.nullable() }),
  z.object({ type: z.literal('chart'), chart: name }),
]) satisfies z.ZodType<TodayCard>

const kind = z.enum(['text', 'long-text', 'whole-number', 'decimal', 'money', 'date', 'date-time', 'yes-no', 'choice', 'reference', 'file'])
const fieldDisplay = z
  .object({ table: name, field: name, kind: kind.optional(), currency: z.string().regex(/^[A-Z]{3}$/).optional() })
  .transform(({ table, field, kind: shown, currency }): FieldDisplay => ({
    table,
    field,
    ...(shown === undefined ? {} : { kind: shown }),
    ...(currency === undefined ? {} : { currency }),
  }))

/** Reads the items that are as they should be. What a newer app thought of, or a hand broke, is passed over. */
function createItemReader() {
  let left = LAYOUT_TEXT_LIMIT
  return function readItems<T>(list: unknown, item: z.ZodType<T>, limit: number): T[] {
    if (!Array.isArray(list)) return []
    const good: T[] = []
    for (const one of list.slice(0, limit) as unknown[]) {
      const read = item.safeParse(one)
      if (!read.success) continue
      const length = JSON.stringify(read.data).length
      if (length > left) continue
      left -= length
      good.push(read.data)
    }
    return good
  }
}

/**
 * A layout from JSON of any origin: the items that this app understands, without members that it does not know, at most
 * `LAYOUT_LIMITS` of each and `LAYOUT_TEXT_LIMIT` in all. Never fails: a book is as good without its layout. The outcome
 * always has the same order of members, so that it reads back as it was written.
 */
export function readLayout(value: unknown): BookLayout {
  const from = typeof value === 'object' && value !== null ? (value as Partial<Record<keyof BookLayout, unknown>>) : {}
  const readItems = createItemReader()
  return {
    views: readItems(from.views, savedView, LAYOUT_LIMITS.views),
    charts: readItems(from.charts, chartPlan, LAYOUT_LIMITS.charts),
    today: readItems(from.today, todayCard, LAYOUT_LIMITS.today),
    fields: readItems(from.fields, fieldDisplay, LAYOUT_LIMITS.fields),
  }
}

/** A layout as it stands in files; see `readLayout`. */
export const layoutSchema = z.unknown().transform(readLayout)
