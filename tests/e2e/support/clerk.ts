import type { Locator, Page } from '@playwright/test'
import { numberIn } from './readings'
import { saveDownload, type SavedFile } from './saveDownload'
import { expect } from './test'

/** What goes into a record, by the names of its fields. */
export type Typed = Readonly<Record<string, string>>

/** A person who keeps a book day by day, with keyboard and mouse. Days are `YYYY-MM-DD`. */
export interface Clerk {
  /** Opens the app on the morning of a day, and starts a book from a template. */
  startBook(url: string, day: string, template: string, withSamples?: boolean): Promise<void>
  /** The app stays open overnight; the next time that somebody looks, it is this day at this time. */
  wakeOn(day: string, time?: string): Promise<void>
  openTable(name: string): Promise<void>
  openView(table: string, view: string): Promise<void>
  /** Types a record into the last row, from key to key; fields stand as in the table, and an empty text passes over. */
  typeRow(fields: Typed): Promise<void>
  /** Pastes rows from a spreadsheet into the last row, from a field on. */
  pasteRows(field: string, rows: readonly (readonly string[])[]): Promise<void>
  /** Adds a record on its own page. */
  addByForm(fields: Typed): Promise<void>
  /** Fills controls of a form that is open. */
  fillForm(fields: Typed): Promise<void>
  /** Changes the record whose page is open, and waits until it is saved. */
  editRecord(fields: Typed): Promise<void>
  searchFor(text: string): Promise<void>
  /** Sorts the table anew, by one field. */
  sortBy(field: string, direction: string): Promise<void>
  /** Narrows the table by one more condition. */
  filterBy(field: string, test: string, value: string): Promise<void>
  /** Puts the records together by a field. */
  groupBy(field: string): Promise<void>
  /** Keeps how the table is looked at as a view. */
  saveView(name: string): Promise<void>
  /** Opens the table as it is on paper, and holds a column of numbers there against what is expected; then comes back. */
  expectPrinted(field: string, numbers: readonly number[]): Promise<void>
  export(kind: 'CSV' | 'Workbook' | 'JSON'): Promise<SavedFile>
}

/** The status under a table that says how many records there are. */
export const recordCount = (page: Page): Locator => page.locator('.totals').getByRole('status').first()

/** An empty table says nothing under it. */
const count = async (page: Page) => ((await recordCount(page).count()) === 0 ? 0 : Number((await recordCount(page).innerText()).replaceAll(',', '').match(/^\d+/)?.[0] ?? 0))

/** A clerk at a page of a browser that lets pages use the clipboard. */
export function createClerk(page: Page): Clerk {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const focused = page.locator(':focus')

  /** The cell of the last row in the column of a field. */
  async function newCell(field: string): Promise<Locator> {
    const heading = page.getByRole('columnheader', { name: field, exact: true })
    await expect(heading).toBeVisible()
    return page.locator(`.new-record .ag-cell[col-id="${await heading.getAttribute('col-id')}"]`)
  }

  /** UTC milliseconds of a time on the clock of the browser's own zone. */
  const wallTime = (day: string, time: string) => page.evaluate((local) => new Date(local).getTime(), `${day}T${time}:00`)

  async function openTable(name: string) {
    await page.getByRole('navigation').getByRole('link', { name: 'Tables', exact: true }).click()
    await page.getByRole('main').getByRole('link', { name: new RegExp(`^${name}\\b`) }).first().click()
    await expect(page.getByRole('heading', { name, exact: true, level: 1 })).toBeVisible()
    await expect(recordCount(page).or(page.getByText('No records yet').first()).first()).toHaveText(/\w/)
  }

  async function fillForm(fields: Typed) {
    for (const [field, text] of Object.entries(fields)) {
      const control = page.getByRole('main').getByLabel(new RegExp(`^\\s*${field}\\s*(needed)?\\s*$`)).first()
      const role = await control.evaluate((element) => (element instanceof HTMLSelectElement ? 'select' : (element.getAttribute('role') ?? '')))
      if (role === 'select') await control.selectOption({ label: text })
      else await control.fill(text)
      if (role !== 'combobox') continue
      await expect(page.getByRole('option', { name: text }).first()).toHaveAttribute('data-highlighted', '')
      await control.press('Enter')
      await expect(control).toHaveValue(text)
    }
  }

  return {
    openTable,
    fillForm,
    async startBook(url, day, template, withSamples = false) {
      await page.clock.install({ time: await wallTime(day, '08:00') })
      await page.goto(url)
      await button('Start a book').click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(template, { exact: true }).click()
      const samples = dialog.getByRole('switch')
      if ((await samples.count()) > 0 && !withSamples) await samples.click()
      await button('Start the book').click()
      await expect(button('Close the day')).toBeVisible()
    },
    async wakeOn(day, time = '08:30') {
      await page.clock.fastForward((await wallTime(day, time)) - (await page.evaluate(() => Date.now())))
    },
    async openView(table, view) {
      await openTable(table)
      const tab = page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view, exact: true })
      await tab.click()
      await expect(tab).toHaveAttribute('aria-current', 'true')
    },
    async typeRow(fields) {
      const before = await count(page)
      const [first, ...others] = Object.entries(fields)
      if (!first) return
      await (await newCell(first[0])).click()
      await page.keyboard.type(first[1])
      for (const [field, text] of others) {
        await page.keyboard.press('Tab')
        await expect(focused).toHaveAttribute('aria-label', field)
        await page.keyboard.type(text)
      }
      await page.keyboard.press('Enter')
      await expect(recordCount(page)).toHaveText(new RegExp(`^${(before + 1).toLocaleString('en')} record`))
      await expect(page.locator('.ag-popup-editor, .ag-cell-inline-editing')).toHaveCount(0)
    },
    async pasteRows(field, rows) {
      await (await newCell(field)).click()
      await page.evaluate((words) => navigator.clipboard.writeText(words), rows.map((row) => row.join('\t')).join('\r\n'))
      await page.keyboard.press('Control+v')
      await expect(page.getByText(rows.length === 1 ? '1 record added' : `${rows.length} records added`, { exact: true }).first()).toBeVisible()
    },
    async addByForm(fields) {
      await button('New record').click()
      await expect(page.getByRole('heading', { name: /^New record/, level: 1 })).toBeVisible()
      await fillForm(fields)
      await button('Add the record').click()
      await expect(page.getByText(/^Record added to/).first()).toBeVisible()
    },
    async editRecord(fields) {
      await button('Edit').click()
      await fillForm(fields)
      await page.keyboard.press('Control+Enter')
      await expect(button('Edit')).toBeVisible()
    },
    async searchFor(text) {
      await page.getByRole('searchbox').fill(text)
      await expect(recordCount(page)).toHaveText(/found$/)
    },
    async sortBy(field, direction) {
      await page.getByRole('button', { name: /^Sort/ }).click()
      const clear = page.getByRole('button', { name: 'As entered', exact: true })
      if (await clear.isVisible()) await clear.click()
      await button('Sort by a field').click()
      await page.getByLabel('Field 1 to sort by').selectOption(field)
      await page.getByLabel(`Direction for ${field}`).selectOption(direction)
      await page.keyboard.press('Escape')
    },
    async filterBy(field, condition, value) {
      await button('Filter').click()
      await page.getByLabel('Field', { exact: true }).selectOption(field)
      await page.getByLabel('Test', { exact: true }).selectOption(condition)
      if (condition === 'one-of') await page.getByRole('checkbox', { name: value, exact: true }).check()
      else await page.getByLabel('Value', { exact: true }).fill(value)
      await button('Show these').click()
      await expect(recordCount(page)).toHaveText(/found$/)
    },
    async groupBy(field) {
      await button('Group').click()
      await button('Group by a field').click()
      await page.getByLabel('Field 1 to group by').selectOption(field)
      await page.keyboard.press('Escape')
      await expect(page.locator('.group-table')).toBeVisible()
    },
    async saveView(name) {
      await button('Save as…').click()
      await page.getByLabel('Name of the view').fill(name)
      await button('Save').click()
      await expect(button(name)).toHaveAttribute('aria-current', 'true')
    },
    async expectPrinted(field, numbers) {
      await button('Export').click()
      await page.getByRole('menuitem', { name: /^Print/ }).click()
      await expect(page.getByRole('button', { name: 'Print', exact: true })).toBeEnabled()
      await page.emulateMedia({ media: 'print' })
      await expect(page.getByRole('navigation').first()).toBeHidden()
      // groups stand in a table of their own below
      const sheet = page.getByRole('main').getByRole('region').getByRole('table').first()
      const place = (await sheet.getByRole('columnheader').allInnerTexts()).indexOf(field)
      const cells = await sheet.locator('tbody tr').evaluateAll((rows, at) => rows.map((row) => row.children[at]?.textContent ?? ''), place)
      expect(cells.map(numberIn), 'on paper').toEqual(numbers)
      expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
      await page.emulateMedia({ media: null })
      await page.getByRole('main').getByRole('link').first().click()
      await expect(recordCount(page)).toHaveText(/\d/)
    },
    async export(kind) {
      await button('Export').click()
      return saveDownload(page, () => page.getByRole('menuitem', { name: new RegExp(`^${kind}`) }).click())
    },
  }
}
