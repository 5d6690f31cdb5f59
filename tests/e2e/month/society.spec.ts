import { createClerk } from '../support/clerk'
import { expectBackup, expectExports } from '../support/exported'
import { createPerson } from '../support/person'
import { expectChart, expectFigure, expectGroups, expectTotals, sumOf } from '../support/readings'
import { expect, test } from '../support/test'

/** Opening balances: what the society has is positive, what it owes or has set aside negative; together they are nothing. */
const ACCOUNTS = [
  { name: 'Cash in hand', code: '1000', type: 'asset', opening: 100 },
  { name: 'Bank account', code: '1100', type: 'asset', opening: 5000 },
  { name: 'Dues from members', code: '1200', type: 'asset', opening: 240 },
  { name: 'Security deposits', code: '2000', type: 'liability', opening: -1340 },
  { name: 'Repair fund', code: '3000', type: 'fund', opening: -4000 },
  { name: 'Maintenance income', code: '4000', type: 'income', opening: 0 },
  { name: 'Repairs', code: '5200', type: 'expense', opening: 0 },
] as const
const BILLS = [{ number: 'M-0001', flat: 'A-101', amount: 240 }, { number: 'M-0002', flat: 'A-102', amount: 265 }] as const
const RECEIPTS = [
  { number: 'R-0001', date: '2027-03-08', flat: 'A-101', amount: 240, into: 'Bank account' },
  { number: 'R-0002', date: '2027-03-20', flat: 'A-102', amount: 265, into: 'Cash in hand' },
] as const
const PAYMENT = { number: 'V-0001', paid_to: 'Plumber', amount: 96.4 }

const billed = sumOf(BILLS.map(({ amount }) => amount))
const received = sumOf(RECEIPTS.map(({ amount }) => amount))

/** What a trial balance must say on both sides: all that is owed to the society or spent, and all that it owes or earned. */
function trialBalance(bills: number, receipts: number, paid: number): { debit: number; credit: number } {
  const opening = ACCOUNTS.map((account) => account.opening)
  const changes = { 'Dues from members': bills - receipts, 'Maintenance income': -bills, Repairs: paid }
  const balances = ACCOUNTS.map(({ name }, at) => (opening[at] ?? 0) + (name in changes ? changes[name as keyof typeof changes] : 0))
  const money = receipts - paid
  return { debit: sumOf([...balances.filter((one) => one > 0), money]), credit: sumOf(balances.filter((one) => one < 0).map((one) => -one)) }
}

test.use({ viewport: { width: 1280, height: 800 } })

test('a housing society keeps its accounts for a month', async ({ page, device, site }) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clerk = createClerk(page)
  const person = createPerson(page)
  const dueBill = (number: string) => page.getByRole('listitem').filter({ hasText: number })

  async function markPaid(number: string) {
    await person.goTo('Today')
    await dueBill(number).getByRole('link').click()
    await clerk.editRecord({ paid: 'Yes' })
  }

  await test.step('the first of the month: accounts, flats, and a bill for each', async () => {
    await clerk.startBook(site.url, '2027-03-01', 'Housing society accounts')
    await clerk.openTable('account_codes')
    await clerk.pasteRows('name', ACCOUNTS.map(({ name, code, type, opening }) => [name, code, type, String(opening), name === 'Dues from members' ? 'yes' : 'no']))
    await clerk.openTable('flats')
    await clerk.pasteRows('number', [['A-101', 'A', '1', '62.5', '240', 'yes', '240'], ['A-102', 'A', '1', '71', '265', 'no', '0']])
    await clerk.openTable('members')
    await clerk.addByForm({ name: 'Priya', flat: 'A-101', role: 'committee' })
    await clerk.openTable('bills')
    await clerk.pasteRows('number', BILLS.map(({ number, flat, amount }) => [number, flat, '1/3/2027', '1/3/2027', '15/3/2027', String(amount), 'Maintenance income']))
    await clerk.openView('trial_balance', 'Trial balance')
    await expectTotals(page, trialBalance(billed, 0, 0))
    await person.goTo('Today')
    await expectFigure(page, 'Owed by members', sumOf([240, billed]))
    await expectFigure(page, 'Late bills', 0)
  })

  await test.step('one flat pays in time', async () => {
    await clerk.wakeOn('2027-03-08')
    await clerk.openTable('receipts')
    const [first] = RECEIPTS
    await clerk.addByForm({ number: first.number, flat: first.flat, bill: 'M-0001', amount: String(first.amount), received_in: first.into })
    await markPaid('M-0001')
    await person.goTo('Today')
    await expectFigure(page, 'Received this month', first.amount)
    await expect(dueBill('M-0001')).toHaveCount(0)
  })

  await test.step('the other one is late, and pays in cash; a plumber comes', async () => {
    await clerk.wakeOn('2027-03-20')
    await expectFigure(page, 'Late bills', 1)
    await expect(dueBill('M-0002')).toContainText('overdue since 15 Mar 2027')
    await clerk.openTable('receipts')
    const [, second] = RECEIPTS
    await clerk.typeRow({ number: second.number, date: '', flat: second.flat, bill: 'M-0002', amount: String(second.amount), method: 'cash', received_in: 'cash' })
    await markPaid('M-0002')
    await clerk.openTable('payments')
    await clerk.typeRow({ number: PAYMENT.number, date: '', paid_to: PAYMENT.paid_to, account: 'repairs', amount: String(PAYMENT.amount), method: 'cheque', paid_from: 'bank' })
    await person.goTo('Today')
    await expectFigure(page, 'Paid this month', PAYMENT.amount)
    await expectFigure(page, 'Owed by members', 240)
  })

  await test.step('the last evening: the books balance, and one flat still owes from before', async () => {
    await clerk.wakeOn('2027-03-31', '19:00')
    const balance = trialBalance(billed, received, PAYMENT.amount)
    expect(balance.debit).toBe(balance.credit)
    await clerk.openView('trial_balance', 'Trial balance')
    await expectTotals(page, balance)
    await clerk.openView('dues', 'Who owes')
    await expectTotals(page, { owes: 240 })
    await expect(page.getByRole('gridcell', { name: 'A-101', exact: true })).toBeVisible()
    await clerk.openView('ledger', 'By account')
    await expectGroups(page, {
      'Bank account': [2, 240, PAYMENT.amount],
      'Cash in hand': [1, 265, 0],
      'Dues from members': [4, billed, received],
      'Maintenance income': [2, 0, billed],
      Repairs: [1, PAYMENT.amount, 0],
    })
    await clerk.openTable('receipts')
    await clerk.searchFor('R-0002')
    await expectTotals(page, { amount: 265 })
    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    await expectChart(page, 'Receipts by month', 'Sum of amount', { 'March 2027': received, Total: received })
  })

  await test.step('on paper, as files, and into the night safe', async () => {
    await clerk.openTable('receipts')
    await page.getByRole('searchbox').fill('')
    await clerk.filterBy('amount', 'at-least', '100')
    await clerk.sortBy('amount', 'Largest first')
    await clerk.saveView('Largest receipts')
    const shown = [...RECEIPTS].sort((a, b) => b.amount - a.amount)
    await clerk.expectPrinted('amount', shown.map(({ amount }) => amount))
    await expectExports(clerk, shown.map(({ number, date, amount }) => ({ number, date, amount })))
    const closed = await person.closeTheDay()
    await expect(page.getByText('Wednesday 31 March: the day was closed')).toBeAttached()
    await expectBackup(closed.bytes, { bills: 2, receipts: 2, payments: 1, flats: 2, members: 1, account_codes: ACCOUNTS.length })
  })
})
