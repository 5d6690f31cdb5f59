import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { saveDownload, type SavedFile } from './saveDownload'
import { expect } from './test'

/** What a person does with the app, by the names that they and assistive technology go by. */
export interface Person {
  /** Starts a book from an empty device; the household budget with its samples unless told otherwise. */
  startBook(name?: string): Promise<void>
  goTo(place: 'Today' | 'Tables' | 'Backups' | 'Journal' | 'Settings'): Promise<void>
  /** Adds a member of the household through the form, and waits for the acknowledgement. */
  addMember(name: string): Promise<void>
  /** Names of the members, as the grid shows them. */
  memberNames(): Promise<string[]>
  closeTheDay(): Promise<SavedFile>
  /** On the page of a record: types into one of its fields, and saves. */
  changeRecord(field: string, text: string): Promise<void>
  /** On the page of a record: the value beside the name of a field. */
  lineOf(field: string): Locator
  /** Gives a file to the restore page and waits for the verdict. */
  giveFile(path: string): Promise<Locator>
  /** Opens the file of the verdict as a new book. */
  openAsNewBook(name: string): Promise<void>
}

/** A person at a page. */
export function createPerson(page: Page): Person {
  const goTo: Person['goTo'] = (place) => page.getByRole('navigation').getByRole('link', { name: place, exact: true }).click()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  return {
    goTo,
    async startBook(name) {
      await button('Start a book').click()
      const dialog = page.getByRole('dialog')
      if (name !== undefined) await dialog.getByLabel('Name of the book').fill(name)
      await dialog.getByRole('button', { name: 'Start the book' }).click()
      await expect(button('Close the day')).toBeVisible()
    },
    async addMember(name) {
      await goTo('Tables')
      await page.getByRole('main').getByRole('link', { name: /^members/ }).click()
      await button('New record').click()
      await page.getByRole('textbox', { name: /^name/ }).fill(name)
      await button('Add the record').click()
      await expect(page.getByRole('heading', { name: 'members', exact: true, level: 1 })).toBeVisible()
    },
    async memberNames() {
      await goTo('Tables')
      await page.getByRole('main').getByRole('link', { name: /^members/ }).click()
      const column = await page.getByRole('columnheader', { name: 'name', exact: true }).getAttribute('aria-colindex')
      const cells = page.locator(`[role=row]:not(.ag-row-loading, .new-record) [role=gridcell][aria-colindex="${column}"]`)
      await expect(cells.first()).not.toBeEmpty()
      return cells.allInnerTexts()
    },
    async closeTheDay() {
      await goTo('Today')
      return saveDownload(page, () => button('Close the day').click())
    },
    async changeRecord(field, text) {
      await button('Edit').click()
      // a label goes on with what the field needs
      await page.getByRole('textbox', { name: field }).and(page.getByLabel(field)).first().fill(text)
      await page.keyboard.press('Control+Enter')
      await expect(button('Edit')).toBeVisible()
    },
    lineOf: (field) => page.locator('dl.reading > div').filter({ has: page.locator('> dt').getByText(field, { exact: true }) }).locator('> dd'),
    async giveFile(path) {
      const input = page.getByLabel('Backup file')
      const restore = page.getByRole('button', { name: 'Restore', exact: true })
      await expect(input.or(restore).first()).toBeAttached()
      if ((await input.count()) === 0) await restore.click()
      await input.setInputFiles(path)
      const verdict = page.getByRole('region', { name: 'What this file is' })
      await expect(verdict).toBeVisible({ timeout: 30_000 })
      return verdict
    },
    async openAsNewBook(name) {
      await page.getByLabel('Name of the book').fill(name)
      await button('Open as a new book').click()
    },
  }
}

/** The content digest of a file, as the command line tells it. */
export function contentDigestOf(path: string): string {
  const script = join(import.meta.dirname, '../../../scripts/nightsafe.mjs')
  return execFileSync(process.execPath, [script, 'digest', path], { encoding: 'utf8' }).trim()
}
