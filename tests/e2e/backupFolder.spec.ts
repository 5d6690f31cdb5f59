import type { Page } from '@playwright/test'
import { checkAccessibility } from './support/checkAccessibility'
import { createPerson } from './support/person'
import { saveDownload, type SavedFile } from './support/saveDownload'
import { expect, test } from './support/test'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/**
 * Puts files into a folder, and makes the browser's folder window give that one. It is a folder of the private file
 * system: a handle like any other, that can be kept, asked for permission and read.
 */
async function laysFolder(page: Page, files: readonly SavedFile[]) {
  await page.evaluate(
    async (given) => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle('stick', { create: true })
      for (const { name, bytes } of given) {
        const handle = await folder.getFileHandle(name, { create: true })
        const writer = await handle.createWritable()
        await writer.write(new Uint8Array(bytes))
        await writer.close()
      }
    },
    files.map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
  )
  await page.evaluate(() => {
    const open = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('stick')
    Object.assign(window, { showDirectoryPicker: open })
  })
}

test('on an empty device the newest good copy comes back from the chosen folder, damaged ones are passed over', async ({ page, site, device }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  const older = await person.closeTheDay()
  await person.addMember('Grace')
  const members = await person.memberNames()
  const newest = await person.closeTheDay()
  await person.addMember('Never backed up')
  const broken = await person.closeTheDay()

  await device.close()
  await device.wipe()
  const fresh = await device.open()
  await fresh.goto(site.url)
  await laysFolder(fresh, [older, newest, { ...broken, bytes: broken.bytes.subarray(0, broken.bytes.length - 5000) }])
  await button(fresh, 'Bring back the newest good copy').click()
  await button(fresh, 'Choose the folder of your backups').click()
  await expect(fresh.getByText('Your backups are in the folder “stick”.')).toBeVisible()
  await checkAccessibility(fresh)
  await button(fresh, 'Look and restore').click()
  const dialog = fresh.getByRole('dialog')
  await expect(dialog).toContainText(`from the file ${newest.name}`)
  await expect(dialog.getByRole('listitem').filter({ hasText: broken.name })).toContainText('not good')
  await checkAccessibility(fresh)
  await button(fresh, 'Go to today').click()
  expect(await createPerson(fresh).memberNames()).toEqual(members)
})

test('the folder tells what could go, and deletes nothing', async ({ page, site }) => {
  const person = createPerson(page)
  await page.clock.install({ time: new Date('2026-10-01T18:00:00Z') })
  await page.goto(site.url)
  await person.startBook('Home')
  const old = await person.closeTheDay()
  await person.addMember('Grace')
  await page.clock.setSystemTime(new Date('2026-11-21T18:00:00Z'))
  const newest = await saveDownload(page, () => button(page, 'Back up now').first().click())
  await laysFolder(page, [old, newest])
  await page.evaluate(() => (location.hash = '#/today'))
  await person.goTo('Backups')
  await button(page, 'Choose the folder of your backups').click()
  await button(page, 'See what could go').click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 backup is old enough to go')
  await expect(dialog.getByRole('region', { name: 'Old enough to go' })).toContainText(old.name)
  await expect(dialog.getByRole('region', { name: 'These stay' })).toContainText(newest.name)
  await checkAccessibility(page)
})

test('the windows of encryption and the page of a copy have nothing that axe finds', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  await person.goTo('Settings')
  await button(page, 'Turn on encryption').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Use my own').check()
  await dialog.getByRole('textbox').fill('secret1')
  await checkAccessibility(page)
  await dialog.getByRole('switch').check()
  await button(page, 'Go on').click()
  await dialog.getByLabel('The passphrase again').fill('secret1')
  await dialog.getByRole('button', { name: 'Turn on encryption' }).click()
  await expect(dialog).toContainText('Recovery sheet for “Home”')
  await checkAccessibility(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('Recovery sheet for “Home”').last()).toBeVisible()
  await expect(page.getByRole('navigation')).toBeHidden()
  await page.emulateMedia({ media: null })
  await button(page, 'I have the sheet').click()
  await checkAccessibility(page)

  await person.goTo('Backups')
  await page.getByRole('button', { name: /^Look inside/ }).first().click()
  await expect(page.getByRole('heading', { name: /^Restore point of/, level: 1 })).toBeVisible()
  await checkAccessibility(page)
  await button(page, 'Compare with now').click()
  await checkAccessibility(page)
})
