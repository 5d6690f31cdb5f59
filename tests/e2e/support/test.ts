import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { serveFolder, type StaticServer } from '../../../scripts/serve.mjs'
import { createDevice, type Device } from './device'
import { createGuard, type Guard } from './guard'
import { listenForBreaches } from './listenForBreaches'
import { markAsNextBuild } from './markAsNextBuild'

/** The folder of the build that is tested. */
const BUILD = join(import.meta.dirname, '../../../dist')

interface Fixtures {
  /** Serves the build with its real headers, at an address of this test's own. */
  site: StaticServer
  /** Complaints of pages and workers; any that the test does not allow fails it. */
  guard: Guard
  /** Makes another device, with a profile of its own; open it before use. */
  newDevice: () => Promise<Device>
  /** The device of this test. It is open, and `page` is its first page. */
  device: Device
  /** The first page of `device`, still empty: go to `site.url`. */
  page: Page
  /** A folder with the same build under another name, as the next release; give it to `site.swap`. */
  nextBuild: string
}

/** The test function of all browser tests. */
export const test = base.extend<Fixtures>({
  site: async ({ guard }, use) => {
    const breaches = await listenForBreaches((breach) => guard.hear(breach))
    const site = await serveFolder(BUILD, 0, breaches.headers)
    await use(site)
    await site.down()
    await breaches.close()
  },
  // Playwright reads from the pattern which fixtures a fixture needs; this one needs none.
  guard: async ({}, use) => {
    const guard = createGuard()
    await use(guard)
    expect(guard.complaints(), 'no page and no worker complains').toEqual([])
  },
  newDevice: async ({ guard, launchOptions, headless, viewport, colorScheme, hasTouch, isMobile, locale, timezoneId }, use) => {
    const devices: Device[] = []
    const options = { ...launchOptions, viewport, colorScheme, hasTouch, isMobile, ...(headless === undefined ? {} : { headless }) }
    const where = { ...(locale === undefined ? {} : { locale }), ...(timezoneId === undefined ? {} : { timezoneId }) }
    await use(async () => {
      const device = await createDevice({ ...options, ...where }, (context) => guard.watch(context))
      devices.push(device)
      return device
    })
    for (const device of devices) await device.dispose()
  },
  device: async ({ newDevice }, use) => {
    await use(await newDevice())
  },
  page: async ({ device }, use) => {
    await use(await device.open())
  },
  nextBuild: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'nightsafe-build-'))
    await cp(BUILD, folder, { recursive: true })
    await markAsNextBuild(folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

export { expect }
