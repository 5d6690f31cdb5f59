import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import App from '../../../src/app/App.vue'
import { useDroppedFile } from '../../../src/app/composables/useDroppedFile'
import { createAppI18n } from '../../../src/app/i18n'
import { en } from '../../../src/app/locales/en'
import { createAppRouter } from '../../../src/app/router'
import { useBookStore } from '../../../src/app/stores/book'
import { useNoticeStore } from '../../../src/app/stores/notice'
import { clientKey } from '../../../src/app/useClient'
import type { Witness } from '../../../src/core/book/storage'
import { createMemoryDevice } from '../../../src/platform/memory/memoryDevice'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock } from '../../support/createMemoryClient'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

const WAIT = { timeout: 10_000 }
const clock = createTestClock()

function button(wrapper: VueWrapper, name: string) {
  const found = wrapper.findAll('button').find((one) => one.text() === name)
  if (!found) throw new Error(`no button ${name}: ${wrapper.text()}`)
  return found
}
const names = (wrapper: VueWrapper) => wrapper.findAll('button').map((one) => one.text())
const until = (wrapper: VueWrapper, words: string) => eventually(() => expect(wrapper.text()).toContain(words), WAIT)
const status = (wrapper: VueWrapper) => wrapper.get('[role="status"][aria-label="Backup status"]').text()

/** The whole app with its real places, over a client in memory. */
async function show(client: NightsafeClient) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createAppRouter(createMemoryHistory())
  await router.push('/today')
  const wrapper = mount(App, { attachTo: document.body, global: { plugins: [pinia, createAppI18n(en), router], provide: { [clientKey as symbol]: client } } })
  await flushPromises()
  return { wrapper, router }
}

async function clientWithBook(options: Parameters<typeof createMemoryClient>[0] = {}) {
  const device = createMemoryDevice()
  const maker = await createMemoryClient({ device, clock })
  await maker.start()
  const made = await maker.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  return { client: await createMemoryClient({ device, clock, ...options }), device, bookId: made.value.bookId }
}

function press(key: string, how: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how })
  window.dispatchEvent(event)
  return event
}

test('an empty device puts restoring first, whatever page was asked for', async () => {
  const { wrapper, router } = await show(await createMemoryClient({ clock }))
  await until(wrapper, 'Bring your book back')
  expect(router.currentRoute.value.name).toBe('start')
  expect(wrapper.text()).toContain('There are no records on this device.')
  const ways = ['Restore from a backup', 'Start a book', 'Open a file of another program']
  expect(names(wrapper).filter((name) => ways.includes(name))).toEqual(ways)
  expect(wrapper.find('nav').exists()).toBe(false)
})

test('a book that was here and is gone is an incident with its name, until the person lets go of it', async () => {
  const gone: Witness = { bookId: 'a'.repeat(32), name: 'Corner shop', generation: 1204 }
  const witnesses = new Map([[gone.bookId, gone]])
  const { wrapper } = await show(await createMemoryClient({ clock, witnesses }))
  await until(wrapper, '“Corner shop” is gone from this device')
  expect(wrapper.text()).toContain('1,204')
  expect(wrapper.text()).not.toContain('There are no records on this device.')
  expect(names(wrapper).filter((name) => name === 'Restore from a backup')).toHaveLength(1)
  await button(wrapper, 'Do not tell me again').trigger('click')
  expect(wrapper.text()).toContain('There are no records on this device.')
  expect(witnesses.size).toBe(0)
})

test('starting a book from the start page leads to its day', async () => {
  const { wrapper, router } = await show(await createMemoryClient({ clock }))
  await until(wrapper, 'Bring your book back')
  await button(wrapper, 'Start a book').trigger('click')
  await eventually(() => expect(wrapper.find('dialog form').exists()).toBe(true), WAIT)
  await wrapper.get('dialog form').trigger('submit')
  await until(wrapper, 'Close the day')
  expect(router.currentRoute.value.name).toBe('today')
  expect(useBookStore().name).toBe('Household')
  expect(wrapper.get('nav').text()).toMatch(/Today.*Tables.*Backups.*Journal.*Settings/)
})

test('the header tells what is saved and what exists only here, and counts on', async () => {
  const { client, bookId } = await clientWithBook()
  const { wrapper } = await show(client)
  await until(wrapper, 'Close the day')
  await eventually(() => expect(status(wrapper)).toContain('Saved here'))
  await client.device.edit(bookId, { type: 'renameBook', name: 'Home again' }, clock.now())
  await eventually(() => expect(status(wrapper)).toContain('1 change only here'))
  await eventually(() => expect(wrapper.get('header').text()).toContain('Home again'))
})

test('Ctrl+Z undoes, tells what, and offers it again; the offer lapses with the next change', async () => {
  const { client } = await clientWithBook()
  const { wrapper } = await show(client)
  await until(wrapper, 'Remove the sample records')
  await button(wrapper, 'Remove the sample records').trigger('click')
  await until(wrapper, 'The sample records were removed')
  press('z', { ctrlKey: true })
  await until(wrapper, 'Undone: removing the sample records')
  expect(wrapper.text()).not.toContain('The sample records were removed')
  press('z', { ctrlKey: true, shiftKey: true })
  await until(wrapper, 'Done again: removing the sample records')
  expect(wrapper.text()).not.toContain('Undone:')
})

test('undo and redo have buttons that say which step, and rest while there is none', async () => {
  const { client } = await clientWithBook()
  const { wrapper } = await show(client)
  await until(wrapper, 'Remove the sample records')
  const labelled = (label: string) => wrapper.get('header').find(`button[aria-label="${label}"]`)
  await eventually(() => expect(labelled('Undo').attributes()).toMatchObject({ 'aria-disabled': 'true', title: 'There is nothing to undo' }))
  await button(wrapper, 'Remove the sample records').trigger('click')
  await eventually(() => expect(labelled('Undo: removing the sample records').attributes('aria-disabled')).toBeUndefined())
  await labelled('Undo: removing the sample records').trigger('click')
  await until(wrapper, 'Undone: removing the sample records')
  expect(labelled('Undo').attributes('aria-disabled')).toBe('true')
  await labelled('Do again: removing the sample records').trigger('click')
  await until(wrapper, 'Done again: removing the sample records')
})

test('what can be taken back in a book is known again when one comes back to it', async () => {
  const { client, bookId } = await clientWithBook()
  await show(client)
  const book = useBookStore()
  await eventually(() => expect(book.bookId).toBe(bookId))
  await book.edit({ type: 'renameBook', name: 'Home again' })
  const other = await client.device.createBook({ templateId: 'blank', name: 'Other', currency: 'EUR', withSamples: false, at: clock.now(), who: '' })
  if (!other.ok) throw new Error(other.failure.type)
  await book.open(other.value.bookId)
  expect(book.undoable).toBeNull()
  await book.open(bookId)
  expect(book.undoable).toBe('renameBook')
})

test('keys never reach the browser: Ctrl+S backs up, Ctrl+O goes to restore, ? lists the keys', async () => {
  const { client, bookId } = await clientWithBook()
  const { wrapper, router } = await show(client)
  await until(wrapper, 'Close the day')
  expect(press('s', { ctrlKey: true }).defaultPrevented).toBe(true)
  await eventually(async () => {
    const facts = await client.device.backupFacts(bookId)
    expect(facts.ok && facts.value.map((fact) => fact.kind)).toEqual(['manual'])
  }, WAIT)
  expect(press('o', { ctrlKey: true }).defaultPrevented).toBe(true)
  await eventually(() => expect(router.currentRoute.value.name).toBe('restore'), WAIT)
  press('?', { shiftKey: true })
  await until(wrapper, 'Undo the latest change')
})

test('undo stays with the text that is being typed', async () => {
  const { client } = await clientWithBook()
  const { wrapper } = await show(client)
  await until(wrapper, 'Close the day')
  const note = wrapper.get('textarea').element
  const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true })
  note.dispatchEvent(event)
  expect(event.defaultPrevented).toBe(false)
})

test('a file dropped anywhere waits for the restore page', async () => {
  const { client } = await clientWithBook()
  const { wrapper, router } = await show(client)
  await until(wrapper, 'Close the day')
  const file = new File(['x'], 'some.db')
  const data = { types: ['Files'], files: [file] }
  const drag = (type: string) => Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer: data })
  window.dispatchEvent(drag('dragenter'))
  await until(wrapper, 'Drop it here')
  const offered = vi.spyOn(router, 'push')
  window.dispatchEvent(drag('drop'))
  await flushPromises()
  expect(wrapper.text()).not.toContain('Drop it here')
  expect(offered).toHaveBeenCalledWith({ name: 'restore' })
  useDroppedFile().take()
})

test('what could not be done on a page is told until the page is left, what went wrong with the book until it is closed', async () => {
  const { client } = await clientWithBook()
  const { wrapper, router } = await show(client)
  await until(wrapper, 'Home')
  const notices = useNoticeStore()
  notices.tell({ tone: 'risk', title: 'Values are too long', untilLeft: true })
  notices.tell({ tone: 'risk', title: 'The disk is full' })
  await until(wrapper, 'Values are too long')
  await router.push('/journal')
  await eventually(() => expect(notices.notices.map(({ title }) => title)).toEqual(['The disk is full']))
})

test('on a phone the status says the same in fewer words', async () => {
  const { client } = await clientWithBook()
  const { happyDOM } = window as { happyDOM?: { setViewport(size: { width: number; height: number }): void } }
  happyDOM?.setViewport({ width: 390, height: 844 })
  try {
    const { wrapper } = await show(client)
    await eventually(() => expect(status(wrapper)).toMatch(/^Saved.*no backup yet.*nothing changed yet$/s), WAIT)
  } finally {
    happyDOM?.setViewport({ width: 1024, height: 768 })
  }
})
