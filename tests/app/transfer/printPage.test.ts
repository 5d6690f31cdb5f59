import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import '../../../src/app/pages/tables/PrintPage.vue'
import { useRecordsStore, type TableView } from '../../../src/app/stores/records'
import type { Cell } from '../../../src/core/base/cell'
import { eventually } from '../../support/eventually'
import { openTables } from '../records/openTables'

enableAutoUnmount(afterEach)

/** The expenses on paper, as a view shows them, and what the book itself holds of them: sums in cents. */
async function openPrinted(look: Partial<TableView>) {
  const { client, bookId, router, wrapper, book } = await openTables('/tables')
  Object.assign(useRecordsStore().viewOf(bookId, 'expenses'), look)
  await router.push('/print/expenses')
  await eventually(() => expect(wrapper.find('tbody').exists()).toBe(true), { timeout: 10_000 })
  const all = await client.device.rows(bookId, { table: 'expenses', from: 0, count: 1_000, sort: [], search: '' })
  if (!all.ok) throw new Error(all.failure.type)
  const place = (name: string) => book.table('expenses')?.fields.findIndex((field) => field.name === name) ?? -1
  const column = (name: string) => all.value.rows.map(({ cells }) => cells[place(name)] ?? null)
  const euros = (amounts: readonly Cell[]) => `${(amounts.reduce<number>((sum, cents) => sum + Number(cents), 0) / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`
  const rows = (index: number) => wrapper.findAll('table')[index]?.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text())) ?? []
  const figures = () => Object.fromEntries(wrapper.findAll('dl div').map((one) => [one.get('dt').text(), one.get('dd').text()]))
  return { column, euros, rows, figures, wrapper }
}

test('the totals of the view are printed after its records, in the words of the grid', async () => {
  const { column, euros, rows, figures, wrapper } = await openPrinted({
    totals: [{ fold: 'sum', field: 'amount' }, { fold: 'count', field: 'notes' }],
    filter: { match: 'all', conditions: [{ test: 'is', field: 'payment', value: 'card' }] },
  })
  const byCard = column('payment').flatMap((payment, index) => (payment === 'card' ? [index] : []))
  expect(byCard.length).toBeGreaterThan(0)
  expect(rows(0)).toHaveLength(byCard.length)
  expect(figures()).toEqual({
    amount: euros(byCard.map((index) => column('amount')[index] ?? null)),
    'notes, filled': String(byCard.filter((index) => (column('notes')[index] ?? null) !== null).length),
  })
  expect(wrapper.findAll('table')).toHaveLength(1)
}, 30_000)

test('groups are printed below the records, with how many there are in each and their totals', async () => {
  const { column, euros, rows, figures } = await openPrinted({
    totals: [{ fold: 'sum', field: 'amount' }], groups: [{ field: 'payment', part: null }, { field: 'date', part: 'month' }],
  })
  const all = column('amount')
  expect(rows(0)).toHaveLength(all.length)
  const cards = column('payment').flatMap((payment, index) => (payment === 'card' ? [all[index] ?? null] : []))
  const printed = rows(1).filter(([payment]) => payment === 'card')
  expect(printed.length).toBeGreaterThan(0)
  for (const [, month] of printed) expect(month).toMatch(/^[A-Z][a-z]+ \d{4}$/)
  expect(printed.reduce((sum, [, , records]) => sum + Number(records), 0)).toBe(cards.length)
  expect(rows(1).reduce((sum, [, , records]) => sum + Number(records), 0)).toBe(all.length)
  expect(euros(printed.map(([, , , amount]) => Math.round(Number(amount?.replace(/,/g, '')) * 100)))).toBe(euros(cards))
  expect(figures()).toEqual({ amount: euros(all) })
}, 30_000)
