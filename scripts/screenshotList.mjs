// What is photographed for docs/screenshots.md: sittings at the app, each with a book, a size and a colour scheme of its own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ name: string, words: string, show: (page: Page, go: (place: string) => Promise<void>) => Promise<void> }} Shot
 * @typedef {{ heading: string, book: string | null, size: 'wide' | 'narrow', scheme: 'light' | 'dark', shots: Shot[] }} Sitting
 */

/** @param {Page} page */
const press = (page, /** @type {string | RegExp} */ name) => page.getByRole('button', { name }).first().click()

/** @param {Page} page */
const records = (page) => page.locator('.ag-row:not(.ag-row-loading) .ag-cell:not(:empty)').nth(4).or(page.locator('.list .card').first()).first().waitFor()

/** @param {Page} page @param {string} path @param {string} [name] */
async function drop(page, path, name) {
  const bytes = readFileSync(join(ROOT, path))
  await page.getByLabel('Backup file').setInputFiles({ name: name ?? path.slice(path.lastIndexOf('/') + 1), mimeType: '', buffer: bytes })
  await page.getByRole('region', { name: 'What this file is' }).waitFor()
}

/** @param {string} table @param {string} words @returns {Shot} */
const grid = (table, words) => ({
  name: table,
  words,
  async show(page, go) {
    await go(`tables/${table}`)
    await records(page)
  },
})

/** @param {string} table @returns {Shot} */
const record = (table, key = '1') => ({
  name: `${table}-record`,
  words: `a record of *${table}*`,
  async show(page, go) {
    await go(`tables/${table}/${key}`)
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor()
  },
})

/** @param {string} table @returns {Shot} */
const form = (table) => ({
  name: `${table}-form`,
  words: `a new record in *${table}*`,
  async show(page, go) {
    await go(`tables/${table}/new`)
    await page.getByRole('button', { name: 'Add the record' }).waitFor()
  },
})

/** @param {string} table @returns {Shot} */
const charts = (table) => ({
  name: `${table}-charts`,
  words: `charts of *${table}*`,
  async show(page, go) {
    await go(`tables/${table}/charts`)
    await page.locator('canvas').first().waitFor()
  },
})

/** @type {Shot} */
const today = {
  name: 'today',
  words: 'the day at a glance',
  async show(page, go) {
    await go('today')
    await page.getByText('Closings').first().waitFor()
  },
}

/** @type {readonly Sitting[]} */
const templates = [
  { heading: 'Household budget', book: 'Household budget', size: 'wide', scheme: 'light', shots: [today, grid('expenses', 'expenses'), record('expenses', '3'), form('expenses'), charts('expenses')] },
  { heading: 'Household budget', book: 'Household budget', size: 'wide', scheme: 'dark', shots: [today, grid('expenses', 'expenses'), charts('expenses')] },
  { heading: 'Household budget', book: 'Household budget', size: 'narrow', scheme: 'light', shots: [today, grid('expenses', 'expenses'), record('expenses', '3'), form('expenses'), charts('expenses')] },
  { heading: 'Shop day book and stock', book: 'Shop day book and stock', size: 'wide', scheme: 'light', shots: [today, grid('sales', 'sales'), record('items'), form('sales'), charts('sales')] },
  { heading: 'Housing society accounts', book: 'Housing society accounts', size: 'wide', scheme: 'light', shots: [today, grid('bills', 'bills'), record('flats'), form('receipts'), charts('income_and_expenses'), grid('trial_balance', 'the trial balance, which adds itself up')] },
  { heading: 'Freight desk', book: 'Freight desk', size: 'wide', scheme: 'light', shots: [today, grid('uploads', 'uploads'), record('brokerages'), form('configurations'), charts('uploads')] },
  { heading: 'Listening and reading log', book: 'Listening and reading log', size: 'wide', scheme: 'light', shots: [today, grid('entries', 'entries'), record('titles'), form('entries'), charts('entries')] },
  { heading: 'Blank', book: 'Blank', size: 'wide', scheme: 'light', shots: [{ name: 'records', words: 'a book with nothing in it yet', show: (page, go) => go('tables/records') }] },
]

/** @type {Shot[]} */
const places = [
  { name: 'tables', words: 'all tables of the book', show: (page, go) => go('tables') },
  {
    name: 'groups',
    words: 'groups with subtotals, as a saved view',
    async show(page, go) {
      await go('tables/expenses')
      await records(page)
      await press(page, 'By category')
      await page.getByRole('rowheader').first().waitFor()
    },
  },
  {
    name: 'filter',
    words: 'a filter in the making, and what was found',
    async show(page, go) {
      await go('tables/expenses')
      await press(page, 'All records')
      await records(page)
      await press(page, 'Filter')
      await page.getByLabel('Field', { exact: true }).waitFor()
    },
  },
  {
    name: 'design',
    words: 'changing a table',
    async show(page, go) {
      await go('tables/expenses')
      await press(page, 'Change the table')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'import-columns',
    words: 'importing: which column goes where',
    async show(page, go) {
      await go('import/expenses')
      await page.getByLabel('File to import').setInputFiles(join(ROOT, 'tests/fixtures/foreign/expenses.xlsx'))
      await page.getByRole('button', { name: 'See what would happen' }).waitFor()
    },
  },
  {
    name: 'import-trial',
    words: 'importing: what would happen, before it does',
    async show(page) {
      await press(page, 'See what would happen')
      await page.getByText('What would happen').waitFor()
    },
  },
  {
    name: 'print',
    words: 'a sheet to print',
    async show(page, go) {
      await go('print/expenses')
      await page.getByRole('table').waitFor()
    },
  },
  {
    name: 'sql',
    words: 'asking in SQL',
    async show(page, go) {
      await go('sql')
      await page.getByLabel('SQL', { exact: true }).fill('SELECT c.name AS category, count(*) AS times, sum(e.amount) / 100.0 AS spent\nFROM expenses e JOIN categories c ON c.id = e.category\nGROUP BY c.name ORDER BY spent DESC')
      await press(page, 'Run')
      await page.getByRole('region', { name: /^Answer 1|^Rows of answer 1/ }).or(page.getByText('Answer 1')).first().waitFor()
    },
  },
  {
    name: 'palette',
    words: 'finding or doing anything by its name (Ctrl+K)',
    async show(page, go) {
      await go('today')
      await page.keyboard.press('Control+K')
      await page.keyboard.type('ex')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'keys',
    words: 'the keys (?)',
    async show(page, go) {
      await page.keyboard.press('Escape')
      await go('tables')
      await page.getByRole('heading', { level: 1 }).click()
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'backups',
    words: 'backups, restore points, safety copies',
    async show(page, go) {
      await page.keyboard.press('Escape')
      await go('today')
      const download = page.waitForEvent('download')
      await press(page, 'Close the day')
      const saved = await (await download).path()
      closed = { path: saved, name: (await download).suggestedFilename() }
      await go('tables/expenses/7')
      await page.getByRole('button', { name: 'Edit', exact: true }).click()
      await page.getByRole('textbox', { name: /^amount/ }).fill('4.60')
      await page.keyboard.press('Control+Enter')
      await page.getByText('£4.60').first().waitFor()
      await go('tables/expenses/4')
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: /Delete/ }).click()
      await page.getByRole('heading', { name: 'expenses', level: 1 }).waitFor()
      await go('backups')
      await page.getByText('Restore points').first().waitFor()
    },
  },
  {
    name: 'verdict',
    words: 'what a file is, and what restoring it would change',
    async show(page, go) {
      await go('restore')
      if (!closed) throw new Error('no backup was made')
      await page.getByLabel('Backup file').setInputFiles({ name: closed.name, mimeType: '', buffer: readFileSync(closed.path) })
      await page.getByRole('region', { name: 'What this file is' }).waitFor()
    },
  },
  {
    name: 'differences',
    words: 'which records differ, field by field',
    async show(page) {
      await press(page, 'Show every difference')
      await press(page, 'Differing records of expenses')
      const list = page.getByRole('grid')
      await list.waitFor()
      await list.scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'foreign',
    words: 'a database of another program',
    async show(page, go) {
      await go('today')
      await go('restore')
      await drop(page, 'tests/fixtures/foreign/gharmitra_backup_20260113_154951.db')
    },
  },
  {
    name: 'restore-point',
    words: 'looking into a restore point',
    async show(page, go) {
      await go('backups')
      await page.getByRole('link', { name: /Look/ }).or(page.getByRole('button', { name: /Look/ })).first().click()
      await page.getByRole('grid').waitFor()
    },
  },
  { name: 'journal', words: 'what was done, by whom', show: (page, go) => go('journal') },
  { name: 'settings', words: 'settings', show: (page, go) => go('settings') },
  {
    name: 'compact',
    words: 'the compact density',
    async show(page, go) {
      await go('settings')
      await page.getByRole('radio', { name: /^Compact/ }).check()
      await go('tables/expenses')
      await press(page, 'All records')
      await records(page)
    },
  },
]

/** @type {{ path: string, name: string } | null} */
let closed = null

/** @type {Shot[]} */
const firstVisit = [
  {
    name: 'start',
    words: 'a device without a book',
    async show(page) {
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  },
  {
    name: 'templates',
    words: 'starting a book',
    async show(page) {
      await press(page, 'Start a book')
      await page.getByRole('dialog').waitFor()
    },
  },
]

/** @type {readonly string[]} */
const ON_PHONES = ['tables', 'groups', 'import-columns', 'sql', 'palette', 'backups', 'verdict', 'differences', 'journal', 'settings']
const IN_THE_DARK = ['backups', 'verdict', 'differences', 'settings']
const only = (/** @type {readonly string[]} */ names) => places.filter(({ name }) => names.includes(name))

/** @type {readonly Sitting[]} */
export const SITTINGS = [
  { heading: 'First visit', book: null, size: 'wide', scheme: 'light', shots: firstVisit },
  { heading: 'First visit', book: null, size: 'narrow', scheme: 'dark', shots: firstVisit },
  ...templates,
  { heading: 'Everywhere', book: 'Household budget', size: 'wide', scheme: 'light', shots: places },
  { heading: 'Everywhere', book: 'Household budget', size: 'wide', scheme: 'dark', shots: only(IN_THE_DARK) },
  { heading: 'Everywhere', book: 'Household budget', size: 'narrow', scheme: 'light', shots: only(ON_PHONES) },
]
