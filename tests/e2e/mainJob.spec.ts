import { join } from 'node:path'
import { saveDownload } from './support/saveDownload'
import { contentDigestOf, createPerson } from './support/person'
import { expect, test } from './support/test'

const SOCIETY = join(import.meta.dirname, '../fixtures/foreign/gharmitra_backup_20260113_154951.db')
const BUDGET = join(import.meta.dirname, '../fixtures/foreign/budget_backup_20240101_120000.json')

test('a day: enter, close, lose everything, bring it all back from the file', async ({ page, site, device }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  await person.addMember('Grace')
  await expect(page.getByRole('status', { name: 'Backup status' })).toContainText('1 change')
  const closed = await person.closeTheDay()
  expect(closed.name).toMatch(/^Home_backup_\d{8}_\d{6}\.db$/)
  await expect(page.getByRole('status', { name: 'Backup status' })).not.toContainText('1 change')
  const members = await person.memberNames()
  expect(members).toContain('Grace')

  // the machine is gone: another profile, nothing on it
  await device.close()
  await device.wipe()
  const fresh = await device.open()
  const same = createPerson(fresh)
  await fresh.goto(site.url)
  await expect(fresh.getByRole('heading', { name: 'Bring your book back' })).toBeVisible()
  const verdict = await same.giveFile(closed.path)
  await expect(verdict).toContainText('Home')
  await fresh.getByRole('button', { name: 'Restore this backup' }).click()
  await expect(fresh.getByText('Your book is back')).toBeVisible()
  expect(await same.memberNames()).toEqual(members)
  const again = await same.closeTheDay()
  expect(contentDigestOf(again.path)).toBe(contentDigestOf(closed.path))
})

test('restoring over a book can be undone, and an offered backup becomes confirmed', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook()
  const before = await person.memberNames()
  const made = await saveDownload(page, () => page.getByRole('button', { name: 'Back up now' }).first().click())

  await person.goTo('Backups')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Check a backup' }).click()])
  await chooser.setFiles(made.path)
  await expect(page.getByRole('main')).toContainText(/confirmed|checked/i)

  await person.addMember('Later')
  const verdict = await person.giveFile(made.path)
  await expect(verdict).toContainText('older by 1 change')
  await page.getByRole('button', { name: 'Restore this backup' }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore and lose 1 change' }).click()
  await expect(page.getByText('Your book is back as it is in the file')).toBeVisible()
  expect(await person.memberNames()).toEqual(before)

  await page.getByRole('button', { name: 'Undo restore' }).first().click()
  await expect(page.getByText('The restore was undone').first()).toBeVisible()
  expect(await person.memberNames()).toEqual([...before, 'Later'])
})

test('adopts the society accounts, the budget manager’s file, and refuses the rest without losing anything', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  const society = await person.giveFile(SOCIETY)
  await expect(society).toContainText('1,500')
  await person.openAsNewBook('Society')
  await person.goTo('Tables')
  const tables = page.getByRole('main')
  await expect(tables.getByRole('link', { name: /^transactions/ })).toContainText('1,500')
  await expect(tables).toContainText('trial_balance')
  await expect(tables).toContainText('transactions_audit')

  await person.giveFile(BUDGET)
  await person.openAsNewBook('Old budget')
  await person.goTo('Tables')
  await expect(page.getByRole('main').getByRole('link', { name: /^expenses/ })).toContainText('120')

  const refused = await person.giveFile(join(import.meta.dirname, '../../public/icon-192.png'))
  await expect(refused).toContainText('Nothing was changed')
  await expect(page.getByRole('button', { name: 'Restore this backup' })).toHaveCount(0)
  await person.goTo('Journal')
  await expect(page.getByRole('main')).toContainText('icon-192.png')
})

test('airplane mode changes nothing', async ({ page, site, guard }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  guard.allow(/serviceWorker\.js/)
  await site.down()
  await page.reload()
  await person.startBook()
  await person.addMember('Grace')
  const closed = await person.closeTheDay()
  await person.giveFile(closed.path)
  await expect(page.getByRole('region', { name: 'What this file is' })).toContainText('exactly as it is now')
  await page.reload()
  expect(await person.memberNames()).toContain('Grace')
})
