import { readFile, writeFile } from 'node:fs/promises'
import { checkAccessibility } from './support/checkAccessibility'
import { createPerson } from './support/person'
import { saveDownload } from './support/saveDownload'
import { expect, test } from './support/test'

const LIST = [
  'Date;Description;Amount;Category;Paid by',
  '31.12.2025;Dentist;"1.234,50 €";Health;Ada',
  '1.2.2026;Bread;3,20;groceries;Ben',
  '30.2.2026;Nothing;1,00;Groceries;Ada',
  '3.2.2026;Coffee;twelve;Groceries;',
].join('\r\n')

test('a list comes in as one step, goes out again, and can be asked about', async ({ page, site }, info) => {
  test.slow()
  const person = createPerson(page)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const path = info.outputPath('list.csv')
  await writeFile(path, LIST)
  await page.goto(site.url)
  await person.startBook()

  await page.goto(`${site.url}#/tables/expenses`)
  await button('Export').click()
  await page.getByRole('menuitem', { name: /^Import/ }).click()
  await expect(page.getByRole('heading', { name: 'Import a table' })).toBeVisible()
  await checkAccessibility(page)
  await page.getByLabel('File to import').setInputFiles(path)
  await expect(page.getByLabel('Where “Amount” goes')).toHaveValue('field:amount')
  await expect(page.getByLabel('Where “Paid by” goes')).toHaveValue('nowhere')
  await expect(page.getByLabel('Decimals')).toHaveValue(',')
  await checkAccessibility(page)
  await button('See what would happen').click()
  await expect(page.getByRole('heading', { name: '2 rows do not fit' })).toBeVisible()
  const day = page.getByRole('group', { name: 'Row 4' }).getByRole('textbox', { name: 'Date' })
  await expect(day).toHaveValue('30.2.2026')
  await expect(day).toHaveAccessibleDescription('There is no such day.')
  await checkAccessibility(page)
  // mended with the keyboard alone, which goes on at the next row
  await day.fill('28.2.2026')
  await day.press('Enter')
  const amount = page.getByRole('group', { name: 'Row 5' }).getByRole('textbox', { name: 'Amount' })
  await expect(amount).toBeFocused()
  await expect(page.getByRole('heading', { name: '1 row was mended and comes along' })).toBeVisible()
  await checkAccessibility(page)
  await button('Leave 1 row out and import 3 records').click()
  await expect(page.getByRole('heading', { name: 'expenses', level: 1 })).toBeVisible()
  await expect(page.getByText('3 records brought into “expenses”.', { exact: true })).toBeVisible()

  const search = page.getByRole('searchbox').or(page.getByLabel('Search in expenses')).first()
  await search.fill('dentist')
  await expect(page.getByText(/^1 record/).first()).toBeVisible()
  const menu = async (name: RegExp) => {
    await button('Export').click()
    await page.getByRole('menuitem', { name }).click()
  }
  const csv = await saveDownload(page, () => menu(/^CSV/))
  const text = await readFile(csv.path, 'utf8')
  expect(text.split('\r\n')).toHaveLength(3)
  expect(text).toContain('2025-12-31,Dentist,1234.50')
  const workbook = await saveDownload(page, () => menu(/^Workbook/))
  expect((await readFile(workbook.path)).subarray(0, 2).toString()).toBe('PK')
  const json = await saveDownload(page, () => menu(/^JSON/))
  expect(JSON.parse(await readFile(json.path, 'utf8'))).toMatchObject([{ description: 'Dentist', amount: 1234.5 }])
  await menu(/^Print/)
  await expect(page.getByRole('cell', { name: 'Dentist' })).toBeVisible()
  await checkAccessibility(page)

  await page.goto(`${site.url}#/sql`)
  await page.getByLabel('SQL', { exact: true }).fill("SELECT description, amount FROM expenses WHERE date < '2026-01-01';\nDELETE FROM expenses")
  await page.keyboard.press('Control+Enter')
  // money of the book is shown as money, until one says otherwise
  await expect(page.getByRole('cell', { name: /1,234\.50/ })).toBeInViewport()
  await page.getByRole('checkbox', { name: /^amount/ }).uncheck()
  await expect(page.getByRole('cell', { name: '123450' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Line 2, column 1' })).toBeVisible()
  await checkAccessibility(page)
  const answer = await saveDownload(page, () => button('Download as CSV').click())
  expect(await readFile(answer.path, 'utf8')).toContain('Dentist,123450')
  await page.getByLabel('SQL', { exact: true }).fill('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n')
  await button('Run').click()
  await button('Stop').click()
  await expect(page.getByText('Stopped.')).toBeVisible()

  await page.goto(`${site.url}#/tables/expenses`)
  await page.locator('main').click({ position: { x: 5, y: 5 } })
  await page.keyboard.press('Control+z')
  await page.goto(`${site.url}#/sql`)
  await page.getByLabel('SQL', { exact: true }).fill("SELECT count(*) AS left_over FROM expenses WHERE description = 'Dentist'")
  await button('Run').click()
  await expect(page.getByRole('cell', { name: '0', exact: true })).toBeVisible()
})
