// How smoothly the grid of the real app scrolls through a large table, and how soon a key shows, beside the bare grid component.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { findChromium } from './chromium.mjs'
import { serveFolder } from './serve.mjs'

const LONG = 5 * 60_000
const APP = '.cache/bench-app'
/** Keys of a kind that are pressed, or twice as many. */
const TURNS = 20
const CELL = '.ag-row:not(.ag-row-loading) .ag-cell'

/** @typedef {{ what: string, frames: number, median: number, p95: number, worst: number, over50: number, busy: number }} Scrolling */
/** @typedef {{ what: string, keys: number, median: number, worst: number }} Typing */

/** Runs in the page: what `watched.start` and `watched.stop` tell of frames, long tasks and keys in between. */
function watchFrames() {
  /** @type {number[]} */
  let frames = []
  /** @type {number[]} */
  let tasks = []
  /** @type {number[]} */
  let keys = []
  let running = false
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' })
  new PerformanceObserver((list) => keys.push(...list.getEntries().flatMap((entry) => (entry.name === 'keydown' ? [entry.duration] : [])))).observe(
    /** @type {PerformanceObserverInit} */ ({ type: 'event', durationThreshold: 16 }),
  )
  Object.assign(globalThis, {
    watched: {
      start() {
        ;[frames, tasks, keys, running] = [[], [], [], true]
        let last = performance.now()
        const tick = (/** @type {number} */ now) => {
          frames.push(now - last)
          last = now
          if (running) requestAnimationFrame(tick)
        }
        requestAnimationFrame((now) => {
          last = now
          requestAnimationFrame(tick)
        })
      },
      stop() {
        running = false
        return { frames, tasks, keys }
      },
    },
  })
}

const inOrder = (/** @type {number[]} */ all) => [...all].sort((a, b) => a - b)
const at = (/** @type {number[]} */ sorted, /** @type {number} */ share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/**
 * Scrolls by the wheel, slowly and by more than a screen at a time, and types into cells; the bare grid is scrolled in the same way.
 * @param {number} records
 * @param {string} benchUrl where the page of the bare grid is
 * @returns {Promise<{ scrolling: Scrolling[], typing: Typing[] }>}
 */
export async function measureScrolling(records, benchUrl) {
  const folder = await mkdtemp(join(tmpdir(), 'nightsafe-scroll-'))
  const database = join(folder, 'million.db')
  await build({ logLevel: 'warn', build: { outDir: APP, emptyOutDir: true } })
  const server = await serveFolder(APP)
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: findChromium() ?? '', args: ['--no-sandbox'], locale: 'en-GB', viewport: { width: 1280, height: 800 },
  })
  /** @type {Scrolling[]} */
  const scrolling = []
  /** @type {Typing[]} */
  const typing = []
  try {
    execFileSync(process.execPath, ['--import', 'tsx', 'bench/node/makeDatabase.ts', database, String(records)], { stdio: 'inherit' })
    const page = context.pages()[0] ?? (await context.newPage())
    page.setDefaultTimeout(LONG)
    await page.addInitScript(watchFrames)
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    const busy = async () => ((await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000

    /** @param {string} what @param {number} by @param {number} times */
    async function scroll(what, by, times) {
      await page.waitForTimeout(1_500)
      await page.locator(CELL).nth(20).hover()
      const before = await busy()
      await page.evaluate('watched.start()')
      for (let i = 0; i < times; i++) {
        await page.mouse.wheel(0, by)
        await page.waitForTimeout(30)
      }
      await page.waitForTimeout(300)
      const { frames, tasks } = /** @type {{ frames: number[], tasks: number[] }} */ (await page.evaluate('watched.stop()'))
      const sorted = inOrder(frames)
      scrolling.push({ what, frames: frames.length, median: at(sorted, 0.5), p95: at(sorted, 0.95), worst: at(sorted, 1), over50: tasks.length, busy: (await busy()) - before })
    }
    const bothWays = async (/** @type {string} */ who) => {
      await scroll(`${who}, slowly`, 100, 100)
      await scroll(`${who}, by screens`, 5_000, 60)
    }

    await page.goto(`${benchUrl}plainGrid.html?records=${records}`)
    await page.locator(CELL).first().waitFor()
    await bothWays('the bare grid')

    await page.goto(server.url)
    const input = page.getByLabel('Backup file')
    const restore = page.getByRole('button', { name: 'Restore', exact: true })
    await input.or(restore).first().waitFor({ state: 'attached' })
    if ((await input.count()) === 0) await restore.click()
    await input.setInputFiles(database)
    await page.getByLabel('Name of the book').fill('Million')
    await page.getByRole('button', { name: 'Open as a new book' }).click()
    await page.getByText('“Million” is open').waitFor()
    await page.goto(`${server.url}#/tables/entry`)
    await page.locator(CELL).first().waitFor()
    await bothWays('the app')

    let pressed = 0
    /** @param {string} what @param {string} field @param {(turn: number) => Promise<void>} work */
    async function type(what, field, work) {
      const column = await page.getByRole('columnheader', { name: field, exact: true }).getAttribute('col-id')
      await page.locator(`${CELL}[col-id="${column ?? ''}"]`).nth(3).click()
      await page.waitForTimeout(500)
      pressed = 0
      await page.evaluate('watched.start()')
      for (let turn = 0; turn < TURNS; turn++) await work(turn)
      await page.waitForTimeout(500)
      const { keys } = /** @type {{ keys: number[] }} */ (await page.evaluate('watched.stop()'))
      // keys that took less than 16 ms are not told
      const sorted = inOrder([...keys, ...Array.from({ length: pressed - keys.length }, () => 8)])
      typing.push({ what, keys: pressed, median: at(sorted, 0.5), worst: at(sorted, 1) })
    }
    const press = async (/** @type {string} */ key) => {
      pressed++
      await page.keyboard.press(key)
      await page.waitForTimeout(120)
    }
    await type('from cell to cell', 'note', (turn) => press(turn % 2 === 0 ? 'ArrowDown' : 'ArrowLeft'))
    await type('a digit that opens a cell, and Enter, which stores it', 'quantity', async (turn) => {
      await press(String(turn % 10))
      await press('Enter')
    })
    await type('letters in a cell', 'note', async (turn) => {
      if (turn === 0) await press('F2')
      await press('abcdefghijklmnopqrst'.charAt(turn))
    })
    return { scrolling, typing }
  } finally {
    await context.close()
    await server.down()
    await rm(folder, { recursive: true, force: true })
  }
}
