import { expect, test } from './support/test'

test('after the first load the app needs no network', async ({ page, site, device, guard }) => {
  await page.goto(site.url)
  const heading = page.getByRole('heading', { name: 'Bring your book back' })
  await expect(heading).toBeVisible()
  // The service worker takes this very page over once it has everything.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  // Chromium itself notes on the console that it could not look for a newer service worker.
  guard.allow(/serviceWorker\.js/)
  await site.down()
  await page.reload()
  await expect(heading).toBeVisible()

  // Another day: the browser starts without a network.
  await device.close()
  const later = await device.open()
  await later.goto(site.url)
  await expect(later.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
  // A place in the app, as a shortcut of the installed app opens it.
  await later.goto(`${site.url}#/settings`)
  await expect(later.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
})

test('every lazy part of the app is there offline, too', async ({ page, site }) => {
  await page.goto(site.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const wanted = Object.values((await (await fetch(`${site.url}manifest.webmanifest`)).json()) as object).length
  expect(wanted).toBeGreaterThan(0)
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map((request) => new URL(request.url).pathname)
  })
  expect(kept.filter((path) => path.endsWith('.wasm'))).toHaveLength(1)
  expect(kept.some((path) => /deviceWorker-.*\.js$/.test(path))).toBe(true)
  expect(kept).toContain('/index.html')
})
