// Takes the pictures of the app from the build in dist/: the two that the manifest shows to people who are about to
// install it, and those of docs/screenshots.md, with that page. Words after the command limit it to pictures whose names have one of them.
// Run it after changing what the pages look like: npm run build && node scripts/makeScreenshots.mjs [word…]
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumOrExit } from './chromium.mjs'
import { ROOT } from './run.mjs'
import { SITTINGS } from './screenshotList.mjs'
import { serveFolder } from './serve.mjs'
import { toWebp } from './toWebp.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const FOLDER = join(ROOT, 'docs/screenshots')
const QUALITY = 0.72
const SIZES = {
  wide: { viewport: { width: 1280, height: 800 } },
  narrow: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

const wanted = process.argv.slice(2)
const isWanted = (/** @type {string} */ name) => wanted.length === 0 || wanted.some((word) => name.includes(word))
const server = await serveFolder(join(ROOT, 'dist'))
const browser = await chromium.launch({ executablePath: chromiumOrExit() })
const darkroom = await browser.newPage()

/**
 * @param {import('@playwright/test').BrowserContextOptions} options
 * @param {string | null} template what the book is for; null = no book is begun
 * @param {(page: Page) => Promise<void>} sit
 */
async function visit(options, template, sit) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(server.url)
  if (template !== null) {
    await page.getByRole('button', { name: 'Start a book' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(template, { exact: true }).click()
    await dialog.getByLabel('Currency').selectOption('GBP')
    await dialog.getByRole('button', { name: 'Start the book' }).click()
    await page.getByRole('button', { name: 'Close the day' }).waitFor()
  }
  await sit(page)
  await context.close()
}

/** What is still drawn, counted or looked up comes to rest; words about what was just done leave. @param {Page} page */
async function rest(page) {
  await page.waitForTimeout(1200)
  await page.evaluate(() => document.querySelectorAll('.toast-close').forEach((button) => button instanceof HTMLElement && button.click()))
  await page.mouse.move(0, 0)
  await page.waitForTimeout(200)
}

/** @type {Map<string, string[]>} */
const lines = new Map()
if (wanted.length === 0) await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
for (const { heading, book, size, scheme, shots } of SITTINGS) {
  const nameOf = (/** @type {string} */ name) => `${[...(heading === 'Everywhere' || book === null ? [] : [heading.split(' ')[0]?.toLowerCase()]), name, ...(size === 'narrow' ? ['phone'] : []), ...(scheme === 'dark' ? ['dark'] : [])].join('-')}.webp`
  const where = [...(size === 'narrow' ? ['on a phone'] : []), ...(scheme === 'dark' ? ['in the dark'] : [])]
  for (const { name, words } of shots) {
    const caption = [words[0]?.toUpperCase() + words.slice(1), ...where].join(', ')
    lines.set(heading, [...(lines.get(heading) ?? []), `![${caption.replaceAll('*', '')}](screenshots/${nameOf(name)})`, '', `*${caption.replaceAll('*', '')}*`, ''])
  }
  // what comes before may be needed, what comes after is not
  const last = shots.findLastIndex(({ name }) => isWanted(nameOf(name)))
  if (last < 0) continue
  await visit({ ...SIZES[size], colorScheme: scheme }, book, async (page) => {
    const go = async (/** @type {string} */ place) => void (await page.goto(`${server.url}#/${place}`))
    for (const { name, show } of shots.slice(0, last + 1)) {
      try {
        await show(page, go)
        if (!isWanted(nameOf(name))) continue
        await rest(page)
        await writeFile(join(FOLDER, nameOf(name)), await toWebp(darkroom, await page.screenshot(), QUALITY))
      } catch (error) {
        // one page that cannot be shown costs no other its picture
        console.error(`${nameOf(name)}: ${String(error)}`)
        process.exitCode = 1
      }
    }
  })
}
const sections = [...lines].map(([heading, pictures]) => `## ${heading}\n\n${pictures.join('\n')}`)
await writeFile(join(ROOT, 'docs/screenshots.md'), `# Every page, as it looks\n\nMade by \`npm run build && node scripts/makeScreenshots.mjs\` with the sample records of each template.\n\n${sections.join('\n')}`)

/** @param {Page} page */
async function showExpenses(page) {
  await page.goto(`${server.url}#/tables/expenses`)
  await page.getByRole('gridcell').first().waitFor()
}
/** @type {readonly (readonly [name: string, size: keyof typeof SIZES, show: (page: Page) => Promise<void>])[]} */
const FOR_THE_MANIFEST = [['screenshot-wide.png', 'wide', showExpenses], ['screenshot-narrow.png', 'narrow', async () => {}]]
for (const [name, size, show] of FOR_THE_MANIFEST) {
  if (!isWanted(name)) continue
  await visit(SIZES[size], 'Household budget', async (page) => {
    await show(page)
    await rest(page)
    await page.screenshot({ path: join(ROOT, 'public', name) })
  })
}

await browser.close()
await server.down()
