import type { Page } from '@playwright/test'
import { NEXT_BUILD } from './support/markAsNextBuild'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

const isNext = (page: Page) => page.locator(`html[data-build="${NEXT_BUILD}"]`)
const isControlled = () => navigator.serviceWorker.controller !== null
const lookForUpdate = async () => void (await (await navigator.serviceWorker.ready).update())

test('a new version waits until the person takes it, and comes to every window', async ({ page, site, device, nextBuild }) => {
  await page.goto(site.url)
  await page.waitForFunction(isControlled)
  const other = await device.context.newPage()
  await other.goto(site.url)

  site.swap(nextBuild)
  await page.evaluate(lookForUpdate)
  await expect(page.getByRole('button', { name: 'Update now' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Update now' })).toBeVisible()

  // Without consent nothing changes, whatever is reloaded.
  await other.reload()
  await expect(other.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
  await expect(isNext(other)).toHaveCount(0)

  await page.getByRole('button', { name: 'Update now' }).click()
  await expect(isNext(page)).toHaveCount(1)
  await expect(isNext(other)).toHaveCount(1)
  await expect(page.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Update now' })).toBeHidden()
})

test('a new version that is put off is offered again at the next start', async ({ page, site, device, nextBuild }) => {
  await page.goto(site.url)
  await page.waitForFunction(isControlled)
  site.swap(nextBuild)
  await page.evaluate(lookForUpdate)
  await page.getByRole('button', { name: 'Later' }).click()
  await expect(page.getByRole('button', { name: 'Update now' })).toBeHidden()

  // One more window, so that the old version stays in use.
  const next = await device.context.newPage()
  await next.goto(site.url)
  await next.getByRole('button', { name: 'Update now' }).click()
  // Chromium may need the page to be loaded anew before it lets the new version take over.
  await expect(isNext(next)).toHaveCount(1, { timeout: 20_000 })
})

test('a restore point is made before the app changes', async ({ page, site, nextBuild }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await page.waitForFunction(isControlled)
  await person.startBook('Home')
  await person.addMember('Ada')
  site.swap(nextBuild)
  await page.evaluate(lookForUpdate)
  await page.getByRole('button', { name: 'Update now' }).click()
  await expect(isNext(page)).toHaveCount(1)
  await person.goTo('Backups')
  await expect(page.getByText('before the app was updated')).toBeVisible()
})
