// `npm run bench [-- edits|files|diff|records|import|memory|page|scroll|salvage] [-- --quick]`: builds the benchmark page, runs it in Chromium on a profile
// on disk and prints each figure beside its floor or its rival from the same run.
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { findChromium } from './chromium.mjs'
import { measureImport } from './measureImport.mjs'
import { measureMemory } from './measureMemory.mjs'
import { measurePage } from './measurePage.mjs'
import { measureScrolling } from './measureScrolling.mjs'
import { measureSqlite, timeQuestions } from './measureSqlite.mjs'
import { serveFolder } from './serve.mjs'

const RESULTS = 'bench/results/latest.json'
const quick = process.argv.includes('--quick')
const only = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const wants = (/** @type {string} */ part) => only.length === 0 || only.includes(part)

if (wants('salvage')) {
  // a process of its own, which needs no browser; it says itself where there is no sqlite3 to compare with
  const files = quick ? '52' : '200'
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'bench/node/measureSalvage.ts', files], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
  if (only.length === 1) process.exit()
}

const executablePath = findChromium()
if (!executablePath) {
  console.error('No Chromium was found: install one, or set CHROMIUM_PATH.')
  process.exit(2)
}

await build({ configFile: 'bench/vite.config.ts', logLevel: 'warn' })
const server = await serveFolder('.cache/bench')
const profile = await mkdtemp(join(tmpdir(), 'nightsafe-bench-'))
const context = await chromium.launchPersistentContext(profile, { executablePath, args: ['--no-sandbox'] })
const page = context.pages()[0] ?? (await context.newPage())
page.on('pageerror', (error) => console.error(error))
await page.goto(server.url)
await page.waitForFunction('typeof bench === "function"')

/** @param {string} name @param {...unknown} args @returns {Promise<any>} */
const run = (name, ...args) => page.evaluate(`bench(${[name, ...args].map((arg) => JSON.stringify(arg)).join(', ')})`)
/** @param {number} ms */
const ms = (ms) => (ms < 10 ? ms.toFixed(2) : ms.toFixed(0))
/** What earlier runs found stays until it is measured again. @type {Record<string, unknown>} */
const results = JSON.parse(await readFile(RESULTS, 'utf8').catch(() => '{}'))

if (wants('edits')) {
  const rows = []
  for (const megabytes of quick ? [1, 10] : [1, 10, 100]) {
    const figures = await run('edits', megabytes, quick ? 60 : 200, quick ? 6 : 20)
    results[`edits ${megabytes} MB`] = figures
    rows.push({
      'book': `${megabytes} MB`,
      'edit, acknowledged (median ms)': ms(figures.ours.median),
      'p95': ms(figures.ours.p95),
      'edit, home alone, strict': ms(figures.homeOnly.median),
      'export and put': ms(figures.exportAndPut.median),
      'times quicker': (figures.exportAndPut.median / figures.ours.median).toFixed(0),
      'bare IndexedDB put, strict': ms(figures.barePut.median),
      'bare OPFS flush': ms(figures.bareFlush.median),
    })
  }
  console.log('\nOne durable edited record, each way in turn on the same machine at the same time')
  console.table(rows)
}

if (wants('files')) {
  const records = quick ? 100_000 : 1_000_000
  const figures = [...(await run('files', records)), ...(await measureSqlite(await run('filesSql', records)))]
  const longest = await page.evaluate('longestTask()')
  results[`files of ${records} records`] = { figures, longestTaskOfThePage: longest }
  console.log(`\nA book of ${records} records. Longest task of the page meanwhile: ${ms(longest)} ms (0: none over 50 ms)`)
  console.table(figures.map((/** @type {any} */ row) => ({
    'what': row.what, 'ms': ms(row.ms), 'MB': row.megabytes?.toFixed(1) ?? '', 'longest silence': row.silence === undefined ? '' : ms(row.silence),
    'floor': row.floor, 'floor ms': row.floor ? ms(row.floorMs) : '', 'times the floor': row.floor ? (row.ms / row.floorMs).toFixed(1) : '',
  })))
}

if (wants('diff')) {
  const records = quick ? 100_000 : 1_000_000
  const figures = await run('difference', records)
  results[`differences of ${records} records`] = figures
  console.log(`\nA table of ${records} records beside a copy of which a tenth differs`)
  console.table(figures.map((/** @type {any} */ row) => ({ what: row.what, ms: ms(row.ms), floor: row.floor, 'floor ms': ms(row.floorMs), 'times the floor': (row.ms / row.floorMs).toFixed(1), MB: row.megabytes?.toFixed(1) ?? '' })))
}

if (wants('records')) {
  const records = quick ? 100_000 : 1_000_000
  const figures = [...(await run('records', records)), ...(await run('writes', records))]
  const longest = await page.evaluate('longestTask()')
  const questions = figures.flatMap((/** @type {{ sql?: string }} */ { sql }) => sql ?? [])
  const times = await timeQuestions(await run('filesSql', records), questions)
  const rows = figures.map((/** @type {any} */ { what, ms, sql }) => ({ what, ms, sqlite3: sql === undefined ? null : times[questions.indexOf(sql)] }))
  results[`reading and changing ${records} records`] = { figures: rows, longestTaskOfThePage: longest }
  console.log(`\nA table of ${records} records: windows of 100, as an editor in the worker gives them, beside the same SQL in the sqlite3 shell. Longest task of the page: ${ms(longest)} ms`)
  console.table(rows.map((/** @type {any} */ row) => ({ 'what': row.what, 'ms': ms(row.ms), 'sqlite3 ms': row.sqlite3 === null ? '' : ms(row.sqlite3) })))
}

if (wants('import')) {
  const figures = await measureImport(quick ? 10 : 100)
  results[`import of ${ms(figures.megabytes)} MB of CSV`] = figures
  console.log(`\nA CSV file of ${ms(figures.megabytes)} MB, ${figures.records} records, imported in the app, beside sqlite3 .import into a table with types (into columns of text: ${figures.plainImport === null ? '' : ms(figures.plainImport)} ms)`)
  console.table(figures.steps.map(({ what, ms: took, worstTask, over50, megabytes, sqlite3 }) => ({ what, 'ms': ms(took), 'tasks over 50 ms': over50, 'worst ms': ms(worstTask), 'most memory, MB': megabytes === null ? '' : ms(megabytes), 'sqlite3 ms': sqlite3 === null ? '' : ms(sqlite3) })))
}

if (wants('memory')) {
  const rows = []
  // small records fill pages and indexes, pictures make the largest file that a book can have
  /** @type {[megabytes: number, form: 'db' | 'json', kind: 'small' | 'pictures'][]} */
  const books = quick ? [[60, 'json', 'small'], [60, 'db', 'small']] : [[600, 'json', 'small'], [600, 'db', 'small'], [2_100, 'json', 'pictures']]
  for (const [megabytes, form, kind] of books) {
    const measured = await measureMemory(megabytes, form, kind)
    results[`memory of ${megabytes} MB of ${kind} records as ${form}`] = measured
    for (const { what, seconds, aboveTheBook } of measured.figures) rows.push({ 'book, MB': ms(measured.bookMegabytes), what, 's': ms(seconds), 'most above the book, MB': ms(aboveTheBook) })
  }
  console.log('\nThe most memory a process held while it wrote a backup and read it back (aim: less than 512 MB above the book)')
  console.table(rows)
}

if (wants('page')) {
  const records = quick ? 20_000 : 120_000
  const figures = await measurePage(records)
  results[`tasks of the page with ${records} records`] = figures
  console.log(`\nThe page of the app with a book of ${records} records, and a tenth of them differing (aim: no task over 100 ms)`)
  console.table(figures.steps.map(({ what, ms: took, over50, over100, worst }) => ({ what, 'ms': ms(took), 'tasks over 50 ms': over50, 'over 100 ms': over100, 'worst ms': ms(worst) })))
}

if (wants('scroll')) {
  const records = quick ? 100_000 : 1_000_000
  const { scrolling, typing } = await measureScrolling(records, server.url)
  results[`scrolling and typing in ${records} records`] = { scrolling, typing }
  console.log(`\nThe grid of the app with ${records} records, beside the same component with text alone and its records in memory (aim: frames of less than 17 ms at the median)`)
  console.table(scrolling.map(({ what, frames, median, p95, worst, over50, busy }) => ({ what, frames, 'median ms': ms(median), 'p95': ms(p95), 'worst': ms(worst), 'tasks over 50 ms': over50, 'of the page’s thread, ms': ms(busy) })))
  console.log('From a key to the frame that shows what it did (aim: less than 50 ms; told in steps of 8 ms)')
  console.table(typing.map(({ what, keys, median, worst }) => ({ what, keys, 'median ms': ms(median), 'worst': ms(worst) })))
}

await mkdir('bench/results', { recursive: true })
await writeFile(RESULTS, `${JSON.stringify(results, null, 1)}\n`)
await context.close()
await server.down()
await rm(profile, { recursive: true, force: true })
