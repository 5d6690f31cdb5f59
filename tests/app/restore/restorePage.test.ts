import { readFileSync } from 'node:fs'
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import UndoRestoreNotice from '../../../src/app/components/restore/UndoRestoreNotice.vue'
import RestorePage from '../../../src/app/pages/RestorePage.vue'
import { useBackupsStore } from '../../../src/app/stores/backups'
import { useBookStore } from '../../../src/app/stores/book'
import { useDeviceStore } from '../../../src/app/stores/device'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryDevice, type MemoryDevice } from '../../../src/platform/memory/memoryDevice'
import { createMemoryClient, createTestClock, type TestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

let clock: TestClock
let device: MemoryDevice
let client: NightsafeClient
let bookId: string
let backup: File

async function must<T>(outcome: Promise<{ ok: true; value: T } | { ok: false; failure: { type: string } }>): Promise<T> {
  const result = await outcome
  if (!result.ok) throw new Error(result.failure.type)
  return result.value
}

const rename = (name: string, by = client) => must(by.device.edit(bookId, { type: 'renameBook', name }, clock.now()))

beforeEach(async () => {
  clock = createTestClock()
  device = createMemoryDevice()
  client = await createMemoryClient({ clock, device })
  await client.start()
  bookId = (await must(client.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' }))).bookId
  const made = await must(client.makeBackup(bookId, { kind: 'end-of-day', note: '' }, () => undefined).outcome)
  backup = new File([made.file], made.fileName)
})

async function show(by: NightsafeClient, openBook: boolean) {
  const { wrapper } = await mountInApp(RestorePage, by, { at: 'restore' })
  await useDeviceStore().start()
  if (openBook) await must(useBookStore().open(bookId))
  stopEvents = by.onEvent((event) => {
    if (event.type === 'book-changed') useBookStore().accept(event.head)
  })
  await flushPromises()
  return wrapper
}
let stopEvents = () => {}
afterEach(() => stopEvents())

async function choose(wrapper: VueWrapper, file: File) {
  const inputs = wrapper.findAll<HTMLInputElement>('input[aria-label="Backup file"]')
  expect(inputs).toHaveLength(1)
  const input = inputs[0]
  if (!input) throw new Error('no file input')
  Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
  await input.trigger('change')
  await eventually(() => expect(wrapper.find('section[aria-label="What this file is"]').exists()).toBe(true), 10_000)
}

function button(wrapper: VueWrapper, name: string) {
  const found = wrapper.findAll('button').find((one) => one.text() === name)
  if (!found) throw new Error(`no button ${name}`)
  return found
}
const hasButton = (wrapper: VueWrapper, name: string) => wrapper.findAll('button').some((one) => one.text() === name)
const until = (wrapper: VueWrapper, words: string) => eventually(() => expect(wrapper.text()).toContain(words), 10_000)

async function confirmLoss(wrapper: VueWrapper, name: string) {
  await until(wrapper, 'I know that these changes go back to how they were')
  await wrapper.get('dialog input[type="checkbox"]').setValue(true)
  await button(wrapper, name).trigger('click')
}

describe('a backup of the open book', () => {
  test('that is older says what goes, is restored, and the restore can be undone', async () => {
    const wrapper = await show(client, true)
    await rename('Renamed')
    await choose(wrapper, backup)
    expect(wrapper.text()).toContain('older by 1 change')
    expect(wrapper.text()).toContain('Restoring takes the book back by 1 change.')
    expect(useBookStore().name).toBe('Renamed')
    await button(wrapper, 'Restore this backup').trigger('click')
    await confirmLoss(wrapper, 'Restore and lose 1 change')
    await until(wrapper, 'A safety copy is kept')
    expect(useBookStore().name).toBe('Home')

    await eventually(() => expect(hasButton(wrapper, 'Undo restore')).toBe(true))
    await button(wrapper, 'Undo restore').trigger('click')
    await eventually(() => expect(useBookStore().name).toBe('Renamed'), 10_000)
    await until(wrapper, 'Choose a backup')
  })

  test('that went another way is restored after one more question', async () => {
    const wrapper = await show(client, true)
    await rename('Renamed')
    const branch = await must(client.makeBackup(bookId, { kind: 'manual', note: '' }, () => undefined).outcome)
    await must(client.restoreOver(backup, bookId, () => undefined).outcome)
    await rename('Another way')
    await choose(wrapper, new File([branch.file], branch.fileName))
    expect(wrapper.text()).toContain('went its own way')
    await button(wrapper, 'Restore this backup').trigger('click')
    await flushPromises()
    expect(useBookStore().name).toBe('Another way')
    await confirmLoss(wrapper, 'Restore and lose 3 changes')
    await until(wrapper, 'A safety copy is kept')
    expect(useBookStore().name).toBe('Renamed')
  })

  test('that is identical asks nothing', async () => {
    const wrapper = await show(client, true)
    await choose(wrapper, backup)
    expect(wrapper.get('h2').text()).toBe('A backup of this book, exactly as it is now')
    await button(wrapper, 'Restore this backup').trigger('click')
    await until(wrapper, 'Your book is back as it is in the file')
  })

  test('is compared again when another window changes the book meanwhile', async () => {
    const wrapper = await show(client, true)
    await choose(wrapper, backup)
    expect(wrapper.text()).toContain('exactly as it is now')
    const other = await createMemoryClient({ clock, device })
    await other.start()
    await rename('From elsewhere', other)
    await until(wrapper, 'older by 1 change')
    expect(wrapper.text()).toContain('The book changed meanwhile')
  })
})

describe('the notice that a restore can be undone', () => {
  test('says what goes with it', async () => {
    await rename('Renamed')
    await must(client.restoreOver(backup, bookId, () => undefined).outcome)
    const { wrapper } = await mountInApp(UndoRestoreNotice, client)
    await must(useBookStore().open(bookId))
    await must(useBackupsStore().loadCopies(bookId))
    await flushPromises()
    expect(wrapper.text()).toContain('the state before is kept')
    expect(wrapper.text()).not.toContain('made since')
    await rename('Since')
    await useBookStore().refresh()
    expect(wrapper.text()).toContain('Undoing takes back 1 change made since')
  })
})

describe('on a device without books', () => {
  test('the own backup comes back as itself', async () => {
    const fresh = await createMemoryClient({ clock })
    await fresh.start()
    const wrapper = await show(fresh, false)
    await choose(wrapper, backup)
    expect(wrapper.get('h2').text()).toBe('A backup of “Home”')
    await button(wrapper, 'Restore this backup').trigger('click')
    await until(wrapper, 'Your book is back')
    expect(useBookStore().bookId).toBe(bookId)
    expect(useBookStore().name).toBe('Home')
    expect(hasButton(wrapper, 'Undo restore')).toBe(false)
  })
})

describe('a file that is no backup of the open book', () => {
  test('can be opened as a book of its own, under a name that is asked for', async () => {
    const wrapper = await show(client, true)
    const made = await must(client.device.createBook({ templateId: 'blank', name: 'Other', currency: 'USD', withSamples: false, at: clock.now(), who: '' }))
    const other = await must(client.makeBackup(made.bookId, { kind: 'manual', note: '' }, () => undefined).outcome)
    await must(client.device.removeBook(made.bookId, clock.now(), ''))
    await choose(wrapper, new File([other.file], other.fileName))
    expect(hasButton(wrapper, 'Restore this backup')).toBe(false)
    await button(wrapper, 'Open as a new book').trigger('submit')
    await until(wrapper, '“Other” is open')
    expect(useBookStore().name).toBe('Other')
  })

  test('that another program made is opened under a name that is asked for beside the button', async () => {
    const wrapper = await show(client, true)
    const file = 'budget_backup_20240101_120000.json'
    await choose(wrapper, new File([readFileSync(`tests/fixtures/foreign/${file}`)], file))
    const name = wrapper.get<HTMLInputElement>('form.open-as-new-book input')
    await name.setValue('')
    await wrapper.get('form.open-as-new-book').trigger('submit')
    expect(wrapper.text()).toContain('Give the book a name.')
    await name.setValue('Side book')
    await wrapper.get('form.open-as-new-book').trigger('submit')
    await until(wrapper, '“Side book” is open')
    expect(useBookStore().name).toBe('Side book')
  })

  test('is refused when it is none at all, and nothing changes', async () => {
    const wrapper = await show(client, true)
    const before = useBookStore().generation
    await choose(wrapper, new File(['<html><body>404</body></html>'], 'backup.db'))
    expect(wrapper.get('h2').text()).toBe('Not a backup')
    expect(wrapper.text()).toContain('It is a web page')
    expect(wrapper.text()).toContain('Nothing was changed.')
    expect(hasButton(wrapper, 'Restore this backup')).toBe(false)
    expect(hasButton(wrapper, 'Open as a new book')).toBe(false)
    expect(useBookStore().generation).toBe(before)
  })
})
