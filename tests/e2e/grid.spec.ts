import type { Page } from '@playwright/test'
import { checkAccessibility } from './support/checkAccessibility'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

test.use({ viewport: { width: 1280, height: 800 } })

const cell = (page: Page, row: number, column: string) => page.locator(`.ag-row[row-index="${row}"] .ag-cell[col-id="${column}"]`)
const records = (page: Page) => page.locator('.totals').getByRole('status').first()
/** The id of the column under a heading. */
const columnOf = async (page: Page, name: string) => (await page.getByRole('columnheader', { name: new RegExp(`^${name}`) }).getAttribute('col-id')) ?? ''

async function paste(page: Page, text: string) {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text)
  await page.keyboard.press('Control+v')
}

test('a spreadsheet is pasted as one step, filtered, grouped and kept as a view', async ({ page, device, site }) => {
  test.slow()
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(site.url)
  await createPerson(page).startBook()
  await page.goto(`${site.url}#/tables/expenses`)
  await expect(records(page)).toHaveText(/^\d+ records$/)
  const before = (await records(page).innerText()).split(' ')[0]
  const [date, amount] = [await columnOf(page, 'date'), await columnOf(page, 'amount')]

  // 500 rows, beyond the last record
  await cell(page, 0, date).click()
  await page.keyboard.press('Control+ArrowDown')
  const rows = Array.from({ length: 500 }, (_, i) => `${String((i % 28) + 1).padStart(2, '0')}/10/2026\tItem ${i}\t${(i / 4 + 1).toFixed(2)}\tGroceries`)
  await paste(page, rows.join('\r\n'))
  await expect(records(page)).toHaveText(`${Number(before) + 500} records`)
  await page.keyboard.press('Control+z')
  await expect(records(page)).toHaveText(`${before} records`)
  await page.keyboard.press('Control+Shift+z')
  await expect(records(page)).toHaveText(`${Number(before) + 500} records`)

  // what does not fit is refused as a whole, and kept until it is mended
  const first = await cell(page, 0, amount).innerText()
  await cell(page, 0, amount).click()
  await paste(page, '1.50\nlots')
  const panel = page.getByRole('region', { name: 'What did not fit' })
  await expect(panel).toBeVisible()
  await expect(cell(page, 0, amount)).toHaveText(first)
  await checkAccessibility(page)
  await panel.getByRole('textbox').fill('2.50')
  await panel.getByRole('button', { name: 'Paste again' }).click()
  await expect(cell(page, 1, amount)).toHaveText('2.50')
  // the grid moves up to where it stood
  await expect(panel).toBeHidden()

  // a range copies out as it pastes in, fills down and clears
  await cell(page, 0, amount).click()
  await expect(cell(page, 0, amount)).toBeFocused()
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.locator('.in-range')).toHaveCount(2)
  await page.keyboard.press('Control+c')
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('1.50\n2.50')
  await page.keyboard.press('Control+d')
  await expect(cell(page, 1, amount)).toHaveText('1.50')

  // everything is every record, and not the row for a new one
  await page.keyboard.press('Control+a')
  await expect(page.locator('.totals .figures .soft').first()).toHaveText(new RegExp(`^${Number(before) + 500} records`))

  // filter, group, save, and find it again
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Field', { exact: true }).selectOption('amount')
  await page.getByLabel('Test').selectOption('at-least')
  await page.getByLabel('Value').fill('100')
  await page.keyboard.press('Enter')
  await expect(records(page)).toHaveText(/found/)
  await page.getByRole('button', { name: 'Group', exact: true }).click()
  await page.getByRole('button', { name: 'Group by a field' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('rowheader', { name: 'October 2026' })).toBeVisible()
  const found = await records(page).innerText()
  await page.getByRole('button', { name: 'Save as…' }).click()
  await page.getByLabel('Name of the view').fill('Large by month')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Large by month', exact: true })).toHaveAttribute('aria-current', 'true')
  await checkAccessibility(page)

  await page.reload()
  await expect(page.getByRole('button', { name: 'Large by month', exact: true })).toHaveAttribute('aria-current', 'true')
  await expect(records(page)).toHaveText(found)
  await expect(page.getByRole('rowheader', { name: 'October 2026' })).toBeVisible()
})

test('a record is typed into the last row from key to key, the fields that it could do without included', async ({ page, site }) => {
  await page.goto(site.url)
  await createPerson(page).startBook()
  await page.goto(`${site.url}#/tables/expenses`)
  await expect(records(page)).toHaveText(/^\d+ records$/)
  const before = Number((await records(page).innerText()).split(' ')[0])
  const editor = (name: string) => expect(page.locator(':focus')).toHaveAttribute('aria-label', name)
  const types = (text: string) => page.keyboard.type(text, { delay: 20 })
  const row = (index: number) => page.locator(`.ag-row[row-index="${index}"]`)

  await cell(page, before, await columnOf(page, 'description')).click()
  await types('Rye bread')
  await page.keyboard.press('Tab')
  await editor('amount')
  await types('4.35')
  await page.keyboard.press('Tab')
  // by now it is a record; what comes next still belongs to it
  await editor('category')
  await types('groc')
  await page.keyboard.press('Tab')
  await editor('account')
  await types('pur')
  await page.keyboard.press('Tab')
  await editor('member')
  await page.keyboard.press('Tab')
  await editor('payment')
  await types('cash')
  await page.keyboard.press('Enter')
  for (const text of ['Rye bread', '4.35', 'Groceries', 'Purse', 'cash']) await expect(row(before)).toContainText(text)
  await expect(records(page)).toHaveText(`${before + 1} records`)
  await expect(page.getByText('The new record still needs')).toBeHidden()

  // Enter has led on to the next empty row, in the column where the one before was begun
  await expect(cell(page, before + 1, await columnOf(page, 'description'))).toBeFocused()
  await types('Salt')
  await page.keyboard.press('Tab')
  await editor('amount')
  await types('1')
  await page.keyboard.press('Enter')
  await expect(records(page)).toHaveText(`${before + 2} records`)
})

test('a table without records begins in its grid', async ({ page, site }) => {
  await page.goto(site.url)
  await page.getByRole('button', { name: 'Start a book' }).click()
  await page.getByRole('dialog').getByRole('switch').click()
  await page.getByRole('button', { name: 'Start the book' }).click()
  await expect(page.getByRole('button', { name: 'Close the day' })).toBeVisible()
  await page.goto(`${site.url}#/tables/members`)
  await cell(page, 0, await columnOf(page, 'name')).click()
  await page.keyboard.type('Maya')
  await page.keyboard.press('Enter')
  await expect(records(page)).toHaveText('1 record')
})

test('Tab leads from record to record, to what is still missing, and out of the table; no scrollbar hides the last row', async ({ page, site }) => {
  await page.goto(site.url)
  await createPerson(page).startBook()
  await page.goto(`${site.url}#/tables/expenses`)
  await expect(records(page)).toHaveText(/^\d+ records$/)
  const before = Number((await records(page).innerText()).split(' ')[0])
  const ids = { description: await columnOf(page, 'description'), amount: await columnOf(page, 'amount'), date: await columnOf(page, 'date') }
  const editor = (name: string) => expect(page.locator(':focus')).toHaveAttribute('aria-label', name)

  // near its lower edge, too, it is the row that the pointer meets
  await cell(page, before, ids.description).click({ position: { x: 20, y: 28 } })
  await page.keyboard.type('Rye bread')
  await page.keyboard.press('Tab')
  await editor('amount')
  await page.keyboard.type('4.35')
  for (const next of ['category', 'account', 'member', 'payment', 'regular', 'notes']) {
    await page.keyboard.press('Tab')
    await editor(next)
  }
  await page.keyboard.type('From the market')
  await page.keyboard.press('Tab')
  await expect(records(page)).toHaveText(`${before + 1} records`)
  await expect(cell(page, before + 1, ids.date)).toBeFocused()

  // begun from its end: what is missing comes next
  await page.keyboard.press('End')
  await page.keyboard.type('Only a note')
  await editor('notes')
  await page.keyboard.press('Tab')
  await expect(cell(page, before + 1, ids.description)).toBeFocused()
  await page.keyboard.type('Tea')
  await page.keyboard.press('Tab')
  await editor('amount')
  await page.keyboard.type('2')
  await page.keyboard.press('Enter')
  await expect(page.locator(`.ag-row[row-index="${before + 2}"] .ag-cell:focus`)).toBeVisible()

  // nothing typed: the way out
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Totals' })).toBeFocused()
})

test('what is no record of the other table stays in its cell with the reason, until it is mended or given up', async ({ page, site }) => {
  await page.goto(site.url)
  await createPerson(page).startBook()
  await page.goto(`${site.url}#/tables/expenses`)
  const category = await columnOf(page, 'category')
  await expect(cell(page, 0, category)).toHaveText(/\w/)
  const before = await cell(page, 0, category).innerText()
  const input = page.getByRole('combobox', { name: 'category', exact: true })
  const reason = page.getByRole('alert').filter({ hasText: '“Zeppelins” is no record of categories. Pick one from the list.' })
  await cell(page, 0, category).click()
  await page.keyboard.type('Zeppelins')
  await page.keyboard.press('Tab')
  await expect(reason).toBeVisible()
  await expect(input).toBeFocused()
  await expect(input).toHaveValue('Zeppelins')
  await page.keyboard.press('Tab')
  await expect(reason).toBeVisible()
  await expect(input).toHaveValue('Zeppelins')

  // mended
  await input.fill('leisure')
  await page.keyboard.press('Tab')
  await expect(cell(page, 0, category)).toHaveText('Leisure')
  await expect(reason).toBeHidden()

  // given up
  await cell(page, 0, category).click()
  await page.keyboard.type('Zeppelins')
  await page.keyboard.press('Tab')
  await expect(reason).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(input).toBeHidden()
  await expect(cell(page, 0, category)).toHaveText('Leisure')
  expect(before).not.toBe('Leisure')
})
