import { createClerk } from '../support/clerk'
import { expectBackup, expectExports } from '../support/exported'
import { createPerson } from '../support/person'
import { expectChart, expectGroups, expectTotals, sumOf, sumsBy } from '../support/readings'
import { expect, test } from '../support/test'

interface Loan {
  readonly day: string
  readonly tool: 'Drill' | 'Ladder' | 'Saw'
  readonly borrower: string
  readonly fee: number
}

const FIRST: readonly Loan[] = [
  { day: '2027-03-01', tool: 'Drill', borrower: 'House 4', fee: 4.5 },
  { day: '2027-03-11', tool: 'Ladder', borrower: 'House 11', fee: 3 },
]
const LATER: Loan = { day: '2027-03-12', tool: 'Saw', borrower: 'House 4', fee: 2.25 }
/** From the list that was kept on paper before, and while the book was not at hand. */
const FROM_PAPER: readonly Loan[] = [
  { day: '2027-02-20', tool: 'Ladder', borrower: 'House 7', fee: 3 },
  { day: '2027-03-18', tool: 'Drill', borrower: 'House 7', fee: 4.5 },
  { day: '2027-03-20', tool: 'Saw', borrower: 'House 9', fee: 2.25 },
]
const ALL = [...FIRST, LATER, ...FROM_PAPER]

const fees = (loans: readonly Loan[]) => sumOf(loans.map(({ fee }) => fee))
const shortDay = (day: string) => day.split('-').reverse().join('/')

test.use({ viewport: { width: 1280, height: 800 } })

test('neighbours lend their tools for a month, in a table of their own', async ({ page, device, site }) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clerk = createClerk(page)
  const person = createPerson(page)
  const loanRow = ({ day, tool, borrower, fee }: Loan) => ({ day: shortDay(day), tool, borrower, fee: String(fee) })

  await test.step('a blank book gets its table', async () => {
    await clerk.startBook(site.url, '2027-03-01', 'Blank')
    await person.goTo('Tables')
    await page.getByRole('button', { name: 'Add a table' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of the table').fill('loans')
    const fields = [['day', 'Date', true], ['tool', 'Text', true], ['borrower', 'Text', false], ['fee', 'Money', true]] as const
    for (const [name, kind, needed] of fields) {
      await dialog.getByLabel('Name of the field').fill(name)
      await dialog.getByLabel('What it holds').selectOption({ label: kind })
      if (needed) await dialog.getByRole('switch', { name: 'Every record needs a value' }).click()
      await dialog.getByRole('button', { name: 'Add a field' }).click()
      await expect(dialog.getByRole('button', { name: `Change the field ${name}` })).toBeVisible()
      if (name !== 'fee') await dialog.getByRole('button', { name: 'Add a field' }).click()
    }
    await dialog.getByRole('button', { name: 'Add the table' }).click()
    await expect(page.getByRole('heading', { name: 'loans', level: 1 })).toBeVisible()
  })

  await test.step('the first loans', async () => {
    for (const loan of FIRST) await clerk.typeRow(loanRow(loan))
    await expectTotals(page, { fee: fees(FIRST) })
  })

  await test.step('one more in the second week, by the form, and the list on paper', async () => {
    await clerk.wakeOn('2027-03-12')
    await clerk.openTable('loans')
    await clerk.addByForm(loanRow(LATER))
    await clerk.wakeOn('2027-03-21')
    await clerk.openTable('loans')
    await clerk.pasteRows('day', FROM_PAPER.map(({ day, tool, borrower, fee }) => [day, tool, borrower, String(fee)]))
    await expectTotals(page, { fee: fees(ALL) })
  })

  await test.step('who had the ladder, and what each tool brought', async () => {
    await clerk.searchFor('ladder')
    await expectTotals(page, { fee: fees(ALL.filter(({ tool }) => tool === 'Ladder')) })
    await page.getByRole('searchbox').fill('')
    await clerk.groupBy('tool')
    const byTool = (tool: Loan['tool']) => ALL.filter((loan) => loan.tool === tool)
    await expectGroups(page, Object.fromEntries((['Drill', 'Ladder', 'Saw'] as const).map((tool) => [tool, [byTool(tool).length, fees(byTool(tool))]])))
    await clerk.saveView('By tool')
    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    await page.getByRole('main').getByRole('button', { name: 'Fee by month', exact: true }).first().click()
    await expectChart(page, 'Fee by month', 'Sum of fee', {
      'February 2027': sumsBy(ALL, ({ day }) => day.slice(0, 7), ({ fee }) => fee)['2027-02'] ?? 0,
      'March 2027': sumsBy(ALL, ({ day }) => day.slice(0, 7), ({ fee }) => fee)['2027-03'] ?? 0,
      Total: fees(ALL),
    })
  })

  await test.step('on paper, as files, and into the night safe', async () => {
    await clerk.wakeOn('2027-03-31', '19:00')
    await clerk.openView('loans', 'All records')
    await clerk.filterBy('fee', 'at-least', '3')
    await clerk.sortBy('day', 'Newest first')
    await clerk.saveView('The dear ones')
    const shown = ALL.filter(({ fee }) => fee >= 3).sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : ALL.indexOf(a) - ALL.indexOf(b)))
    await clerk.expectPrinted('fee', shown.map(({ fee }) => fee))
    await expectExports(clerk, shown.map(({ day, tool, borrower, fee }) => ({ day, tool, borrower, fee })))
    const closed = await person.closeTheDay()
    await expect(page.getByText('Wednesday 31 March: the day was closed')).toBeAttached()
    await expectBackup(closed.bytes, { loans: ALL.length })
  })
})
