import { expect, test } from './support/test'

test('the browser finds nothing that keeps it from installing the app', async ({ page, site, device }) => {
  await page.goto(site.url)
  await expect(page.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready)
  const devtools = await device.context.newCDPSession(page)
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  expect(installabilityErrors).toEqual([])
  const { errors, url } = await devtools.send('Page.getAppManifest')
  expect(url).toBe(`${site.url}manifest.webmanifest`)
  expect(errors).toEqual([])
})

test('all that the manifest names is there', async ({ site }) => {
  const manifest = (await (await fetch(`${site.url}manifest.webmanifest`)).json()) as {
    id: string
    icons: { src: string; purpose?: string }[]
    screenshots: { src: string; form_factor: string }[]
    shortcuts: { name: string; url: string }[]
  }
  expect(manifest.id).toBe('nightsafe')
  expect(manifest.icons.some((icon) => icon.purpose === 'maskable')).toBe(true)
  expect(manifest.screenshots.map((shot) => shot.form_factor).sort()).toEqual(['narrow', 'wide'])
  expect(manifest.shortcuts.map((shortcut) => shortcut.name)).toEqual(['Back up now', 'Restore', 'New record'])
  for (const { src } of [...manifest.icons, ...manifest.screenshots]) {
    const answer = await fetch(new URL(src, site.url))
    expect(answer.status, src).toBe(200)
    expect(answer.headers.get('content-type'), src).toMatch(/^image\//)
  }
})
