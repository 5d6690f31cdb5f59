import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { contentDigestOf, createPerson } from './support/person'
import { expect, test } from './support/test'

const sample = (name: string) => join(import.meta.dirname, '../fixtures/foreign', name)
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

/** Ticks that the loss is known, and goes on with the button that names it. */
async function acceptLoss(page: Page, action: string) {
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: action })).toBeDisabled()
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: action }).click()
}

test('bringing back what was deleted: differences, bringing in, undo', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  await person.addMember('Grace')
  const closed = await person.closeTheDay()
  const whole = await person.memberNames()

  await person.goTo('Tables')
  await page.getByRole('main').getByRole('link', { name: /^members/ }).click()
  await page.getByRole('row').filter({ hasText: 'Grace' }).getByRole('link').first().click()
  await button(page, 'More').click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByText('Record deleted from members').first()).toBeVisible()
  const without = await person.memberNames()
  expect(without).not.toContain('Grace')
  await person.addMember('Heidi')

  const verdict = await person.giveFile(closed.path)
  await expect(verdict).toContainText('older by 2 changes')
  await button(page, 'Show every difference').click()
  const differences = page.getByRole('table', { name: 'Differences, table by table' })
  await expect(differences.getByRole('row').filter({ hasText: 'members' })).toContainText('1')
  await page.getByRole('checkbox', { name: 'Bring in all of members' }).check()
  await button(page, 'Bring in…').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Bring in 1 record' }).click()
  await expect(page.getByText('1 record was brought in').first()).toBeVisible()
  expect((await person.memberNames()).sort()).toEqual([...whole, 'Heidi'].sort())

  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await person.memberNames()).includes('Grace')).toBe(false)
})

test('a restore point is gone back to, and that can be undone', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  const before = await person.memberNames()
  await person.goTo('Backups')
  await page.getByLabel('Name', { exact: true }).fill('before the clean-up')
  await button(page, 'Make a restore point').click()
  await expect(page.getByText('“before the clean-up”')).toBeVisible()
  await person.addMember('Mistake')

  await person.goTo('Backups')
  await page.getByRole('listitem').filter({ hasText: 'before the clean-up' }).getByRole('button', { name: /^Go back to this/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 change made since')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Go back to this' }).click()
  await expect(page.getByText(/^The book is as it was/).first()).toBeVisible()
  expect(await person.memberNames()).toEqual(before)

  await person.goTo('Backups')
  await button(page, 'Undo restore').first().click()
  await expect(page.getByText('The restore was undone').first()).toBeVisible()
  expect(await person.memberNames()).toEqual([...before, 'Mistake'])
})

test('an encrypted backup opens with the age command, and on a fresh device with its passphrase', async ({ page, site, newDevice }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  await person.addMember('Grace')
  await person.goTo('Settings')
  await button(page, 'Turn on encryption').click()
  const dialog = page.getByRole('dialog')
  const passphrase = (await dialog.getByRole('status', { name: 'Passphrase' }).innerText()).trim()
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await dialog.getByLabel('The passphrase again').fill(passphrase)
  await dialog.getByRole('button', { name: 'Turn on encryption' }).click()
  await expect(dialog).toContainText('age -d')
  await dialog.getByRole('button', { name: 'I have the sheet' }).click()

  const closed = await person.closeTheDay()
  expect(closed.name).toMatch(/\.db\.age$/)
  expect(closed.bytes.includes('SQLite format 3')).toBe(false)

  const age = spawnSync('age', ['--version'])
  if (age.error) test.info().annotations.push({ type: 'left out', description: 'the age command is not installed here' })
  else {
    const plain = `${closed.path}.db`
    // age reads a passphrase from a terminal only; script gives it one
    execFileSync('script', ['-qec', `age -d -o '${plain}' '${closed.path}'`, '/dev/null'], { input: `${passphrase}\n` })
    expect(readFileSync(plain).subarray(0, 15).toString()).toBe('SQLite format 3')
    contentDigestOf(plain)
  }

  const other = await newDevice()
  const fresh = await other.open()
  const same = createPerson(fresh)
  await fresh.goto(site.url)
  await same.giveFile(closed.path)
  await fresh.getByLabel('Passphrase', { exact: true }).fill('not the passphrase')
  await button(fresh, 'Unlock').click()
  await expect(fresh.getByText(/does not open the file/).first()).toBeVisible()
  await fresh.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await button(fresh, 'Unlock').click()
  await button(fresh, 'Restore this backup').click()
  await expect(fresh.getByText('Your book is back')).toBeVisible()
  expect(await same.memberNames()).toContain('Grace')
})

test('each of the five systems’ files becomes a book on a fresh device', async ({ page, site }) => {
  test.setTimeout(120_000)
  const person = createPerson(page)
  await page.goto(site.url)
  const files: [file: string, name: string, table: RegExp, records: string][] = [
    ['budget_backup_20240101_120000.json', 'Budget', /^expenses/, '120'],
    ['ff2api_backup_20240102_170000.json', 'Freight', /^upload_history/, '100'],
    ['gharmitra_backup_20260113_154951.db', 'Society', /^transactions/, '1,500'],
    ['manual_20250922_150000_inventory_update.db', 'Shop', /^inventory_items/, ''],
    ['backup_2025-05-14_03-00-00_UTC_local_rows-420.tar.gz', 'Podcasts', /./, '420'],
  ]
  for (const [file, name, table, records] of files) {
    await person.giveFile(sample(file))
    await person.openAsNewBook(name)
    await expect(page.getByText(`“${name}” is open`)).toBeVisible()
    await person.goTo('Tables')
    await expect(page.getByRole('main').getByRole('link', { name: table }).filter({ hasText: records }).first()).toBeVisible()
  }
})

test('a damaged file is refused, and what can still be read becomes a book', async ({ page, site }, info) => {
  const person = createPerson(page)
  const bytes = readFileSync(sample('gharmitra_backup_20260113_154951.db'))
  // a page in the middle, as a bad sector leaves it
  bytes.fill(0, 4096 * 12, 4096 * 13)
  const damaged = info.outputPath('damaged.db')
  writeFileSync(damaged, bytes)
  await page.goto(site.url)
  const verdict = await person.giveFile(damaged)
  await expect(verdict).toContainText('A damaged file')
  await expect(button(page, 'Restore this backup')).toHaveCount(0)
  await button(page, 'See what can be saved').click()
  await expect(page.getByText(/records could be read/).first()).toBeVisible()
  await button(page, 'Open what was saved as a new book').click()
  await expect(page.getByText(/is open, with what could be saved/)).toBeVisible()
  await person.goTo('Tables')
  await expect(page.getByRole('main').getByRole('link', { name: /^transactions/ })).toBeVisible()
})

test('the newest good copy comes back without choosing', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  const before = await person.memberNames()
  await person.goTo('Backups')
  await button(page, 'Make a restore point').click()
  await expect(page.getByText('A restore point was made').first()).toBeVisible()
  await person.addMember('Mistake')
  await person.goTo('Backups')
  await button(page, 'Bring back the newest good copy').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Look and restore' }).click()
  await expect(page.getByText(/^The book is back as it was at change/).first()).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Go to today' }).click()
  expect(await person.memberNames()).toEqual(before)
})

test('an older backup is restored only by a deliberate act that names the loss', async ({ page, site }) => {
  const person = createPerson(page)
  await page.goto(site.url)
  await person.startBook('Home')
  const closed = await person.closeTheDay()
  await person.addMember('Grace')
  await person.giveFile(closed.path)
  await button(page, 'Restore this backup').click()
  await acceptLoss(page, 'Restore and lose 1 change')
  await expect(page.getByText('Your book is back as it is in the file')).toBeVisible()
  expect(await person.memberNames()).not.toContain('Grace')
})
