// What a person waits for who imports a large CSV file, by the buttons of the app, beside `sqlite3 .import` of the same file.
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { findChromium } from './chromium.mjs'
import { timedSqlite } from './measureSqlite.mjs'
import { serveFolder } from './serve.mjs'
import { highWater, resetHighWater, watchLongTasks } from './watchPage.mjs'
import { LARGE_CSV_TABLE, writeLargeCsv } from './writeLargeCsv.mjs'

const LONG = 15 * 60_000
const APP = '.cache/bench-app'

/** The same with the shell: into columns of text as it does by itself, and into a table that has types. @param {string} folder @param {string} csv */
async function measureShell(folder, csv) {
  const at = (/** @type {string} */ name) => join(folder, name)
  const plain = await timedSqlite([at('plain.db'), `.import --csv ${csv} list`], null, null)
  if (plain === null) return { plain: null, typed: null }
  const made = LARGE_CSV_TABLE.replace('id INTEGER PRIMARY KEY, ', '')
  const typed = await timedSqlite([at('typed.db'), made, `.import --csv --skip 1 ${csv} list`], null, null)
  return { plain, typed }
}

/**
 * Imports a generated CSV file of so many megabytes as a new table of an empty book, takes that back and does it again. Each step
 * with the worst task of the page's own thread and the most memory that the page and its workers held (MB).
 * @param {number} megabytes @param {(page: import('@playwright/test').Page, what: string) => Promise<void>} [look] called in the middle of steps
 */
export async function measureImport(megabytes, look = async () => undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'nightsafe-import-'))
  const profile = join(folder, 'profile')
  const csv = join(folder, 'list.csv')
  const records = await writeLargeCsv(csv, megabytes)
  const { size } = await stat(csv)
  await build({ logLevel: 'warn', build: { outDir: APP, emptyOutDir: true } })
  const server = await serveFolder(APP)
  const context = await chromium.launchPersistentContext(profile, { executablePath: findChromium() ?? '', args: ['--no-sandbox'], locale: 'en-GB', viewport: { width: 1280, height: 800 } })
  /** @type {{ what: string, ms: number, worstTask: number, over50: number, megabytes: number | null, sqlite3: number | null }[]} */
  const steps = []
  try {
    const page = context.pages()[0] ?? (await context.newPage())
    await page.addInitScript(watchLongTasks)
    const button = (/** @type {string | RegExp} */ name) => page.getByRole('button', { name })

    /** @param {string} what @param {() => Promise<unknown>} work @param {number | null} [sqlite3] */
    async function step(what, work, sqlite3 = null) {
      await page.evaluate('longTasks.length = 0')
      await resetHighWater(profile)
      const from = performance.now()
      await work()
      const ms = performance.now() - from
      // entries come after the task they tell of
      await page.waitForTimeout(300)
      const tasks = /** @type {number[]} */ (await page.evaluate('longTasks'))
      steps.push({ what, ms, worstTask: Math.max(0, ...tasks), over50: tasks.length, megabytes: await highWater(profile), sqlite3 })
    }

    await page.goto(server.url)
    await button('Start a book').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /^Blank/ }).check({ force: true })
    await dialog.getByRole('button', { name: 'Start the book' }).click()
    await button('Close the day').waitFor()
    await page.goto(`${server.url}#/import`)
    const input = page.getByLabel('File to import')
    await input.waitFor({ state: 'attached' })
    page.setDefaultTimeout(LONG)
    await step('the file read, its columns matched', async () => {
      await input.setInputFiles(csv)
      await page.getByRole('progressbar').waitFor()
      await look(page, 'reading')
      await button('See what would happen').waitFor()
    })
    const shell = await measureShell(folder, csv)
    await step('every row tried on a copy of the book', async () => {
      await button('See what would happen').click()
      await page.getByRole('progressbar').waitFor()
      await look(page, 'trying')
      await button(/^Import .* records/).waitFor()
    }, shell.typed)
    await look(page, 'tried')
    const total = new RegExp(`^${new Intl.NumberFormat('en-GB').format(records)} records?`)
    await step('taken into the book as one step, until it is stored and shown', async () => {
      await button(/^Import .* records/).click()
      await look(page, 'writing')
      await page.locator('[role=row]:not(.ag-row-loading) [role=gridcell]').first().waitFor()
      await page.getByText(total).first().waitFor()
    })
    await look(page, 'done')
    await step('taken back', async () => {
      await page.keyboard.press('Control+z')
      await page.getByText(total).first().waitFor({ state: 'detached' })
      await page.locator('[role=row]:not(.ag-row-loading) [role=gridcell]').first().waitFor({ state: 'detached' })
    })
    await look(page, 'taken back')
    await step('done again', async () => {
      await page.keyboard.press('Control+y')
      await page.goto(`${server.url}#/tables`)
      await page.getByRole('main').getByRole('link', { name: /^list/ }).click()
      await page.getByText(total).first().waitFor()
    })
    return { records, megabytes: size / 1e6, plainImport: shell.plain, steps }
  } finally {
    await context.close()
    await server.down()
    await rm(folder, { recursive: true, force: true })
  }
}
