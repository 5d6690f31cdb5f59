// Takes the screenshots that the manifest shows to people who are about to install the app, from the build in dist/.
// Run it after changing what the pages look like: npm run build && node scripts/makeScreenshots.mjs
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumOrExit } from './chromium.mjs'
import { ROOT } from './run.mjs'
import { serveFolder } from './serve.mjs'

const server = await serveFolder(join(ROOT, 'dist'))
const browser = await chromium.launch({ executablePath: chromiumOrExit() })

/**
 * @param {string} name
 * @param {import('@playwright/test').BrowserContextOptions} options
 * @param {(page: import('@playwright/test').Page) => Promise<void>} show brings a book that has just been begun to the view wanted
 */
async function take(name, options, show) {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: 'Start a book' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start the book' }).click()
  await page.getByRole('button', { name: 'Close the day' }).waitFor()
  await show(page)
  // Whatever still moves comes to rest.
  await page.waitForTimeout(1000)
  await page.screenshot({ path: join(ROOT, 'public', name) })
  await context.close()
}

await take('screenshot-wide.png', { viewport: { width: 1280, height: 800 } }, async (page) => {
  await page.goto(`${server.url}#/tables/expenses`)
  await page.getByRole('gridcell').first().waitFor()
})
await take('screenshot-narrow.png', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, async () => {})

await browser.close()
await server.down()
