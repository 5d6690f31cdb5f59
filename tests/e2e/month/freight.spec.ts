import { writeFile } from 'node:fs/promises'
import { createClerk } from '../support/clerk'
import { expectBackup, expectExports } from '../support/exported'
import { createPerson } from '../support/person'
import { expectChart, expectFigure, expectGroups, expectTotals, sumOf, sumsBy } from '../support/readings'
import { expect, test } from '../support/test'

interface Upload {
  readonly file_name: string
  readonly day: string
  readonly brokerage: 'Northline Freight' | 'Prairie Loads'
  readonly records: number
  readonly failed: number
  readonly status: string
}

const FIRST: Upload = { file_name: 'northline_1.csv', day: '2027-03-01', brokerage: 'Northline Freight', records: 118, failed: 0, status: 'done' }
const WITH_ERRORS: Upload = { file_name: 'prairie_1.xlsx', day: '2027-03-04', brokerage: 'Prairie Loads', records: 260, failed: 3, status: 'done with errors' }
/** From the list of the machine that sends the files on. */
const LISTED: readonly Upload[] = [
  { file_name: 'northline_2.csv', day: '2027-03-10', brokerage: 'Northline Freight', records: 132, failed: 2, status: 'done with errors' },
  { file_name: 'northline_3.csv', day: '2027-03-12', brokerage: 'Northline Freight', records: 125, failed: 0, status: 'done' },
]
const ALL = [FIRST, WITH_ERRORS, ...LISTED]
const ERRORS = [
  { message: 'Date is not a date', line: 14, field: 'load.pickup_date', value: '31.02.', severity: 'error', again: '5/3/2027' },
  { message: 'Reference is missing', line: 77, field: 'load.reference', value: '', severity: 'error', again: '6/3/2027' },
  { message: 'Date is not a date', line: 80, field: 'load.pickup_date', value: 'tbd', severity: 'warning', again: '20/3/2027' },
] as const

const records = (uploads: readonly Upload[]) => sumOf(uploads.map((one) => one.records))
const failed = (uploads: readonly Upload[]) => sumOf(uploads.map((one) => one.failed))

test.use({ viewport: { width: 1280, height: 800 } })

test('a freight desk keeps its uploads for a month', async ({ page, device, site }, info) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const clerk = createClerk(page)
  const person = createPerson(page)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const card = (name: string) => page.locator('.card').filter({ has: page.getByRole('heading', { name, exact: true }) })

  await test.step('the first day: whom loads go to, how columns are named, and an upload', async () => {
    await clerk.startBook(site.url, '2027-03-01', 'Freight desk')
    await clerk.openTable('brokerages')
    await clerk.pasteRows('name', [['Northline Freight', 'NLF', 'live'], ['Prairie Loads', 'PRL', 'live']])
    await clerk.openTable('configurations')
    await clerk.addByForm({ name: 'Prairie weekly sheet', brokerage: 'Prairie Loads' })
    await clerk.openTable('field_mappings')
    await clerk.pasteRows('target_field', [['load.reference', 'Prairie weekly sheet', 'Ref'], ['load.pickup_date', 'Prairie weekly sheet', 'Pickup', '', 'date']])
    await clerk.openTable('uploads')
    await clerk.addByForm({ file_name: FIRST.file_name, brokerage: FIRST.brokerage, records: String(FIRST.records), succeeded: String(FIRST.records), status: FIRST.status, seconds: '41.5' })
    await person.goTo('Today')
    await expectFigure(page, 'Uploads today', 1)
    await expectFigure(page, 'Records sent this week', FIRST.records)
  })

  await test.step('an upload with errors, which are noted down', async () => {
    await clerk.wakeOn('2027-03-04', '16:05')
    await clerk.openTable('uploads')
    await clerk.addByForm({
      file_name: WITH_ERRORS.file_name, brokerage: WITH_ERRORS.brokerage, configuration: 'Prairie weekly sheet', records: String(WITH_ERRORS.records),
      succeeded: String(WITH_ERRORS.records - WITH_ERRORS.failed), failed: String(WITH_ERRORS.failed), status: WITH_ERRORS.status,
    })
    await expect(page.getByRole('gridcell', { name: '4 Mar 2027, 16:05' })).toBeVisible()
    await clerk.openTable('errors')
    await clerk.pasteRows('message', ERRORS.map(({ message, line, field, value, severity, again }) => [message, WITH_ERRORS.file_name, String(line), field, value, severity, again]))
    await person.goTo('Today')
    await expectFigure(page, 'Open errors', ERRORS.length)
    await expectFigure(page, 'Records sent this week', records([FIRST, WITH_ERRORS]) - failed([FIRST, WITH_ERRORS]))
  })

  await test.step('an error that should have been looked at is found on Today and resolved', async () => {
    await clerk.wakeOn('2027-03-06')
    const late = card('Errors to look at').getByRole('listitem').filter({ hasText: 'overdue since 5 Mar 2027' })
    await late.getByRole('link').click()
    await clerk.editRecord({ resolved: 'Yes', notes: 'They sent the day by mail.' })
    await expect(page.getByText('They sent the day by mail.')).toBeVisible()
    await person.goTo('Today')
    await expectFigure(page, 'Open errors', ERRORS.length - 1)
    await expect(late).toHaveCount(0)
  })

  await test.step('the list of the machine comes in, without the row that makes no sense', async () => {
    await clerk.wakeOn('2027-03-15')
    const rows = LISTED.map((one) => [one.file_name, `${one.day} 08:51`, one.brokerage, one.records, one.records - one.failed, one.failed, one.status].join(','))
    const path = info.outputPath('machine.csv')
    await writeFile(path, ['file_name,started,brokerage,records,succeeded,failed,status', ...rows, 'test.csv,2027-03-13 09:00,Northline Freight,many,0,0,failed'].join('\r\n'))
    await clerk.openTable('uploads')
    await button('Export').click()
    await page.getByRole('menuitem', { name: /^Import/ }).click()
    await page.getByLabel('File to import').setInputFiles(path)
    await button('See what would happen').click()
    await expect(page.getByRole('heading', { name: '1 row does not fit' })).toBeVisible()
    await button('Leave 1 row out and import 2 records').click()
    await expect(page.getByText('2 records brought into “uploads”.', { exact: true })).toBeVisible()
  })

  await test.step('the last evening: what went through, and where it fails', async () => {
    await clerk.wakeOn('2027-03-31', '19:00')
    await clerk.openView('uploads', 'With errors')
    await expectTotals(page, { failed: failed(ALL) })
    await clerk.openView('uploads', 'By brokerage')
    const brokerages = sumsBy(ALL, ({ brokerage }) => brokerage, () => 1)
    const of = (name: string) => ALL.filter(({ brokerage }) => brokerage === name)
    await expectGroups(page, Object.fromEntries(Object.entries(brokerages).map(([name, uploads]) => [name, [uploads, records(of(name)), failed(of(name))]])))
    await button('Charts').click()
    await expectChart(page, 'Failed records by brokerage', 'Sum of failed', { ...sumsBy(ALL, ({ brokerage }) => brokerage, (one) => one.failed), Total: failed(ALL) })
    await clerk.openTable('open_errors')
    await expect(page.getByRole('gridcell', { name: 'Reference is missing', exact: true })).toBeVisible()
    await clerk.openView('errors', 'Open')
    await clerk.searchFor('tbd')
    await expect(page.getByText('1 record found')).toBeVisible()
  })

  await test.step('on paper, as files, and into the night safe', async () => {
    await clerk.openView('uploads', 'All records')
    await clerk.filterBy('failed', 'at-least', '1')
    await clerk.sortBy('started', 'Newest first')
    await clerk.saveView('Trouble, newest first')
    const shown = ALL.filter((one) => one.failed > 0).sort((a, b) => b.day.localeCompare(a.day))
    await clerk.expectPrinted('failed', shown.map((one) => one.failed))
    await expectExports(clerk, shown.map(({ file_name, records: sent, failed: lost, status }) => ({ file_name, records: sent, failed: lost, status })))
    const closed = await person.closeTheDay()
    await expect(page.getByText('Wednesday 31 March: the day was closed')).toBeAttached()
    await expectBackup(closed.bytes, { uploads: ALL.length, errors: ERRORS.length, brokerages: 2, configurations: 1, field_mappings: 2 })
  })
})
