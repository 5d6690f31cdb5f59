import { expect, test } from 'vitest'
import { readChart } from '../../../src/app/components/charts/readChart'
import type { ChartPlan } from '../../../src/core/book/layout/bookLayout'
import type { GroupQuery } from '../../../src/core/book/query/groupQuery'
import { EVERY_RECORD } from '../../../src/core/book/query/rowFilter'
import { createMemoryClient } from '../../support/createMemoryClient'
import '../../../src/core/book/edits/applyEdit'

const TODAY = '2026-11-21'

type Entry = readonly [day: string | null, kind: string | null, amount: number]

/** A book with one table of these records, and the way to read charts of it. */
async function bookOf(entries: readonly Entry[]) {
  const client = await createMemoryClient()
  await client.start()
  const made = await client.device.createBook({ templateId: 'blank', name: 'Book', currency: 'EUR', withSamples: false, at: client.clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  const { bookId } = made.value
  await client.device.openBook(bookId)
  const field = { required: false, choices: [], refersTo: null }
  const edit = (wanted: Parameters<typeof client.device.edit>[1]) => client.device.edit(bookId, wanted, client.clock.now())
  await edit({ type: 'addTable', name: 'entries', fields: [{ ...field, name: 'day', kind: 'date' }, { ...field, name: 'kind', kind: 'text' }, { ...field, name: 'amount', kind: 'money' }] })
  const added = await edit({ type: 'changeRecords', table: 'entries', changes: [], additions: entries.map(([day, kind, amount]) => ({ day, kind, amount })) })
  if (!added.ok) throw new Error(added.failure.type)
  const queries: GroupQuery[] = []
  async function read(plan: Partial<ChartPlan>) {
    const whole: ChartPlan = {
      id: '1', name: 'chart', table: 'entries', form: 'bars', filter: EVERY_RECORD, by: { field: 'day', part: 'month' }, split: null,
      value: { fold: 'sum', field: 'amount' }, running: false, order: 'by-group', ...plan,
    }
    const result = await readChart(whole, TODAY, (query) => {
      queries.push(query)
      return client.device.groups(bookId, query)
    })
    if (!result.ok) throw new Error(result.failure.type)
    return result.value
  }
  return { read, queries }
}

const shown = (numbers: Awaited<ReturnType<Awaited<ReturnType<typeof bookOf>>['read']>>) =>
  numbers.points.map((key, at) => [typeof key === 'object' ? key.value : key, numbers.pointTotals[at]])

const entries: readonly Entry[] = [
  ['2026-08-03', 'food', 100], ['2026-08-20', 'Food', 50], ['2026-11-02', 'rent', 900], ['2026-11-03', 'food', 30], [null, null, 7],
]

test('months without records are there with nothing, and records without a date come last', async () => {
  const { read } = await bookOf(entries)
  const numbers = await read({})
  expect(shown(numbers)).toEqual([['2026-08-01', 150], ['2026-09-01', 0], ['2026-10-01', 0], ['2026-11-01', 930], [null, 7]])
  expect(numbers.total).toBe(1087)
  expect(shown(await read({ order: 'by-group-descending' })).map(([day]) => day)).toEqual(['2026-11-01', '2026-10-01', '2026-09-01', '2026-08-01', null])
  // no record has no average
  expect(shown(await read({ value: { fold: 'average', field: 'amount' } })).slice(0, 2)).toEqual([['2026-08-01', 75], ['2026-09-01', null]])
})

test('a second field takes them apart, whatever its capitals', async () => {
  const { read } = await bookOf(entries)
  const numbers = await read({ split: { field: 'kind', part: null } })
  expect(numbers.series.map((key) => (typeof key === 'object' ? String(key.value).toLowerCase() : key))).toEqual(['rent', 'food', 'null'])
  expect(numbers.amounts).toEqual([[0, 0, 0, 900, 0], [150, 0, 0, 30, 0], [0, 0, 0, 0, 7]])
  expect(numbers.seriesTotals).toEqual([900, 180, 7])
})

test('a running balance over a period begins with what was before it', async () => {
  const { read } = await bookOf(entries)
  const running = { running: true, form: 'line' } as const
  expect(shown(await read(running))).toEqual([['2026-08-01', 150], ['2026-09-01', 150], ['2026-10-01', 150], ['2026-11-01', 1080]])
  const filter = { match: 'all', conditions: [{ test: 'in-period', field: 'day', period: 'this-month' }] } as const
  const ofMonth = await read({ ...running, by: { field: 'day', part: 'day' }, filter })
  expect(ofMonth.opening).toBe(150)
  expect(shown(ofMonth).slice(0, 3)).toEqual([['2026-11-01', 150], ['2026-11-02', 1050], ['2026-11-03', 1080]])
  expect(shown(ofMonth).at(-1)).toEqual([TODAY, 1080])
  const apart = await read({ ...running, by: { field: 'day', part: 'day' }, filter, split: { field: 'kind', part: null } })
  expect(apart.seriesTotals).toEqual([900, 180])
  expect(apart.total).toBe(1080)
})

test('of many categories the largest are shown and the rest is one, all read by groups', async () => {
  const many: Entry[] = Array.from({ length: 40 }, (_, at) => ['2026-11-01', `kind ${at}`, (at + 1) * 10])
  const { read, queries } = await bookOf(many)
  const numbers = await read({ by: { field: 'kind', part: null }, order: 'by-first-total-descending' })
  expect(numbers.points).toHaveLength(13)
  expect(shown(numbers)[0]).toEqual(['kind 39', 400])
  expect(shown(numbers).at(-1)).toEqual(['others', 28 * 29 * 5])
  expect(numbers.total).toBe(40 * 41 * 5)
  expect(queries.every((query) => query.count <= 400)).toBe(true)
  const most = await read({ by: { field: 'kind', part: null }, order: 'by-first-total-descending', value: { fold: 'most', field: 'amount' } })
  expect(most.points).toHaveLength(12)
  expect(most.left).toBe(28)
})

test('money that goes out counts by its size', async () => {
  const { read } = await bookOf(Array.from({ length: 20 }, (_, at) => ['2026-11-01', `kind ${at}`, -(at + 1)]))
  expect(shown(await read({ by: { field: 'kind', part: null }, order: 'by-first-total' }))[0]).toEqual(['kind 19', -20])
})

test('of more days than fit the newest are shown; a balance still knows the older ones', async () => {
  const days: Entry[] = Array.from({ length: 450 }, (_, at) => [new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10), 'x', 1])
  const { read } = await bookOf(days)
  const plan = { by: { field: 'day', part: 'day' } } as const
  const numbers = await read(plan)
  expect(numbers.points).toHaveLength(400)
  expect(numbers.left).toBe(50)
  expect(shown(numbers).at(-1)?.[0]).toBe(days.at(-1)?.[0])
  const balance = await read({ ...plan, running: true })
  expect(balance.opening).toBe(50)
  expect(balance.total).toBe(450)
})

test('nothing gives nothing', async () => {
  const { read } = await bookOf([])
  const numbers = await read({ split: { field: 'kind', part: null }, running: true })
  expect(numbers.points).toEqual([])
  expect(numbers.records).toBe(0)
})
