import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { dropFile } from './support/dropFile'
import { databaseTables, readForeignTables, type ForeignRecord } from './support/foreignTables'
import { gridOf } from './support/grid'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

test.use({ viewport: { width: 1900, height: 900 } })

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
const decimal = new Intl.NumberFormat('en-GB', { useGrouping: 'min2' })
const money = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 })
const shownDay = (value: unknown) => day.format(new Date(`${String(value)}Z`))
const shownMoment = (value: unknown) => moment.format(new Date(`${String(value).replace(' ', 'T')}Z`))
const shownNumber = (value: unknown) => decimal.format(Number(value))
const shownText = (value: unknown) => (value === null || value === undefined ? '' : String(value))

type Show = (value: unknown) => string

/** One system's file, and what a person does with the book that it becomes. */
interface Sample {
  readonly file: string
  readonly system: string
  /** What the verdict says of what could not be carried, or not as it is. */
  readonly report: readonly (string | RegExp)[]
  /** Its largest table, and how the grid shows some fields of it. */
  readonly table: string
  readonly shown: Readonly<Record<string, Show>>
  readonly search: { readonly text: string; readonly field: string }
  /** At least so much, in a field with numbers. */
  readonly filter: { readonly field: string; readonly least: number; readonly typed: string }
  /** A field with texts to sort by, largest first. */
  readonly sort: string
  /** What is typed into the first record of the grid. */
  readonly cell: { readonly field: string; readonly typed: string }
  /** What is changed on the page of the first record of a table. */
  readonly page: { readonly table: string; readonly title: string; readonly field: string; readonly typed: string; readonly reads?: Readonly<Record<string, string>> }
  /** How a value stands in the book that the file became; left out = as it is. */
  readonly kept?: (field: string, value: unknown) => unknown
  /** Fields with secrets, which no backup takes along unless it is told to, with what it holds instead. */
  readonly secret?: Readonly<Record<string, unknown>>
}

/** A list or a record inside a field, which only JSON has. */
const isNested = (value: unknown) => value !== null && typeof value === 'object' && !(value instanceof Uint8Array)
const mapValues = (record: ForeignRecord, change: (field: string, value: unknown) => unknown): ForeignRecord => Object.fromEntries(Object.entries(record).map(([field, value]) => [field, change(field, value)]))
const minorUnits = (field: string, value: unknown) => (field.endsWith('amount') ? Math.round(Number(value) * 100) : value)

const samples: readonly Sample[] = [
  {
    file: 'budget_backup_20240101_120000.json', system: 'budget manager', table: 'expenses',
    report: ['A backup of the budget manager', '4 tables with 150 records', /Not carried/],
    shown: { description: shownText, category: shownText, amount: (value) => money.format(Number(value)), expense_date: shownDay, created_at: shownMoment },
    search: { text: 'bus pass', field: 'description' }, filter: { field: 'amount', least: 50, typed: '50' }, sort: 'description',
    cell: { field: 'description', typed: 'Tram, a day' }, page: { table: 'savings_goals', title: 'Emergency fund', field: 'description', typed: 'For a rainy day' },
    kept: minorUnits,
  },
  {
    file: 'ff2api_backup_20240102_170000.json', system: 'freight desk', table: 'upload_history',
    report: ['A backup of the freight desk (FF2API)', 'Tables without records come without their fields: processing_errors.', 'What the file says of itself is not taken in: created_at, version, app_version.', 'brokerage_configurations.field_mappings'],
    shown: { brokerage_name: shownText, configuration_name: shownText, filename: shownText, total_records: shownNumber, upload_timestamp: shownMoment },
    search: { text: 'loads_04', field: 'filename' }, filter: { field: 'total_records', least: 200, typed: '200' }, sort: 'filename',
    cell: { field: 'filename', typed: 'loads again.csv' },
    page: { table: 'brokerage_configurations', title: 'Harbor Freight Desk', field: 'configuration_name', typed: 'Every load', reads: { field_mappings: 'load.route.0.address.city Origin City', api_credentials: 'base_url https://api.example.org' } },
    secret: { api_credentials: null },
  },
  {
    file: 'gharmitra_backup_20260113_154951.db', system: 'society accounts', table: 'transactions',
    report: ['A SQLite database that another program made', '4 tables with 3,044 records', 'The newest changes may be missing', /trial_balance\s*view/, /transactions_audit\s*trigger on transactions/],
    shown: { id: shownText, date: shownDay, debit_amount: shownNumber, credit_amount: shownNumber, narration: shownText, created_at: shownMoment },
    search: { text: 'tanker', field: 'narration' }, filter: { field: 'debit_amount', least: 5000, typed: '5,000' }, sort: 'narration',
    cell: { field: 'narration', typed: 'Lift oiled' }, page: { table: 'account_codes', title: 'Cash in hand', field: 'name', typed: 'Cash box' },
  },
  {
    file: 'manual_20250922_150000_inventory_update.db', system: 'business app', table: 'inventory_items',
    report: ['A SQLite database that another program made', '5 tables with 1,105 records', 'Nothing'],
    shown: { id: shownText, product_name: shownText, category: shownText, purchase_price: shownNumber, sale_price: shownNumber, current_stock: shownNumber, expiry_date: (value) => (value === null ? '' : shownDay(value)) },
    search: { text: 'SYRUP', field: 'product_name' }, filter: { field: 'current_stock', least: 400, typed: '400' }, sort: 'product_name',
    cell: { field: 'product_name', typed: 'Item 0000 lozenge' },
    page: { table: 'sales_records', title: 'Priya Achebe', field: 'sales_person_name', typed: 'Amara Okafor', reads: { items_sold_json: 'qty 1', business_id: 'ffc2ea49-f7b3-475b-a322-0595a37fe76a' } },
    secret: { password: '' },
  },
  {
    file: 'backup_2025-05-14_03-00-00_UTC_local_rows-420.tar.gz', system: 'podcast log', table: 'podcasts',
    report: ['A SQLite database that another program made', '1 table with 420 records', 'The archive also holds ./config/config.yaml.'],
    shown: { url: shownText, title: shownText, channel: shownText, duration: shownNumber, rating: (value) => (value === null ? '' : shownNumber(value)) },
    search: { text: 'Lindqvist', field: 'channel' }, filter: { field: 'duration', least: 3000, typed: '3000' }, sort: 'title',
    cell: { field: 'title', typed: 'Episode nought' }, page: { table: 'podcasts', title: 'Episode nought', field: 'channel', typed: 'Night radio' },
  },
]

/** Waits until a row of the grid shows a record. */
async function expectRow(page: Page, row: number, record: ForeignRecord | undefined, shown: Sample['shown']) {
  if (!record) throw new Error(`the file has no record for row ${row}`)
  await gridOf(page).expectRow(row, Object.fromEntries(Object.entries(shown).map(([field, show]) => [field, show(record[field])])))
}

for (const sample of samples) {
  test(`${sample.system}: browsed, searched, edited and backed up`, async ({ page, site }) => {
    test.slow()
    const path = join(import.meta.dirname, '../fixtures/foreign', sample.file)
    const tables = readForeignTables(path)
    const records = tables.get(sample.table) ?? []
    const [first] = records
    if (!first) throw new Error(`no records in ${sample.table}`)
    const person = createPerson(page)
    const grid = gridOf(page)
    await page.goto(site.url)
    await expect(page.getByRole('button', { name: 'Start a book' })).toBeVisible()

    // dropped anywhere, judged, opened
    await dropFile(page, path)
    const verdict = page.getByRole('region', { name: 'What this file is' })
    for (const words of sample.report) await expect(verdict).toContainText(words)
    await person.openAsNewBook('Adopted')
    await expect(page.getByText('“Adopted” is open')).toBeVisible()

    // browsed from the first record to the last
    await grid.open(sample.table, records.length)
    for (const row of [0, 1, 2]) await expectRow(page, row, records[row], sample.shown)
    const firstField = Object.keys(sample.shown)[0] ?? ''
    await (await grid.cell(0, firstField)).click()
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('ArrowUp')
    await expectRow(page, records.length - 1, records.at(-1), sample.shown)

    // searched
    const found = records.filter((record) => String(record[sample.search.field]).toLowerCase().includes(sample.search.text.toLowerCase()))
    await grid.search(sample.search.text)
    await expect(grid.records).toHaveText(`${found.length} records found`)
    await expectRow(page, 0, found[0], sample.shown)
    await grid.search('')

    // filtered and sorted
    const large = records.filter((record) => Number(record[sample.filter.field]) >= sample.filter.least)
    await grid.filterAtLeast(sample.filter.field, sample.filter.typed)
    await expect(grid.records).toHaveText(`${large.length} records found`)
    await expectRow(page, 0, large[0], sample.shown)
    await grid.clearFilter(sample.filter.field)
    await expect(grid.records).toHaveText(`${records.length.toLocaleString('en-GB')} records`)
    await grid.sortBy(sample.sort)
    const texts = records.flatMap((record) => (record[sample.sort] === null ? [] : [String(record[sample.sort])])).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    await expect(await grid.cell(0, sample.sort)).toHaveText(texts[0] ?? '')
    await grid.sortBy(sample.sort)
    await expect(await grid.cell(0, sample.sort)).toHaveText(texts.at(-1) ?? '')
    await grid.sortBy(sample.sort)
    await expectRow(page, 0, first, sample.shown)

    // a cell is edited, taken back, and done again
    const cell = await grid.cell(0, sample.cell.field)
    await grid.type(0, sample.cell.field, sample.cell.typed)
    await expect(cell).toHaveText(sample.cell.typed)
    await page.keyboard.press('Control+z')
    await expect(cell).toHaveText(shownText(first[sample.cell.field]))
    await page.keyboard.press('Control+Shift+z')
    await expect(cell).toHaveText(sample.cell.typed)

    // a record is edited on its page
    const others = tables.get(sample.page.table) ?? []
    await grid.open(sample.page.table, others.length)
    await grid.openRecord(0)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(sample.page.title)
    for (const [field, words] of Object.entries(sample.page.reads ?? {})) await expect(person.lineOf(field)).toContainText(new RegExp(words.replaceAll(/[.\\]/g, '\\$&').replaceAll(' ', '\\s*')))
    await person.changeRecord(sample.page.field, sample.page.typed)
    await expect(person.lineOf(sample.page.field)).toHaveText(sample.page.typed)

    // backed up, and the backup is proven: by the app, by the command, and by what is in it
    const backup = await person.closeTheDay()
    await dropFile(page, backup.path)
    await expect(verdict).toContainText('A backup of this book, exactly as it is now')
    for (const field of Object.keys(sample.secret ?? {})) await expect(verdict).toContainText(field)
    const command = join(import.meta.dirname, '../../scripts/nightsafe.mjs')
    expect(execFileSync(process.execPath, [command, 'verify', backup.path], { encoding: 'utf8' })).toContain('nothing is damaged')
    const kept = databaseTables(backup.bytes)
    for (const [table, were] of tables) {
      const expected = were.map((record, i) => ({
        ...mapValues(record, (field, value) => sample.kept?.(field, value) ?? value),
        ...(i === 0 && table === sample.page.table ? { [sample.page.field]: sample.page.typed } : {}),
        ...(i === 0 && table === sample.table ? { [sample.cell.field]: sample.cell.typed } : {}),
        ...Object.fromEntries(Object.entries(sample.secret ?? {}).filter(([field]) => field in record)),
      }))
      const are = kept.get(table)?.map((record, i) => mapValues(record, (field, value) => (isNested(were[i]?.[field]) && typeof value === 'string' ? (JSON.parse(value) as unknown) : value)))
      expect(are, table).toEqual(expected)
    }
  })
}
