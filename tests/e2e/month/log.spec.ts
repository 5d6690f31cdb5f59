import { createClerk } from '../support/clerk'
import { expectBackup, expectExports } from '../support/exported'
import { createPerson } from '../support/person'
import { expectChart, expectFigure, expectGroups, expectTotals, sumOf, sumsBy } from '../support/readings'
import { expect, test } from '../support/test'

interface Entry {
  readonly date: string
  readonly title: 'Winter Ferries' | 'The Quiet Radio'
  readonly minutes: number
  readonly pages: number | null
}

const FIRST: Entry = { date: '2027-03-01', title: 'Winter Ferries', minutes: 40, pages: 31 }
const ON_THE_WAY: readonly Entry[] = [
  { date: '2027-03-08', title: 'The Quiet Radio', minutes: 55, pages: null },
  { date: '2027-03-08', title: 'Winter Ferries', minutes: 25, pages: 18 },
]
/** From the notes of the weeks before and of a journey, on the last Sunday of which the clocks were put forward. */
const FROM_NOTES: readonly Entry[] = [
  { date: '2027-02-27', title: 'The Quiet Radio', minutes: 35, pages: null },
  { date: '2027-03-27', title: 'Winter Ferries', minutes: 90, pages: 77 },
  { date: '2027-03-28', title: 'Winter Ferries', minutes: 120, pages: 98 },
  { date: '2027-03-29', title: 'The Quiet Radio', minutes: 48, pages: null },
]
const ALL = [FIRST, ...ON_THE_WAY, ...FROM_NOTES]
const TARGET = 600

const minutes = (entries: readonly Entry[]) => sumOf(entries.map((one) => one.minutes))
/** Nothing where nothing was read. */
const pages = (entries: readonly Entry[]) => (entries.every((one) => one.pages === null) ? Number.NaN : sumOf(entries.map((one) => one.pages ?? 0)))
const inMonth = (month: string) => ALL.filter(({ date }) => date.startsWith(month))
const inWeek = (first: string, last: string) => minutes(ALL.filter(({ date }) => date >= first && date <= last))

test.use({ viewport: { width: 1280, height: 800 } })

test('a reader keeps a log for a month', async ({ page, device, site }) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clerk = createClerk(page)
  const person = createPerson(page)
  const entryRow = ({ title, minutes: spent, pages: read }: Entry) => ({ title: title.slice(-7), minutes: String(spent), ...(read === null ? {} : { pages: String(read) }) })

  await test.step('the first day: the samples are looked at, own titles come in, the samples go', async () => {
    await clerk.startBook(site.url, '2027-03-01', 'Listening and reading log', true)
    await expect(page.getByText('This book has sample records')).toBeVisible()
    await clerk.openTable('titles')
    await page.getByRole('button', { name: 'New record', exact: true }).click()
    await clerk.fillForm({ title: 'Winter Ferries', form: 'book', status: 'begun', pages: '224', give_back_on: '22/3/2027' })
    // the author is not there yet, and is added from where one is
    await page.getByRole('combobox', { name: 'maker' }).fill('Sunniva')
    await page.getByRole('option', { name: 'Add “Sunniva” to makers' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Add the record' }).click()
    await expect(page.getByRole('combobox', { name: 'maker' })).toHaveValue('Sunniva')
    await page.getByRole('button', { name: 'Add the record' }).click()
    await expect(page.getByText('Record added to titles').first()).toBeVisible()
    await clerk.addByForm({ title: 'The Quiet Radio', form: 'podcast episode', status: 'begun' })
    await clerk.openTable('entries')
    await clerk.typeRow(entryRow(FIRST))
    await person.goTo('Today')
    await page.getByRole('button', { name: 'Remove the sample records' }).click()
    await expect(page.getByText('This book has sample records')).toBeHidden()
    await clerk.openTable('goals')
    await clerk.addByForm({ name: 'Ten hours', counts: 'minutes', first_day: '1/3/2027', last_day: '31/3/2027', target: String(TARGET) })
    await person.goTo('Today')
    await expectFigure(page, 'Minutes today', FIRST.minutes)
    await expect(page.getByRole('listitem').filter({ hasText: 'Ten hours' })).toContainText(`${FIRST.minutes} of ${TARGET}`)
  })

  await test.step('on the way to work', async () => {
    await clerk.wakeOn('2027-03-08')
    await expectFigure(page, 'Minutes this week', 0)
    await clerk.openTable('entries')
    for (const entry of ON_THE_WAY) await clerk.typeRow(entryRow(entry))
    await person.goTo('Today')
    await expectFigure(page, 'Minutes this week', minutes(ON_THE_WAY))
  })

  await test.step('the book must go back', async () => {
    await clerk.wakeOn('2027-03-23')
    const late = page.getByRole('listitem').filter({ hasText: 'overdue since 22 Mar 2027' })
    await late.getByRole('link', { name: 'Winter Ferries' }).click()
    await clerk.editRecord({ give_back_on: '12/4/2027', notes: 'Asked for three more weeks.' })
    await expect(page.getByText('Asked for three more weeks.')).toBeVisible()
    await person.goTo('Today')
    await expect(page.getByRole('listitem').filter({ hasText: '12 Apr 2027' })).toContainText('Winter Ferries')
  })

  await test.step('after a journey, the notes are pasted, and the book is finished', async () => {
    await clerk.wakeOn('2027-03-30')
    await clerk.openTable('entries')
    await clerk.pasteRows('date', FROM_NOTES.map(({ date, title, minutes: spent, pages: read }) => [date, title, String(spent), read === null ? '' : String(read)]))
    await clerk.openTable('titles')
    await clerk.searchFor('ferries')
    await page.getByRole('row').filter({ hasText: 'Winter Ferries' }).getByRole('link').first().click()
    await expect(page.getByRole('region', { name: 'Refers here' })).toContainText(`${ALL.filter(({ title }) => title === 'Winter Ferries').length} records`)
    await clerk.editRecord({ status: 'finished', finished_on: '30/3/2027', rating: '5' })
    await person.goTo('Today')
    await expectFigure(page, 'Finished this year', 1)
    await expect(page.getByRole('listitem').filter({ hasText: 'Ten hours' })).toContainText(`${minutes(inMonth('2027-03'))} of ${TARGET}`)
  })

  await test.step('the last evening: hours by month, by week, and added up', async () => {
    await clerk.wakeOn('2027-03-31', '19:00')
    await clerk.openView('entries', 'By month')
    await expectGroups(page, Object.fromEntries([['March 2027', inMonth('2027-03')] as const, ['February 2027', inMonth('2027-02')] as const].map(([name, of]) => [name, [of.length, minutes(of), pages(of)]])))
    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    // each day from the first to the last, those on which nothing was read included
    const days = Array.from({ length: 31 }, (_, at) => new Date(Date.UTC(2027, 1, 27 + at)))
    await expectChart(page, 'Minutes, added up', 'Sum of minutes', {
      ...Object.fromEntries(days.map((day) => [
        day.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }), minutes(ALL.filter(({ date }) => date <= day.toISOString().slice(0, 10))),
      ])),
      'At the end': minutes(ALL),
    })
    await clerk.openTable('time_by_topic')
    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    await expectChart(page, 'Heard or read', 'Sum of minutes', {
      book: sumsBy(ALL, ({ title }) => title, (one) => one.minutes)['Winter Ferries'] ?? 0,
      'podcast episode': sumsBy(ALL, ({ title }) => title, (one) => one.minutes)['The Quiet Radio'] ?? 0,
      Total: minutes(ALL),
    })
    await clerk.openView('entries', 'This week')
    await expectTotals(page, { minutes: inWeek('2027-03-29', '2027-04-04') })
  })

  await test.step('on paper, as files, and into the night safe', async () => {
    await clerk.openView('entries', 'All records')
    await clerk.filterBy('minutes', 'at-least', '48')
    await clerk.sortBy('minutes', 'Largest first')
    await clerk.saveView('Long sittings')
    const shown = ALL.filter((one) => one.minutes >= 48).sort((a, b) => b.minutes - a.minutes)
    await clerk.expectPrinted('minutes', shown.map((one) => one.minutes))
    await expectExports(clerk, shown.map(({ date, minutes: spent, pages: read }) => ({ date, minutes: spent, pages: read })))
    const closed = await person.closeTheDay()
    await expect(page.getByText('Wednesday 31 March: the day was closed')).toBeAttached()
    await expectBackup(closed.bytes, { entries: ALL.length, titles: 2, makers: 1, goals: 1, topics: 0 })
  })
})
