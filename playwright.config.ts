import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()
if (!executablePath) throw new Error('No Chromium was found: install one, or set CHROMIUM_PATH.')

/** Browser tests are the `.spec.ts` files, wherever in tests/ they are; they run on the build in dist/. */
export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  },
})
