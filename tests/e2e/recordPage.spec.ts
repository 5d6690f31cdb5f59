import { writeFile } from 'node:fs/promises'
import { createPerson } from './support/person'
import { expect, test } from './support/test'

/** The smallest picture there is: one dot (PNG, ISO/IEC 15948). */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test.use({ viewport: { width: 1280, height: 800 } })

test('a record is read, edited, pointed elsewhere, given a receipt, and printed', async ({ page, site }, info) => {
  test.slow()
  const person = createPerson(page)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const field = (name: string) => page.getByRole('main').getByLabel(new RegExp(`^\\s*${name}\\s*(needed)?\\s*$`)).first()
  await page.goto(site.url)
  await person.startBook()
  await page.goto(`${site.url}#/tables/expenses/7`)
  await expect(page.getByRole('heading', { name: 'Bread', level: 1 })).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: '4.20' })).toBeVisible()

  await test.step('what does not fit says why and stays, and is still there after a reload', async () => {
    await button('Edit').click()
    await field('notes').fill('Two loaves.')
    await field('amount').fill('lots')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText(/^Write a number, such as/)).toBeVisible()
    await expect(field('amount')).toHaveValue('lots')
    // a draft is kept after a short pause in typing
    await expect.poll(() => page.evaluate(() => new Promise<number>((resolve) => {
      const opening = indexedDB.open('nightsafe-drafts')
      opening.onsuccess = () => {
        const counting = opening.result.transaction('values').objectStore('values').count()
        counting.onsuccess = () => resolve(counting.result)
      }
    }))).toBe(1)
    await page.reload()
    await expect(page.getByText('You began this earlier and did not save it')).toBeVisible()
    await expect(field('amount')).toHaveValue('lots')
    await expect(field('notes')).toHaveValue('Two loaves.')
  })

  await test.step('another category is picked by search', async () => {
    await field('amount').fill('8.40')
    await field('category').fill('leis')
    await field('category').press('Enter')
    await expect(field('category')).toHaveValue('Leisure')
  })

  await test.step('what is no category stays as it was typed, with the offer to add it; Escape in the list gives it up', async () => {
    const why = page.getByText('“Zeppelins” is no record of categories. Pick one from the list.')
    await field('category').fill('Zeppelins')
    await field('category').press('Tab')
    await expect(why).toBeVisible()
    await expect(field('category')).toHaveValue('Zeppelins')
    await button('Add “Zeppelins” to categories').click()
    await expect(page.getByRole('dialog').getByLabel(/^name/)).toHaveValue('Zeppelins')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(field('category')).toHaveValue('Zeppelins')
    await field('category').click()
    await expect(page.getByRole('option', { name: 'Add “Zeppelins” to categories' })).toBeVisible()
    await field('category').press('Escape')
    await expect(field('category')).toHaveValue('Leisure')
    await expect(why).toBeHidden()
    await field('category').fill('leis')
    await field('category').press('Tab')
    await expect(field('category')).toHaveValue('Leisure')
  })

  await test.step('a receipt is attached: large ones come with a word about it', async () => {
    const [small, large] = [info.outputPath('receipt.png'), info.outputPath('scan.pdf')]
    await writeFile(small, PICTURE)
    await writeFile(large, Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(1_200_000)]))
    const input = page.getByLabel('Choose a file for receipt')
    await input.setInputFiles(large)
    await expect(page.getByText(/^This file takes 1\.2 MB/)).toBeVisible()
    await input.setInputFiles(small)
    await expect(page.getByText(/^This file takes/)).toBeHidden()
    await expect(button('Show receipt in large')).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(button('Edit')).toBeVisible()
    await expect(page.getByText('Two loaves.')).toBeVisible()
    await page.getByRole('button', { name: /^Show .* in large$/ }).click()
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('from the record to its category, and back by what refers to it', async () => {
    await page.getByRole('definition').getByRole('link', { name: 'Leisure' }).click()
    await expect(page.getByRole('heading', { name: 'Leisure', level: 1 })).toBeVisible()
    const here = page.getByRole('region', { name: 'Refers here' })
    // the cinema, the swimming lessons, and now the bread
    await expect(here).toContainText('3 records')
    await here.getByRole('link', { name: /^Bread/ }).click()
    await expect(page.getByRole('heading', { name: 'Bread', level: 1 })).toBeVisible()
  })

  await test.step('on paper it is a sheet without anything to press', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect(button('Edit')).toBeHidden()
    await expect(page.getByRole('navigation').first()).toBeHidden()
    await expect(page.getByText('Two loaves.')).toBeVisible()
    await expect(page.getByText(/ · expenses · /)).toBeVisible()
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
