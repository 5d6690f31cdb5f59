import type { Locator, Page } from '@playwright/test'
import { createPerson } from './person'
import { expect } from './test'

/** The grid of a table, by the names of its fields and the numbers of its rows, from 0. */
export interface GridView {
  /** What is said of how many records there are. */
  readonly records: Locator
  cell(row: number, field: string): Promise<Locator>
  /** Waits until a row shows these texts, by field. */
  expectRow(row: number, texts: Readonly<Record<string, string>>): Promise<void>
  /** Goes to a table by the list of tables, and waits for its records. */
  open(table: string, count: number): Promise<void>
  /** Types over a cell, and Enter. */
  type(row: number, field: string, text: string): Promise<void>
  openRecord(row: number): Promise<void>
  search(text: string): Promise<void>
  filterAtLeast(field: string, typed: string): Promise<void>
  clearFilter(field: string): Promise<void>
  sortBy(field: string): Promise<void>
}

/** The grid that a page shows. */
export function gridOf(page: Page): GridView {
  const header = (field: string) => page.getByRole('columnheader', { name: field, exact: true })
  const records = page.locator('.totals').getByRole('status').first()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const rowOf = (row: number) => `.ag-row[row-index="${row}"]:not(.ag-row-loading)`
  async function cell(row: number, field: string): Promise<Locator> {
    return page.locator(`${rowOf(row)} .ag-cell[col-id="${(await header(field).getAttribute('col-id')) ?? ''}"]`)
  }
  /** What a row shows in some fields; null while it is not there. */
  const rowTexts = (row: number, fields: readonly string[]) =>
    page.evaluate(
      ([selector, names]) => {
        const columns = new Map([...document.querySelectorAll('.ag-header-cell[col-id]')].map((heading) => [heading.querySelector('.ag-header-cell-text')?.textContent, heading.getAttribute('col-id')]))
        const shown = [...document.querySelectorAll(`${selector} .ag-cell[col-id]`)]
        const texts = new Map(shown.map((one) => [one.getAttribute('col-id'), one.textContent.trim()]))
        return shown.length === 0 ? null : Object.fromEntries(names.map((name) => [name, texts.get(columns.get(name) ?? '')]))
      },
      [rowOf(row), fields] as const,
    )
  return {
    records,
    cell,
    async expectRow(row, texts) {
      await expect.poll(() => rowTexts(row, Object.keys(texts)), `row ${row}`).toEqual(texts)
    },
    async open(table, count) {
      await createPerson(page).goTo('Tables')
      const list = page.getByRole('main').getByRole('link')
      await list.filter({ has: page.getByText(table, { exact: true }) }).click()
      await expect(page.getByRole('heading', { name: table, exact: true, level: 1 })).toBeVisible()
      if (count > 0) await expect(records).toHaveText(count === 1 ? '1 record' : `${count.toLocaleString('en-GB')} records`)
    },
    async type(row, field, text) {
      await (await cell(row, field)).dblclick()
      await page.keyboard.press('Control+a')
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    },
    openRecord: (row) => page.locator(rowOf(row)).getByRole('link').click(),
    search: (text) => page.getByRole('searchbox').fill(text),
    async filterAtLeast(field, typed) {
      await button('Filter').click()
      await page.getByLabel('Field', { exact: true }).selectOption(field)
      await page.getByLabel('Test').selectOption('at-least')
      await page.getByLabel('Value').fill(typed)
      await page.keyboard.press('Enter')
    },
    clearFilter: (field) => button(`Take away the filter on ${field}`).click(),
    sortBy: (field) => header(field).click(),
  }
}
