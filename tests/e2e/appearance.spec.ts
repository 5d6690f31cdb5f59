import type { Page } from '@playwright/test'
import { checkAccessibility } from './support/checkAccessibility'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

test.use({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })

/** The paper's colour and the height of a row, as they are now and as they were in each frame since the page began to be there. */
const looks = (page: Page) => page.evaluate(() => [...new Set((window as unknown as { looks: string[] }).looks)])

async function watchLook(page: Page) {
  await page.addInitScript(() => {
    const looks: string[] = []
    Object.assign(window, { looks })
    const look = () => {
      const { backgroundColor, colorScheme } = getComputedStyle(document.documentElement)
      looks.push(`${colorScheme} ${backgroundColor} ${getComputedStyle(document.documentElement).getPropertyValue('--row-height')}`)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

const choose = (page: Page, group: string, name: string | RegExp) => page.getByRole('group', { name: group }).getByRole('radio', { name }).check()
/** The height of the rows, once they stand. */
async function rowHeight(page: Page): Promise<number> {
  const height = async () => (await page.locator('.ag-row').first().boundingBox())?.height ?? 0
  await expect.poll(height).toBeGreaterThan(0)
  return height()
}
const picture = (page: Page) => page.locator('canvas').first().evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())

test('colours and density are there from the first frame of the next visit, on every page', async ({ page, site }) => {
  test.slow()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await watchLook(page)
  await page.goto(site.url)
  const person = createPerson(page)
  await person.startBook()
  await page.goto(`${site.url}#/tables/expenses`)
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  const comfortable = await rowHeight(page)
  await person.goTo('Settings')
  await choose(page, 'Density', /^Compact/)
  await choose(page, 'Colours', 'Dark')
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark')
  await checkAccessibility(page)

  await page.reload()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await expect(page.getByRole('radio', { name: /^Compact/ })).toBeChecked()
  const seen = await looks(page)
  expect(seen, 'one look from the first frame to the last').toHaveLength(1)
  expect(seen[0]).toMatch(/^dark /)

  await page.goto(`${site.url}#/tables/expenses`)
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  expect(await rowHeight(page)).toBeLessThan(comfortable)
  await checkAccessibility(page)
  for (const place of ['today', 'backups', 'tables/expenses/new', 'tables/expenses/charts']) {
    await page.goto(`${site.url}#/${place}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await checkAccessibility(page)
  }
})

test('charts and the grid follow while they stand', async ({ page, site }) => {
  await page.goto(site.url)
  await createPerson(page).startBook()
  await page.goto(`${site.url}#/tables/expenses/charts`)
  await expect(page.locator('canvas').first()).toBeVisible()
  await expect.poll(() => picture(page)).toMatch(/^data:image\/png/)
  const byDay = await picture(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => picture(page)).not.toBe(byDay)

  await page.goto(`${site.url}#/tables/expenses`)
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  const comfortable = await rowHeight(page)
  // as the command does, without leaving the table
  await page.keyboard.press('Control+K')
  await page.keyboard.type('compact')
  await page.getByRole('option', { name: 'Compact density' }).click()
  await expect.poll(() => rowHeight(page)).toBeLessThan(comfortable)
})
