import { createClerk } from '../support/clerk'
import { expectBackup, expectExports } from '../support/exported'
import { createPerson } from '../support/person'
import { expectChart, expectFigure, expectGroups, expectTotals, sumOf, sumsBy } from '../support/readings'
import { expect, test } from '../support/test'

interface Expense {
  readonly date: string
  readonly description: string
  readonly amount: number
  readonly category: string
}

const FIRST: readonly Expense[] = [
  { date: '2027-03-01', description: 'Rent', amount: 950, category: 'Home' },
  { date: '2027-03-01', description: 'Corner bakery', amount: 6.35, category: 'Groceries' },
]
const SECOND: readonly Expense[] = [
  { date: '2027-03-09', description: 'Weekly shopping', amount: 81.2, category: 'Groceries' },
  { date: '2027-03-09', description: 'Cinema', amount: 27, category: 'Leisure' },
]
const BILL: Expense = { date: '2027-03-12', description: 'Electricity', amount: 74.5, category: 'Home' }
/** As the bank's list has them, older ones among them. */
const FROM_BANK: readonly Expense[] = [
  { date: '2027-02-26', description: 'Monthly ticket', amount: 49, category: 'Transport' },
  { date: '2027-03-15', description: 'Weekly shopping', amount: 90.85, category: 'Groceries' },
  { date: '2027-03-17', description: 'Corner bakery', amount: 8.1, category: 'Groceries' },
  { date: '2027-03-19', description: 'Swimming', amount: 24.4, category: 'Leisure' },
]
const ALL = [...FIRST, ...SECOND, BILL, ...FROM_BANK]
const MARCH = ALL.filter(({ date }) => date.startsWith('2027-03'))
const SALARY = 2600
const OPENING = { 'Current account': 1200, 'Savings account': 3000, Purse: 80 }

const amounts = (expenses: readonly Expense[]) => sumOf(expenses.map(({ amount }) => amount))

test.use({ viewport: { width: 1280, height: 800 } })

test('a household keeps its budget for a month', async ({ page, device, site }) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clerk = createClerk(page)
  const person = createPerson(page)
  const expenseRow = ({ description, amount, category }: Expense) => ({ description, amount: String(amount), category: category.slice(0, 4), account: 'curr' })

  await test.step('the first day: what there is, and the first of the month', async () => {
    await clerk.startBook(site.url, '2027-03-01', 'Household budget')
    await clerk.openTable('accounts')
    await clerk.pasteRows('name', [['Current account', 'current', '1200'], ['Savings account', 'savings', '3000'], ['Purse', 'cash', '80']])
    await clerk.openTable('categories')
    await clerk.pasteRows('name', [['Groceries', 'expenses', '450'], ['Home', 'expenses', '1100'], ['Transport', 'expenses', '90'], ['Leisure', 'expenses', '150'], ['Salary', 'income']])
    await clerk.openTable('income')
    await clerk.addByForm({ source: 'Salary', amount: String(SALARY), account: 'Current account', category: 'Salary' })
    await clerk.openTable('bills')
    await clerk.addByForm({ name: 'Electricity', amount: '74.50', next_due: '10/3/2027', every: 'month', account: 'Current account' })
    await clerk.openTable('savings_goals')
    await clerk.addByForm({ name: 'Summer holiday', target: '1500', saved: '200', due: '31/8/2027', account: 'Savings account' })
    await clerk.openTable('expenses')
    for (const expense of FIRST) await clerk.typeRow(expenseRow(expense))

    await person.goTo('Today')
    await expectFigure(page, 'Spent today', amounts(FIRST))
    await expectFigure(page, 'Income this month', SALARY)
    await expectFigure(page, 'In all accounts', sumOf([...Object.values(OPENING), SALARY, -amounts(FIRST)]))
    await expect(page.getByRole('listitem').filter({ hasText: 'Electricity' })).toContainText('10 Mar 2027')
  })

  await test.step('an evening of the second week: the app was left open', async () => {
    await clerk.wakeOn('2027-03-09')
    await expect(page.getByRole('heading', { name: 'Today, Tuesday 9 March' })).toBeVisible()
    await expectFigure(page, 'Spent today', 0)
    await clerk.openTable('expenses')
    for (const expense of SECOND) await clerk.typeRow(expenseRow(expense))
    await person.goTo('Today')
    await expectFigure(page, 'Spent today', amounts(SECOND))
    await expectFigure(page, 'Spent this month', amounts([...FIRST, ...SECOND]))
  })

  await test.step('a bill is late, is paid, and stands there for the next month', async () => {
    await clerk.wakeOn('2027-03-12')
    const due = page.getByRole('listitem').filter({ hasText: 'Electricity' })
    await expect(due).toContainText('overdue since 10 Mar 2027')
    await due.getByRole('link').click()
    await clerk.editRecord({ next_due: '10/4/2027' })
    await clerk.openTable('expenses')
    await clerk.typeRow(expenseRow(BILL))
    await person.goTo('Today')
    await expect(due).toContainText('10 Apr 2027')
    await expect(due).not.toContainText('overdue')
  })

  await test.step('the list of the bank is pasted, and money is put by', async () => {
    await clerk.wakeOn('2027-03-20')
    await clerk.openTable('expenses')
    await clerk.pasteRows('date', FROM_BANK.map(({ date, description, amount, category }) => [date, description, amount.toFixed(2), category, 'Current account']))
    await clerk.openTable('transfers')
    await clerk.addByForm({ amount: '150', from_account: 'Current account', to_account: 'Savings account', goal: 'Summer holiday' })
    await person.goTo('Today')
    const goal = page.getByRole('listitem').filter({ hasText: 'Summer holiday' })
    await expect(goal).toContainText('£350.00 of £1,500.00')
    await expect(goal).toContainText('23%')
  })

  await test.step('the last evening: found, totalled, drawn', async () => {
    await clerk.wakeOn('2027-03-31', '19:00')
    await clerk.openView('expenses', 'This month')
    await expectTotals(page, { amount: amounts(MARCH) })
    await clerk.searchFor('bakery')
    await expectTotals(page, { amount: amounts(MARCH.filter(({ description }) => description.includes('bakery'))) })
    await clerk.openView('expenses', 'By category')
    const byCategory = Object.entries(sumsBy(ALL, ({ category }) => category, ({ amount }) => amount))
    await expectGroups(page, Object.fromEntries(byCategory.map(([name, sum]) => [name, [ALL.filter(({ category }) => category === name).length, sum]])))

    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    await expectChart(page, 'Spending by month', 'Groceries', {
      'February 2027': 0,
      'March 2027': amounts(MARCH.filter(({ category }) => category === 'Groceries')),
      Total: amounts(ALL.filter(({ category }) => category === 'Groceries')),
    })
    await clerk.openView('budget_by_month', 'This month')
    await expectTotals(page, { spent: amounts(MARCH), budget: 450 + 1100 + 150 })
  })

  await test.step('on paper, as files, and into the night safe', async () => {
    await clerk.openView('expenses', 'This month')
    await clerk.sortBy('amount', 'Largest first')
    const shown = [...MARCH].sort((a, b) => b.amount - a.amount)
    await clerk.expectPrinted('amount', shown.map(({ amount }) => amount))
    await expectExports(clerk, shown.map(({ date, description, amount }) => ({ date, description, amount })))
    const closed = await person.closeTheDay()
    await expect(page.getByText('Wednesday 31 March: the day was closed')).toBeAttached()
    await expectBackup(closed.bytes, { expenses: ALL.length, income: 1, accounts: 3, categories: 5, transfers: 1, savings_goals: 1, bills: 1 })
  })
})
