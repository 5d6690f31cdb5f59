import { afterEach, beforeEach, expect, test } from 'vitest'
import { useRecordsStore } from '../../../src/app/stores/records'
import { eventually } from '../../support/eventually'
import { openTables, press, settle } from './openTables'

beforeEach(() => {
  document.body.replaceChildren()
})
afterEach(() => {
  document.body.replaceChildren()
})

const cards = () => [...document.querySelectorAll('.card .name')].map((one) => one.textContent)
const tabs = () => [...document.querySelectorAll('.tab-name')].map((one) => one.textContent.trim())
const chosen = () => document.querySelector('[aria-current=true].tab-name')?.textContent.trim()

test('a filter is kept as a view, which is renamed, changed, left, found again and deleted, each undone as one step', async () => {
  const { book, bookId } = await openTables('/tables/expenses')
  const records = useRecordsStore()
  const all = cards().length
  const before = tabs()
  expect(before[0]).toBe('All records')

  records.viewOf(bookId, 'expenses').filter = { match: 'all', conditions: [{ test: 'greater', field: 'amount', value: 50_000 }] }
  await settle()
  expect(cards().length).toBeLessThan(all)

  await press('Save as…')
  const input = document.querySelector<HTMLInputElement>('dialog input')
  if (!input) throw new Error('no name is asked for')
  input.value = 'Large'
  input.dispatchEvent(new Event('input'))
  document.querySelector('dialog form')?.dispatchEvent(new Event('submit'))
  await settle()
  expect(tabs()).toEqual([...before, 'Large'])
  expect(chosen()).toBe('Large')

  await press('All records')
  expect(cards()).toHaveLength(all)
  await press('Large')
  const large = cards()
  expect(large.length).toBeLessThan(all)

  records.viewOf(bookId, 'expenses').sort = [{ field: 'amount', descending: false }]
  await settle()
  await press('Reset view')
  expect(records.viewOf(bookId, 'expenses').sort).toEqual([])
  expect(cards()).toEqual(large)

  records.viewOf(bookId, 'expenses').sort = [{ field: 'amount', descending: false }]
  await settle()
  await press('Save view')
  expect(book.description?.layout.views.at(-1)).toMatchObject({ name: 'Large', table: 'expenses', sort: [{ field: 'amount' }] })
  await book.undo()
  await settle()
  expect(book.description?.layout.views.at(-1)?.sort).toEqual([])
  await book.undo()
  await settle()
  expect(tabs()).toEqual(before)
})

test('a view whose fields are gone shows what is left of it', async () => {
  const { book, bookId } = await openTables('/tables/members')
  const views = [
    {
      id: 'odd', table: 'members', name: 'Odd', filter: { match: 'all' as const, conditions: [{ test: 'is' as const, field: 'gone', value: 1 }] }, search: '',
      sort: [], hidden: ['gone'], order: ['gone', 'role'], pinned: ['gone'], groups: [{ field: 'gone', part: null }], totals: [{ fold: 'sum' as const, field: 'gone' }],
    },
  ]
  expect((await book.edit({ type: 'changeLayout', layout: { views } })).ok).toBe(true)
  await settle()
  await press('Odd')
  expect(useRecordsStore().viewOf(bookId, 'members').viewId).toBe('odd')
  expect(cards()).toHaveLength(3)
})

test('a table keeps its layout and its view on the device', async () => {
  const first = await openTables('/tables/expenses')
  const records = useRecordsStore()
  const view = records.viewOf(first.bookId, 'expenses')
  view.hidden = ['notes']
  view.widths = { amount: 222 }
  records.remember(first.bookId, 'expenses')
  await settle()
  expect(first.client.settings().books[first.bookId]?.tables?.['expenses']).toMatchObject({ hidden: ['notes'], widths: { amount: 222 }, view: '' })
})

test('groups tell records and totals, and open onto their records', async () => {
  const { bookId } = await openTables('/tables/expenses')
  useRecordsStore().viewOf(bookId, 'expenses').groups = [{ field: 'category', part: null }]
  await settle()
  const names = () => [...document.querySelectorAll('.toggle')].map((one) => one.textContent.trim())
  expect(names()).toContain('Groceries')
  document.querySelector<HTMLButtonElement>('.toggle')?.click()
  await settle()
  const counted = Number(document.querySelector('.group .number')?.textContent)
  expect(document.querySelectorAll('table.records tbody tr')).toHaveLength(counted)
})

test.each(['/tables/stamps', '/tables/stamps/charts'])('the page %s of a table that is taken back gives way to the first page, calmly', async (at) => {
  const { book, router, notices } = await openTables('/tables/expenses')
  expect((await book.edit({ type: 'addTable', name: 'stamps', fields: [{ name: 'title', kind: 'text', required: false, choices: [], refersTo: null }] })).ok).toBe(true)
  await router.push(at)
  await settle()
  expect(document.querySelector('h1')?.textContent).toContain('stamps')
  expect((await book.undo()).ok).toBe(true)
  await eventually(() => expect(router.currentRoute.value.name).toBe('today'))
  expect(notices.notices.map(({ tone, title }) => ({ tone, title }))).toEqual([{ tone: 'info', title: '“stamps” is not in the book any more, so here is its first page.' }])
})
