import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page, TestInfo } from '@playwright/test'
import { checkAccessibility } from './support/checkAccessibility'
import { dropFile } from './support/dropFile'
import { databaseTables, type ForeignTables } from './support/foreignTables'
import { gridOf } from './support/grid'
import { nastyDatabase, schemaOf } from './support/nastyDatabase'
import { createPerson } from './support/person'
import type { SavedFile } from './support/saveDownload'
import { expect, test } from './support/test'

test.use({ viewport: { width: 1600, height: 900 } })

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const ORDERS = 'Order "lines"; DROP TABLE'
const isAsleep = (name: string) => /^(view|trigger) /.test(name)

async function adopt(page: Page, url: string, info: TestInfo, wake: boolean) {
  const path = info.outputPath('of another program.sqlite3')
  await writeFile(path, nastyDatabase())
  await page.goto(url)
  await expect(button(page, 'Start a book')).toBeVisible()
  await dropFile(page, path)
  const verdict = page.getByRole('region', { name: 'What this file is' })
  await expect(verdict).toContainText('Virtual tables, which can only be read: boxes, elsewhere, letters, notes.')
  if (wake) await page.getByRole('switch').click()
  await createPerson(page).openAsNewBook('Nasty')
  await expect(page.getByText('“Nasty” is open')).toBeVisible()
}

/** Makes a backup and proves it: by the app, and by the command, which gives what the backup says of itself. */
async function backUp(page: Page): Promise<SavedFile & { manifest: { book: { asleep: { type: string; name: string; sql: string }[] } } }> {
  const backup = await createPerson(page).closeTheDay()
  await dropFile(page, backup.path)
  await expect(page.getByRole('region', { name: 'What this file is' })).toContainText('A backup of this book, exactly as it is now')
  const command = (...args: string[]) => execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/nightsafe.mjs'), ...args, backup.path], { encoding: 'utf8' })
  expect(command('verify')).toContain('nothing is damaged')
  return { ...backup, ...(JSON.parse(command('inspect', '--json')) as { manifest: { book: { asleep: { type: string; name: string; sql: string }[] } } }) }
}

const rowsOf = (tables: ForeignTables, name: string) => (tables.get(name) ?? []).map((record) => Object.values(record))

test('any database is edited record by record, and its schema stays as it is to the byte', async ({ page, site }, info) => {
  test.slow()
  const grid = gridOf(page)
  const person = createPerson(page)
  await adopt(page, site.url, info, false)

  // names that are SQL, and a cell that the grid edits
  await grid.open(ORDERS, 3)
  await grid.expectRow(1, { [`a "b" 'c'`]: `it's "two"`, 'naïve – 名前': '2', 'select': '', 'x]y': 'y' })
  await grid.type(1, 'naïve – 名前', '22')
  await expect(await grid.cell(1, 'naïve – 名前')).toHaveText('22')
  await grid.search('"two"')
  await expect(grid.records).toHaveText('1 record found')
  await grid.search('')

  // keys of bytes, with and without a rowid
  for (const [table, field, row, text] of [['keys_of_bytes', 'v', 2, 'still nothing'], ['bare bytes', 'v', 2, 'third']] as const) {
    await grid.open(table, 3)
    await grid.openRecord(row)
    await person.changeRecord(field, text)
    await expect(person.lineOf(field)).toHaveText(text)
  }
  // keys of several fields; a key stays as it is
  await grid.open('places', 3)
  await (await grid.cell(1, 'city')).dblclick()
  await expect(page.locator('.ag-cell-inline-editing')).toHaveCount(0)
  await grid.expectRow(1, { country: 'Kenya', city: 'Accra', people: '1' })
  await grid.type(1, 'people', '9')
  await expect(await grid.cell(1, 'people')).toHaveText('9')
  await grid.open('seats', 3)
  await grid.openRecord(2)
  await person.changeRecord('guest', 'Cleo')

  // STRICT keeps its types; numbers in a field of any type stay numbers
  await grid.open('strict one', 2)
  await grid.type(0, 'n', 'seven')
  await expect(page.getByRole('alert')).toHaveText('Write a number, such as 1234.')
  await page.keyboard.press('Escape')
  await expect(await grid.cell(0, 'n')).toHaveText('7')
  await grid.type(1, 'a', '9223372036854775806')
  await expect(await grid.cell(1, 'a')).toHaveText('9223372036854775806')

  // generated fields follow, and cannot be typed
  await grid.open('worked_out', 2)
  await grid.type(0, 'pieces', '6')
  await grid.expectRow(0, { pieces: '6', total: '15', label: '6 pcs' })
  await (await grid.cell(0, 'total')).dblclick()
  await expect(page.locator('.ag-cell-inline-editing')).toHaveCount(0)

  // a cascade reaches the records that point here; all of it is one step
  await grid.open('parents', 2)
  await grid.openRecord(1)
  await button(page, 'More').click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(grid.records).toHaveText('1 record')
  await grid.open('children', 2)
  await page.keyboard.press('Control+z')
  await expect(grid.records).toHaveText('3 records')

  // what cannot be told apart or belongs to SQLite is read only, and says so
  await grid.open('shy', 2)
  await expect(page.getByText('cannot be told apart, so it can only be read')).toBeVisible()
  await grid.open('notes_content', 1)
  await expect(page.getByText('Changed by hand they would not fit together any more')).toBeVisible()
  for (const table of ['shy', 'notes_content']) {
    await grid.open(table, table === 'shy' ? 2 : 1)
    await expect(button(page, 'New record')).toHaveCount(0)
    await (await grid.cell(0, table === 'shy' ? 'oid' : 'c0')).dblclick()
    await expect(page.locator('.ag-cell-inline-editing')).toHaveCount(0)
  }
  await grid.open('letters', 1)
  await expect(await grid.cell(0, 'body')).toHaveText('dear reader')
  await grid.open('notes', 0)
  await expect(page.getByText('“notes” cannot be shown')).toBeVisible()
  await expect(page.getByText('a part of SQLite that this app does not have')).toBeVisible()
  await checkAccessibility(page)

  // all columns but one out of sight, and back
  await grid.open('seats', 3)
  await button(page, 'Columns').click()
  for (const field of ['row', 'seat']) await page.getByRole('checkbox', { name: field, exact: true }).uncheck()
  await expect(page.getByRole('checkbox', { name: 'guest', exact: true })).toBeDisabled()
  await expect(page.getByRole('columnheader', { name: 'seat', exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'As in the table' }).click()
  await page.keyboard.press('Escape')
  await expect(await grid.cell(2, 'guest')).toHaveText('Cleo')

  const backup = await backUp(page)
  const [before, after] = [schemaOf(nastyDatabase()), schemaOf(backup.bytes)]
  expect([...after]).toEqual([...before].filter(([name]) => !isAsleep(name)))
  expect(new Map(backup.manifest.book.asleep.map(({ type, name, sql }) => [`${type} ${name}`, sql]))).toEqual(new Map([...before].filter(([name]) => isAsleep(name))))
  const tables = databaseTables(backup.bytes)
  expect(rowsOf(tables, ORDERS)[1]).toEqual([`it's "two"`, 22, null, 'y'])
  expect(rowsOf(tables, 'keys_of_bytes')).toEqual([[new Uint8Array([0]), 'nought'], [new Uint8Array([0xc0, 0xff, 0xee]), 'coffee'], [new Uint8Array(), 'still nothing']])
  expect(rowsOf(tables, 'bare bytes')).toEqual([[new Uint8Array(), 1, 'empty'], [new Uint8Array([0, 255]), 1, 'first'], [new Uint8Array([0, 255]), 2, 'third']])
  expect(rowsOf(tables, 'places')).toEqual([['Ghana', 'Accra', 2], ['Kenya', 'Accra', 9], ['Kenya', 'Nairobi', 4]])
  expect(rowsOf(tables, 'children')).toEqual([[1, 'p1', 'Ama'], [2, 'p1', 'Kofi'], [3, 'p2', 'Esi']])
  expect(rowsOf(tables, 'worked_out')[0]).toEqual([1, 2.5, 6, 15, '6 pcs'])
  // triggers sleep: nothing else was written
  expect(rowsOf(tables, 'audit')).toEqual([])
})

test('views are read only and say so; triggers run when they are woken, as one step with what woke them', async ({ page, site }, info) => {
  test.slow()
  const grid = gridOf(page)
  const person = createPerson(page)
  await adopt(page, site.url, info, true)

  await grid.open('family tree', 3)
  await expect(page.getByText('This is a view: it shows what other tables hold.')).toBeVisible()
  await grid.expectRow(0, { parent: 'Parent one', child: 'Ama', twice: '2' })
  await expect(page.getByText('Changes here also run')).toHaveCount(0)
  await expect(button(page, 'New record')).toHaveCount(0)
  await expect(button(page, 'Change the table')).toHaveCount(0)
  await (await grid.cell(0, 'child')).dblclick()
  await page.keyboard.press('Control+d')
  await page.keyboard.press('Delete')
  await expect(page.locator('.ag-cell-inline-editing')).toHaveCount(0)
  await expect(await grid.cell(0, 'child')).toHaveText('Ama')
  await grid.sortBy('child')
  await grid.expectRow(1, { parent: 'Parent two', child: 'Esi' })
  await checkAccessibility(page)
  await grid.openRecord(1)
  await expect(person.lineOf('child')).toHaveText('Esi')
  await expect(page.getByText('This is a view: it shows what other tables hold.')).toBeVisible()
  await expect(button(page, 'Edit')).toHaveCount(0)

  await grid.open('children', 3)
  await expect(page.getByText("Changes here also run: children's log.")).toBeVisible()
  await grid.type(1, 'name', 'Kwame')
  await expect(await grid.cell(1, 'name')).toHaveText('Kwame')
  await grid.open('audit', 1)
  await expect(await grid.cell(0, 'what')).toHaveText('Kofi → Kwame')
  await page.keyboard.press('Control+z')
  await expect(page.getByText('No records yet')).toBeVisible()
  await page.keyboard.press('Control+Shift+z')
  await expect(await grid.cell(0, 'what')).toHaveText('Kofi → Kwame')

  const backup = await backUp(page)
  expect([...schemaOf(backup.bytes)]).toEqual([...schemaOf(nastyDatabase())])
  expect(rowsOf(databaseTables(backup.bytes), 'children')[1]).toEqual([2, 'p1', 'Kwame'])
})
