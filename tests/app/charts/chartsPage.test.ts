import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { control, openTables, press, settle, type } from '../records/openTables'
import '../../../src/app/pages/tables/ChartsPage.vue'
import { eventually } from '../../support/eventually'

interface Config {
  readonly type: string
  readonly data: { readonly labels: readonly string[]; readonly datasets: readonly { readonly label: string; readonly data: readonly (number | null)[] }[] }
}
const drawn = vi.hoisted(() => ({ configs: [] as unknown[], standing: 0 }))
// there is no canvas here: what would be drawn is looked at
vi.mock('chart.js', () => {
  class Chart {
    static readonly register = () => undefined
    constructor(_canvas: unknown, config: unknown) {
      drawn.configs.push(config)
      drawn.standing++
    }
    readonly destroy = () => void drawn.standing--
  }
  const parts = ['ArcElement', 'BarController', 'BarElement', 'CategoryScale', 'DoughnutController', 'LinearScale', 'LineController', 'LineElement', 'PointElement', 'Tooltip']
  return { Chart, ...Object.fromEntries(parts.map((part) => [part, {}])) }
})
const latest = (type: string) => (drawn.configs as Config[]).findLast((config) => config.type === type)?.data

enableAutoUnmount(afterEach)

const cards = () => [...document.querySelectorAll('section.card')]
const headings = () => cards().map((card) => card.querySelector('h2')?.textContent)
const cells = (element: Element | null | undefined) => [...(element?.querySelectorAll('tbody tr, tfoot tr') ?? [])].map((row) => [...row.children].map((cell) => cell.textContent.trim()))

async function open(table: string) {
  const opened = await openTables(`/tables/${table}/charts`)
  await eventually(() => expect(document.querySelector('h1')?.textContent).toContain('Charts'))
  await settle()
  return opened
}

/** Opens the menu of a chart and does what is written there. */
async function choose(chart: string, what: string) {
  const button = document.querySelector<HTMLButtonElement>(`button[aria-label="Chart ${chart}"]`)
  button?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }))
  button?.click()
  await settle()
  const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((one) => one.textContent.includes(what))
  if (!item) throw new Error(`no “${what}” in ${[...document.querySelectorAll('[role=menuitem]')].map((one) => one.textContent).join(' | ')}`)
  item.click()
  await settle()
}

test('a chart stands with its numbers, its total and a sentence; categories go by their names', async () => {
  await open('expenses')
  expect(headings()).toEqual(['Spending by month', 'Where it goes'])
  const shares = cells(cards()[1])
  expect(shares[0]?.[0]).toBe('Home')
  expect(shares.at(-1)?.[0]).toBe('Total')
  expect(cards()[1]?.querySelector('canvas')?.getAttribute('aria-label')).toMatch(/^Most: Home, .*\. Least: .* Total: €/)
  expect(latest('doughnut')?.labels.slice(0, 2)).toEqual(['Home', 'Groceries'])
  expect(latest('doughnut')?.datasets[0]?.data[0]).toBe(203_450)
  const stacked = latest('bar')
  expect(stacked?.labels).toEqual(['Sep 26', 'Oct 26', 'Nov 26'])
  expect(stacked?.datasets.map((one) => one.label)).toContain('Transport')
  expect(drawn.standing).toBe(2)
})

test('pressing a head sorts the reading, a name leads to its records', async () => {
  const { router, book, client } = await open('expenses')
  const card = () => cards()[1]
  const head = () => [...(card()?.querySelectorAll('th[scope=col]') ?? [])]
  head()[1]?.querySelector('button')?.click()
  await settle()
  head()[1]?.querySelector('button')?.click()
  await settle()
  expect(head()[1]?.getAttribute('aria-sort')).toBe('ascending')
  expect(cells(card())[0]?.[0]).not.toBe('Home')
  ;[...(card()?.querySelectorAll<HTMLButtonElement>('button.point') ?? [])].find((one) => one.textContent === 'Home')?.click()
  await settle()
  expect(router.currentRoute.value.fullPath).toBe('/tables/expenses')
  expect(book.bookId).not.toBeNull()
  expect(document.body.textContent).toContain('Rent')
  expect(document.body.textContent).not.toContain('Cinema')
  expect(client.clock.now().utc).toBeGreaterThan(0)
})

test('a chart is made, changed, put on Today and deleted, each undone as one step', async () => {
  const { book } = await open('transfers')
  expect(document.body.textContent).toContain('No chart of transfers yet')
  await press('Amount by month')
  expect(headings()).toEqual(['Amount by month'])
  await choose('Amount by month', 'Change the chart')
  expect(document.activeElement).toBe(control(null as never, 'Name of the chart'))
  await type(null as never, 'By', 'to_account')
  expect(control(null as never, 'Name of the chart').value).toBe('Amount by month')
  // the preview follows a little later
  await eventually(() => expect(document.querySelector('dialog canvas')?.getAttribute('aria-label')).toContain('Most: '))
  await eventually(() => expect(latest('bar')?.labels).toContain('Savings account'))
  await type(null as never, 'Name of the chart', 'Where it went')
  document.querySelector<HTMLFormElement>('#chart-form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }))
  await settle()
  expect(headings()).toEqual(['Where it went'])
  const plan = book.description?.layout.charts.find((chart) => chart.table === 'transfers')
  expect(plan).toMatchObject({ name: 'Where it went', by: { field: 'to_account', part: null }, order: 'by-first-total-descending', value: { fold: 'sum', field: 'amount' } })

  await choose('Where it went', 'Show on Today')
  expect(book.description?.layout.today).toContainEqual({ type: 'chart', chart: plan?.id })
  await choose('Where it went', 'Delete the chart')
  expect(headings()).toEqual([])
  expect(book.description?.layout.today).not.toContainEqual({ type: 'chart', chart: plan?.id })
  await book.undo()
  await settle()
  expect(headings()).toEqual(['Where it went'])
  expect(book.description?.layout.today).toContainEqual({ type: 'chart', chart: plan?.id })
})

test('a chart whose field is gone says so and takes nothing else with it', async () => {
  const { book } = await open('expenses')
  await book.edit({ type: 'changeLayout', layout: { charts: (book.description?.layout.charts ?? []).map((chart) => (chart.id === 'spending-shares' ? { ...chart, by: { field: 'mood', part: null } } : chart)) } })
  await settle()
  expect(cards()[1]?.textContent).toContain('needs a field that is not there')
  expect(cards()[0]?.querySelector('table')).not.toBeNull()
})

test('the period is chosen for looking: the saved chart keeps its own', async () => {
  const { book } = await open('income')
  const before = JSON.stringify(book.description?.layout.charts)
  const select = cards()[0]?.querySelector('select')
  if (!select) throw new Error('no period')
  const total = () => cells(cards()[0]).at(-1)?.[1]
  const whole = total()
  select.value = 'last-30-days'
  select.dispatchEvent(new Event('change'))
  await settle()
  expect(total()).not.toBe(whole)
  expect(JSON.stringify(book.description?.layout.charts)).toBe(before)
})
