// How smooth the page stays while the real app works on a large book: the tasks of its own thread that took over 50 ms.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { findChromium } from './chromium.mjs'
import { serveFolder } from './serve.mjs'

const LONG = 5 * 60_000
const APP = '.cache/bench-app'

/** Runs in the page, before anything of the app: keeps every long task, and what ran in the frames around it. */
function watchTasks() {
  const seen = { tasks: /** @type {{ at: number, ms: number }[]} */ ([]), frames: /** @type {unknown[]} */ ([]) }
  Object.assign(globalThis, { seenTasks: seen })
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ at: startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })
  if (!PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) return
  new PerformanceObserver((list) => {
    for (const frame of /** @type {any[]} */ (list.getEntries())) {
      if (frame.duration < 100) continue
      const scripts = frame.scripts.map((/** @type {any} */ s) => `${s.invoker} ${s.sourceFunctionName} ${String(s.sourceURL).split('/').at(-1)} ${Math.round(s.duration)} ms`)
      seen.frames.push({ ms: Math.round(frame.duration), render: Math.round(frame.startTime + frame.duration - frame.renderStart), scripts })
    }
  }).observe({ type: 'long-animation-frame', buffered: true })
}

/**
 * Restores a book of so many records on a fresh device, looks at it, backs it up as JSON, compares it with an older backup of which a
 * tenth differs, and restores that; all by the buttons that a person uses. Each step with its long tasks.
 * @param {number} records
 */
export async function measurePage(records) {
  const folder = await mkdtemp(join(tmpdir(), 'nightsafe-page-'))
  /** @type {{ what: string, ms: number, over50: number, over100: number, worst: number, frames: unknown[] }[]} */
  const rows = []
  await build({ logLevel: 'warn', build: { outDir: APP, emptyOutDir: true } })
  const server = await serveFolder(APP)
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: findChromium() ?? '', args: ['--no-sandbox'], locale: 'en-GB', acceptDownloads: true,
  })
  try {
    execFileSync(process.execPath, ['--import', 'tsx', 'bench/node/makeBackups.ts', folder, String(records)], { stdio: 'inherit' })
    const page = context.pages()[0] ?? (await context.newPage())
    page.setDefaultTimeout(LONG)
    await page.addInitScript(watchTasks)
    const button = (/** @type {string | RegExp} */ name) => page.getByRole('button', { name, exact: true })
    const goTo = (/** @type {string} */ place) => page.getByRole('navigation').getByRole('link', { name: place, exact: true }).click()

    /** @param {string} what @param {() => Promise<unknown>} work */
    async function step(what, work) {
      const from = performance.now()
      await page.evaluate('seenTasks.tasks = []; seenTasks.frames = []')
      await work()
      // entries come after the task they tell of
      await page.waitForTimeout(300)
      const { tasks, frames } = await page.evaluate('seenTasks')
      const worst = Math.max(0, ...tasks.map((/** @type {{ ms: number }} */ task) => task.ms))
      const over = (/** @type {number} */ ms) => tasks.filter((/** @type {{ ms: number }} */ task) => task.ms > ms).length
      rows.push({ what, ms: performance.now() - from - 300, over50: over(50), over100: over(100), worst, frames })
    }
    const giveFile = async (/** @type {string} */ name) => {
      const input = page.getByLabel('Backup file')
      await input.or(button('Restore')).first().waitFor({ state: 'attached' })
      if ((await input.count()) === 0) await button('Restore').click()
      await input.setInputFiles(join(folder, name))
      await page.getByRole('region', { name: 'What this file is' }).waitFor()
    }

    await page.goto(server.url)
    await button('Start a book').waitFor()
    await step('a JSON backup judged on a fresh device', () => giveFile('newer.json'))
    await step('and restored', async () => {
      await button('Restore this backup').click()
      await page.getByText('Your book is back').waitFor()
    })
    await page.reload()
    await step('the app opened with the book', async () => {
      await goTo('Today')
      await button('Close the day').waitFor()
    })
    await step('a table opened and scrolled', async () => {
      await goTo('Tables')
      await page.getByRole('main').getByRole('link', { name: /^entry/ }).click()
      await page.locator('[role=row]:not(.ag-row-loading) [role=gridcell]').first().waitFor()
      await page.locator('[role=gridcell]').first().hover()
      for (let i = 0; i < 20; i++) {
        await page.mouse.wheel(0, 5_000)
        await page.waitForTimeout(50)
      }
    })
    await step('a JSON backup made and tested', async () => {
      await goTo('Backups')
      await page.getByLabel('Form', { exact: false }).first().selectOption('json')
      const [download] = await Promise.all([page.waitForEvent('download'), button('Make a backup').click()])
      await download.saveAs(join(folder, 'made.json'))
    })
    await step('an older backup judged', async () => {
      await goTo('Backups')
      await button('Choose a backup').click()
      await giveFile('older.json')
    })
    await step('its differences found and listed', async () => {
      await button('Show every difference').click()
      await page.getByRole('table', { name: 'Differences, table by table' }).waitFor()
      await page.waitForTimeout(1_000)
    })
    await step('and scrolled through', async () => {
      await page.mouse.move(600, 500)
      for (let i = 0; i < 20; i++) {
        await page.mouse.wheel(0, 3_000)
        await page.waitForTimeout(50)
      }
    })
    await step('restored over the book', async () => {
      await button('Restore this backup').click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('checkbox').check()
      await dialog.getByRole('button', { name: /^Restore and lose/ }).click()
      await page.getByText('Your book is back').waitFor()
    })
    const { size } = await stat(join(folder, 'made.json'))
    return { records, backupMegabytes: size / 1e6, steps: rows }
  } finally {
    await context.close()
    await server.down()
    await rm(folder, { recursive: true, force: true })
  }
}
