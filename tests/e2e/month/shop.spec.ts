import { createClerk, recordCount } from '../support/clerk'
import { expectBackup, expectExports } from '../support/exported'
import { createPerson } from '../support/person'
import { expectChart, expectFigure, expectGroups, expectTotals, sumOf, sumsBy } from '../support/readings'
import { expect, test } from '../support/test'

interface Sale {
  readonly date: string
  readonly item: 'Bread flour' | 'Black tea'
  readonly quantity: number
  readonly amount: number
  readonly payment: 'cash' | 'card' | 'on account'
  readonly customer?: 'Amara' | 'Corner Café'
}

const FIRST: readonly Sale[] = [
  { date: '2027-03-01', item: 'Bread flour', quantity: 5, amount: 8, payment: 'cash' },
  { date: '2027-03-01', item: 'Black tea', quantity: 2, amount: 9.9, payment: 'on account', customer: 'Amara' },
]
/** As the assistant kept them in a spreadsheet. */
const MARKET: readonly Sale[] = [
  { date: '2027-03-08', item: 'Bread flour', quantity: 12.5, amount: 20, payment: 'card' },
  { date: '2027-03-09', item: 'Bread flour', quantity: 20, amount: 32, payment: 'cash' },
  { date: '2027-03-09', item: 'Black tea', quantity: 1, amount: 4.95, payment: 'card' },
]
const LAST: readonly Sale[] = [
  { date: '2027-03-18', item: 'Black tea', quantity: 3, amount: 14.85, payment: 'cash' },
  { date: '2027-03-18', item: 'Black tea', quantity: 4, amount: 19.8, payment: 'on account', customer: 'Corner Café' },
]
const ALL = [...FIRST, ...MARKET, ...LAST]
const STOCK = { 'Bread flour': 60, 'Black tea': 20 }
const OWED = { Amara: 0, 'Corner Café': 84 }
const BOUGHT = { quantity: 50, amount: 45 }
const PAID = 50

const amounts = (sales: readonly Sale[]) => sumOf(sales.map(({ amount }) => amount))
const onAccount = (sales: readonly Sale[]) => sales.filter(({ payment }) => payment === 'on account')

test.use({ viewport: { width: 1280, height: 800 } })

test('a shop keeps its day book and its stock for a month', async ({ page, device, site }) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clerk = createClerk(page)
  const person = createPerson(page)
  const saleRow = ({ item, quantity, amount, payment, customer }: Sale) => ({
    item, quantity: String(quantity), amount: String(amount), payment, ...(customer ? { customer } : {}),
  })
  const card = (name: string) => page.locator('.card').filter({ has: page.getByRole('heading', { name, exact: true }) })

  await test.step('the first day: what is on the shelves, who buys, and two sales', async () => {
    await clerk.startBook(site.url, '2027-03-01', 'Shop day book and stock')
    await clerk.openTable('suppliers')
    await clerk.pasteRows('name', [['Mill & Grain'], ['Hillside Tea']])
    await clerk.openTable('customers')
    await clerk.pasteRows('name', [['Amara', '555 0121', '200', String(OWED.Amara)], ['Corner Café', '', '100', String(OWED['Corner Café'])]])
    await clerk.openTable('items')
    await clerk.pasteRows('name', [
      ['Bread flour', 'F-1', 'food', 'kg', '0.90', '1.60', String(STOCK['Bread flour']), '25', 'Mill & Grain'],
      ['Black tea', 'T-1', 'drinks', 'pack', '3.20', '4.95', String(STOCK['Black tea']), '15', 'Hillside Tea'],
    ])
    await clerk.openTable('sales')
    for (const sale of FIRST) await clerk.typeRow(saleRow(sale))
    await person.goTo('Today')
    await expectFigure(page, 'Taken today', amounts(FIRST))
    await expectFigure(page, 'Customers owe', sumOf([...Object.values(OWED), ...onAccount(FIRST).map(({ amount }) => amount)]))
    await expect(card('To be ordered')).toContainText('Nothing is due.')
  })

  await test.step('after the market, flour runs out, and is ordered', async () => {
    await clerk.wakeOn('2027-03-10')
    await clerk.openTable('sales')
    await clerk.pasteRows('date', MARKET.map(({ date, item, quantity, amount, payment }) => [date, item, String(quantity), amount.toFixed(2), payment]))
    await person.goTo('Today')
    await expect(card('To be ordered')).toContainText('Bread flour')
    await expect(card('To be ordered')).not.toContainText('Black tea')
    await clerk.openTable('purchases')
    await clerk.addByForm({
      supplier: 'Mill & Grain', item: 'Bread flour', quantity: String(BOUGHT.quantity), amount: String(BOUGHT.amount), payment: 'on account', invoice: 'MG-17', due: '17/3/2027',
    })
    await person.goTo('Today')
    await expect(card('To be ordered')).toContainText('Nothing is due.')
    await expectFigure(page, 'We owe suppliers', BOUGHT.amount)
    await expect(card('Suppliers to pay')).toContainText('MG-17')
  })

  await test.step('a customer pays, the supplier waits, and the till is a pound short', async () => {
    await clerk.wakeOn('2027-03-18')
    await expect(card('Suppliers to pay')).toContainText('overdue since 17 Mar 2027')
    await clerk.openTable('sales')
    for (const sale of LAST) await clerk.typeRow(saleRow(sale))
    await clerk.openTable('customer_payments')
    await clerk.addByForm({ customer: 'Corner Café', amount: String(PAID), method: 'cash' })
    await clerk.openTable('cash_counts')
    const cashToday = sumOf([...LAST.filter(({ payment }) => payment === 'cash').map(({ amount }) => amount), PAID])
    await clerk.addByForm({ in_till_at_opening: '100', counted_at_closing: String(sumOf([100, cashToday, -1])) })
    await clerk.openView('till_check', 'Not as expected')
    await expect(page.getByRole('gridcell', { name: '-1.00' })).toBeVisible()
    await clerk.openView('debtors', 'Who owes most')
    const owed = sumsBy(onAccount(ALL), ({ customer }) => customer ?? '', ({ amount }) => amount)
    await expectTotals(page, { owes: sumOf([...Object.values(OWED), ...Object.values(owed), -PAID]) })
    await expect(page.getByRole('gridcell', { name: sumOf([OWED['Corner Café'], owed['Corner Café'] ?? 0, -PAID]).toFixed(2) })).toBeVisible()
  })

  await test.step('the last evening: what was sold, to whom, and what is left', async () => {
    await clerk.wakeOn('2027-03-31', '19:00')
    await clerk.openView('sales', 'This month by day')
    await expect(page.getByRole('rowheader')).toHaveText(['18 Mar 2027', '9 Mar 2027', '8 Mar 2027', '1 Mar 2027'])
    await expectTotals(page, { amount: amounts(ALL) })
    await clerk.openView('sales', 'All records')
    await clerk.filterBy('payment', 'one-of', 'on account')
    await expectTotals(page, { amount: amounts(onAccount(ALL)) })
    await clerk.groupBy('customer')
    await clerk.saveView('On the slate')
    await expectGroups(page, Object.fromEntries(onAccount(ALL).map(({ customer = '', amount }) => [customer, [1, amount]])))
    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    await expectChart(page, 'Takings by month', 'Sum of amount', { 'March 2027': amounts(ALL), Total: amounts(ALL) })
    await expectChart(page, 'Best sellers', 'Sum of amount', { ...sumsBy(ALL, ({ item }) => item, ({ amount }) => amount), Total: amounts(ALL) })
    await clerk.openView('stock', 'Value')
    const sold = sumsBy(ALL, ({ item }) => item, ({ quantity }) => quantity)
    const left = { flour: STOCK['Bread flour'] + BOUGHT.quantity - (sold['Bread flour'] ?? 0), tea: STOCK['Black tea'] - (sold['Black tea'] ?? 0) }
    await expectTotals(page, { value_at_cost: sumOf([left.flour * 0.9, left.tea * 3.2]) })
  })

  await test.step('a sale is found by what is seen of it: who bought, for how much, on which day', async () => {
    await clerk.openView('sales', 'All records')
    const found: readonly [typed: string, sale: (one: Sale) => boolean][] = [
      ['corner café', ({ customer }) => customer === 'Corner Café'],
      ['flour', ({ item }) => item === 'Bread flour'],
      ['19.80', ({ amount }) => amount === 19.8],
      ['14,85', ({ amount }) => amount === 14.85],
      ['9 Mar', ({ date }) => date === '2027-03-09'],
    ]
    for (const [typed, sale] of found) {
      await clerk.searchFor(typed)
      await expect(recordCount(page)).toHaveText(new RegExp(`^${ALL.filter(sale).length} record`))
      await expectTotals(page, { amount: amounts(ALL.filter(sale)) })
    }
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /^A page/ }).fill('19,80')
    await expect(page.getByRole('option', { name: /sales$/ })).toHaveCount(1)
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').fill('')
  })

  await test.step('on paper, as files, and into the night safe', async () => {
    await clerk.openView('sales', 'All records')
    await clerk.searchFor('card')
    const byCard = ALL.filter(({ payment }) => payment === 'card')
    await clerk.expectPrinted('amount', byCard.map(({ amount }) => amount))
    await expectExports(clerk, byCard.map(({ date, quantity, amount, payment }) => ({ date, quantity, amount, payment })))
    const closed = await person.closeTheDay()
    await expect(page.getByText('Wednesday 31 March: the day was closed')).toBeAttached()
    await expectBackup(closed.bytes, { sales: ALL.length, purchases: 1, customer_payments: 1, cash_counts: 1, items: 2, customers: 2, suppliers: 2 })
  })
})
