import type { Page } from '@playwright/test'
import { createMemoryHistory } from 'vue-router'
import { createAppRouter } from '../../src/app/router'
import { checkAccessibility } from './support/checkAccessibility'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } }
const SCHEMES = ['light', 'dark'] as const

/** How each place of the app is gone to in a book of the household budget, and what tells that it stands. */
const PLACES: Readonly<Record<string, (page: Page, go: (path: string) => Promise<unknown>) => Promise<void>>> = {
  async today(page) {
    await expect(page.getByText('Savings goals')).toBeVisible()
  },
  async tables(page, go) {
    await go('tables')
    await expect(page.getByRole('heading', { name: 'Tables', level: 1 })).toBeVisible()
  },
  async table(page, go) {
    await go('tables/members')
    await expect(page.getByRole('gridcell').or(page.getByRole('list', { name: 'Records of members' })).first()).toBeVisible()
  },
  async charts(page, go) {
    await go('tables/expenses/charts')
    await expect(page.locator('canvas').first()).toBeVisible()
  },
  async record(page, go) {
    await go('tables/categories/1')
    await expect(page.getByRole('region', { name: 'Refers here' })).toBeVisible()
    await checkAccessibility(page)
    await go('tables/expenses/new')
    await expect(page.getByRole('button', { name: 'Add the record' })).toBeVisible()
  },
  async import(page, go) {
    await go('import/members')
    await expect(page.getByRole('heading', { name: 'Import a table', level: 1 })).toBeVisible()
    await checkAccessibility(page)
    await page.getByLabel('File to import').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('name,role\nAda,\n,\n') })
    await page.getByRole('button', { name: 'See what would happen' }).click()
    await expect(page.getByText('1 row does not fit')).toBeVisible()
  },
  async print(page, go) {
    await go('print/expenses')
    await expect(page.getByRole('table')).toBeVisible()
  },
  async sql(page, go) {
    await go('sql')
    await page.getByLabel('SQL', { exact: true }).fill('SELECT name FROM members; SELECT nothing')
    await page.getByRole('button', { name: 'Run' }).click()
    await expect(page.getByRole('heading', { name: 'Answer 1' })).toBeVisible()
  },
  async backups(page, go) {
    await go('backups')
    await expect(page.getByRole('heading', { name: 'Backups', level: 1 })).toBeVisible()
    await expect(page.getByText('Restore points').first()).toBeVisible()
  },
  async copy(page) {
    // from the page of backups, which alone knows its restore points
    await page.getByRole('link', { name: /^Look/ }).or(page.getByRole('button', { name: /^Look/ })).first().click()
    await expect(page.getByRole('grid')).toBeVisible()
  },
  async restore(page, go) {
    await go('restore')
    await expect(page.getByRole('heading', { name: /restore/i, level: 1 })).toBeVisible()
  },
  async journal(page, go) {
    await go('journal')
    await expect(page.getByRole('heading', { name: 'Journal', level: 1 })).toBeVisible()
  },
  async settings(page, go) {
    await go('settings')
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  },
}

test('no place of the app is left out', () => {
  const names = createAppRouter(createMemoryHistory()).getRoutes().flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
  expect([...Object.keys(PLACES), 'start'].toSorted()).toEqual(names.toSorted())
})

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of SCHEMES) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, hasTouch: size === 'narrow' })

      test('axe finds nothing before there is a book, nor in what opens over a page', async ({ page, site }) => {
        test.slow()
        // colours are what they are once nothing fades any more
        await page.emulateMedia({ reducedMotion: 'reduce' })
        await page.goto(site.url)
        await expect(page.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
        await checkAccessibility(page)
        await page.getByRole('button', { name: 'Start a book' }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await checkAccessibility(page)
        await page.keyboard.press('Escape')

        await createPerson(page).startBook()
        await page.getByRole('button', { name: /^Book:/ }).click()
        await expect(page.getByRole('menu')).toBeVisible()
        await checkAccessibility(page)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+K')
        await expect(page.getByRole('option', { name: 'Back up now' })).toBeVisible()
        await checkAccessibility(page)
        await page.keyboard.press('Escape')
        await page.getByRole('heading', { level: 1 }).click()
        await page.keyboard.press('?')
        await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
        await checkAccessibility(page)
      })

      test('axe finds nothing on any page of a book', async ({ page, site }) => {
        test.setTimeout(300_000)
        await page.emulateMedia({ reducedMotion: 'reduce' })
        await page.goto(site.url)
        await createPerson(page).startBook()
        for (const [name, show] of Object.entries(PLACES)) {
          await test.step(name, async () => {
            await show(page, (path) => page.goto(`${site.url}#/${path}`))
            await checkAccessibility(page)
          })
        }
      })
    })
  }
}
