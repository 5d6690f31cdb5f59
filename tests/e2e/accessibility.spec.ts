import { checkAccessibility } from './support/checkAccessibility'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } }
const SCHEMES = ['light', 'dark'] as const

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of SCHEMES) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, hasTouch: size === 'narrow' })

      test('axe finds nothing on any page', async ({ page, site }) => {
        test.slow()
        const person = createPerson(page)
        const visit = async (place: string, heading: string | RegExp) => {
          await page.goto(`${site.url}#/${place}`)
          await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
          await checkAccessibility(page)
        }

        // colours are what they are once nothing fades any more
        await page.emulateMedia({ reducedMotion: 'reduce' })
        await page.goto(site.url)
        await expect(page.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
        await checkAccessibility(page)
        await page.getByRole('button', { name: 'Start a book' }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await checkAccessibility(page)
        await page.keyboard.press('Escape')

        await person.startBook()
        await checkAccessibility(page)
        await page.getByRole('button', { name: /^Book:/ }).click()
        await expect(page.getByRole('menu')).toBeVisible()
        await checkAccessibility(page)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+K')
        await expect(page.getByRole('option', { name: 'Back up now' })).toBeVisible()
        await checkAccessibility(page)
        await page.keyboard.press('Escape')
        await visit('tables', 'Tables')
        await page.goto(`${site.url}#/tables/members`)
        await expect(page.getByRole('gridcell').or(page.getByRole('list', { name: 'Records of members' })).first()).toBeVisible()
        await checkAccessibility(page)
        await visit('tables/expenses/new', /expenses|record/i)
        await visit('backups', 'Backups')
        await visit('restore', /restore/i)
        await visit('journal', 'Journal')
        await visit('settings', 'Settings')
      })
    })
  }
}
