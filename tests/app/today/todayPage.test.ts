import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { TodayCard } from '../../../src/core/book/layout/bookLayout'
import { EVERY_RECORD } from '../../../src/core/book/query/rowFilter'
import { openTables, press, settle } from '../records/openTables'
import '../../../src/app/pages/TodayPage.vue'
import '../../../src/app/components/today/BookCards.vue'
import '../../../src/app/components/today/ChooseCardsDialog.vue'
import '../../../src/app/components/today/EnteredByTable.vue'
import '../../../src/app/components/today/MonthCalendar.vue'
import { eventually } from '../../support/eventually'

vi.mock('chart.js', () => ({ Chart: class { static readonly register = () => undefined; readonly destroy = () => undefined } }))
vi.mock('../../../src/app/components/charts/ChartCanvas.vue', () => ({ default: { props: ['drawing', 'words'], template: '<canvas role="img" :aria-label="words" />' } }))

enableAutoUnmount(afterEach)

// all that is on the page is in sight
vi.stubGlobal('IntersectionObserver', class {
  constructor(private readonly seen: (entries: readonly { isIntersecting: boolean }[]) => void) {}
  readonly observe = () => queueMicrotask(() => this.seen([{ isIntersecting: true }]))
  readonly disconnect = () => undefined
})

const text = () => document.body.textContent.replaceAll(/\s+/g, ' ')
const card = (title: string) => [...document.querySelectorAll('section.card')].find((one) => one.querySelector('h2')?.textContent === title)
const lines = (title: string) => [...(card(title)?.querySelectorAll('li') ?? [])].map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim())
const figures = () => [...document.querySelectorAll('.figure-card')].map((one) => [...one.children].map((part) => part.textContent.trim()))

async function open() {
  const opened = await openTables('/today')
  await eventually(() => expect(document.querySelector('.book-cards')).not.toBeNull())
  await settle()
  const put = async (...today: readonly TodayCard[]) => {
    const result = await opened.book.edit({ type: 'changeLayout', layout: { today } })
    if (!result.ok) throw new Error(result.failure.type)
    await settle()
  }
  return { ...opened, put }
}

test('the page tells figures, what is due with the overdue first, goals with their pace, and the charts', async () => {
  await open()
  expect(figures()[0]).toEqual(['Spent today', '€4.20', '1 record'])
  expect(figures().map(([name]) => name)).toEqual(['Spent today', 'Spent this month', 'Income this month', 'In all accounts'])
  expect(lines('Bills to pay')[0]).toMatch(/^Library card ?€15\.00 overdue since Nov 19, 2026$/)
  expect(lines('Bills to pay')).toHaveLength(3)
  expect(card('Bills to pay')?.textContent).toContain('€1,069.50 in all')
  expect(lines('Savings goals')).toEqual([expect.stringContaining('Reached'), expect.stringMatching(/€940\.00 of €1,800\.00.*€860\.00 to go until Jun 19, 2027: €122\.86 a month/)])
  expect(card('Spending by month')?.querySelector('canvas')?.getAttribute('aria-label')).toContain('Total: €')
  expect(text()).toContain('With the date of today')
})

test('a record of a due list is one press away, and a figure shows its records', async () => {
  const { router } = await open()
  const link = [...(card('Bills to pay')?.querySelectorAll('a') ?? [])].find((one) => one.textContent === 'Library card')
  expect(link?.getAttribute('href')).toMatch(/\/tables\/bills\/\d+$/)
  document.querySelector<HTMLElement>('.figure-card')?.click()
  await settle()
  expect(router.currentRoute.value.fullPath).toBe('/tables/expenses')
  expect(text()).toContain('Bread')
  expect(text()).not.toContain('Cinema')
})

test('figures follow the book at once', async () => {
  const { book, put } = await open()
  await put({ type: 'figure', name: 'Members', table: 'members', filter: EVERY_RECORD, value: { fold: 'count', field: null } })
  expect(figures()).toEqual([['Members', '3', 'members']])
  await book.edit({ type: 'addRecord', table: 'members', values: { name: 'One more' } })
  await settle()
  expect(figures()).toEqual([['Members', '4', 'members']])
})

test('cards of what is gone are passed over', async () => {
  const { put } = await open()
  await put(
    { type: 'figure', name: 'Gone', table: 'gone', filter: EVERY_RECORD, value: { fold: 'count', field: null } },
    { type: 'chart', chart: 'gone' },
    { type: 'due', name: 'Half', table: 'bills', filter: EVERY_RECORD, label: 'name', date: 'gone', amount: 'gone' },
    { type: 'goals', name: 'Broken', table: 'savings_goals', filter: EVERY_RECORD, label: 'gone', reached: 'saved', target: 'target', date: null },
  )
  expect(document.querySelectorAll('.book-cards .place')).toHaveLength(1)
  expect(lines('Half')).toEqual(['Rent', 'Electricity', 'Library card'])
})

test('cards are ordered, taken off and added in the dialog, and kept as one step', async () => {
  const { book } = await open()
  await press('Choose what stands here')
  await press('Move “Spent this month” up')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Move “Spent this month” down')
  await press('Take “In all accounts” off the page')
  const goals = [...document.querySelectorAll<HTMLButtonElement>('.kind')].find((one) => one.textContent.includes('Goals'))
  goals?.click()
  await settle()
  await press('Done')
  expect(text()).toContain('Write a name.')
  const name = document.querySelector<HTMLInputElement>('dialog input')
  if (!name) throw new Error('no name')
  name.value = 'More goals'
  name.dispatchEvent(new Event('input'))
  await press('Done')
  const before = book.generation
  await press('Keep it so')
  expect(book.generation).toBe(before + 1)
  expect(book.description?.layout.today.map((one) => (one.type === 'chart' ? one.chart : one.name))).toEqual([
    'Spent this month', 'Spent today', 'Income this month', 'Bills to pay', 'Savings goals', 'spending-by-month', 'More goals',
  ])
  await book.undo()
  await settle()
  expect(figures().map(([one]) => one)).toEqual(['Spent today', 'Spent this month', 'Income this month', 'In all accounts'])
})

test('a closed day is marked in the month', async () => {
  const { client, bookId } = await open()
  expect(document.querySelectorAll('.calendar .closed')).toHaveLength(0)
  const made = await client.makeBackup(bookId, { kind: 'end-of-day', note: '' }, () => undefined, () => undefined).outcome
  expect(made.ok).toBe(true)
  await settle()
  const closed = [...document.querySelectorAll('.calendar .day.closed')]
  expect(closed.map((day) => day.textContent.trim())).toEqual([expect.stringMatching(/^21.*Saturday, November 21: the day was closed$/)])
  expect(closed[0]?.classList.contains('today')).toBe(true)
})
