import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import App from '../../../src/app/App.vue'
import { createAppI18n } from '../../../src/app/i18n'
import { en } from '../../../src/app/locales/en'
import { createAppRouter } from '../../../src/app/router'
import { useBookStore } from '../../../src/app/stores/book'
import { useRecordsStore } from '../../../src/app/stores/records'
import { clientKey } from '../../../src/app/useClient'
import { createMemoryDevice } from '../../../src/platform/memory/memoryDevice'
import { createMemoryClient, createTestClock } from '../../support/createMemoryClient'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

const WAIT = { timeout: 10_000 }
const clock = createTestClock()

/** The whole app with one book open, or none. */
async function show(hasBook = true) {
  const device = createMemoryDevice()
  if (hasBook) {
    const maker = await createMemoryClient({ device, clock })
    await maker.start()
    const made = await maker.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' })
    if (!made.ok) throw new Error(made.failure.type)
  }
  const client = await createMemoryClient({ device, clock })
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createAppRouter(createMemoryHistory())
  await router.push('/today')
  const wrapper = mount(App, { attachTo: document.body, global: { plugins: [pinia, createAppI18n(en), router], provide: { [clientKey as symbol]: client } } })
  await eventually(() => expect(wrapper.text()).toContain(hasBook ? 'Close the day' : 'Bring your book back'), WAIT)
  // the active pinia may still be that of the app before, whose last work is under way
  return { wrapper, router, client, book: useBookStore(pinia), records: useRecordsStore(pinia) }
}

const press = (key: string, how: KeyboardEventInit = {}, target: EventTarget = window) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how })
  target.dispatchEvent(event)
  return event
}

async function openPalette(wrapper: VueWrapper) {
  press('k', { ctrlKey: true })
  await eventually(() => expect(wrapper.find('[role=combobox][aria-label^="A page"]').exists()).toBe(true), WAIT)
  return wrapper.get<HTMLInputElement>('[role=combobox][aria-label^="A page"]')
}
const lines = (wrapper: VueWrapper) => wrapper.findAll('dialog [role=option]').map((line) => line.text())
const chosen = (wrapper: VueWrapper) => wrapper.get('dialog [role=option][aria-selected=true]')

test('Ctrl+K opens it with the focus in its input; the arrows move through the list, Enter goes there, and it is first next time', async () => {
  const { wrapper, router } = await show()
  const input = await openPalette(wrapper)
  await eventually(() => expect(document.activeElement).toBe(input.element))
  expect(chosen(wrapper).text()).toBe('Back up now')
  await input.setValue('journ')
  expect(lines(wrapper)).toEqual(['Journal'])
  await input.setValue('')
  await input.trigger('keydown', { key: 'ArrowUp' })
  expect(chosen(wrapper).text()).toBe('New record in members')
  await input.trigger('keydown', { key: 'ArrowDown' })
  await input.trigger('keydown', { key: 'ArrowDown' })
  expect(input.attributes('aria-activedescendant')).toBe(chosen(wrapper).attributes('id'))
  await input.setValue('journ')
  await input.trigger('keydown', { key: 'Enter' })
  await eventually(() => expect(router.currentRoute.value.name).toBe('journal'), WAIT)
  expect(wrapper.find('[role=combobox][aria-label^="A page"]').exists()).toBe(false)
  await openPalette(wrapper)
  expect(lines(wrapper)[0]).toBe('Journal')
})

test('records are found from two letters on, each with its table, and opened', async () => {
  const { wrapper, router, client, book } = await show()
  const rows = vi.spyOn(client.device, 'rows')
  const { bookId, tables } = book
  const members = tables.find(({ name }) => name === 'members')
  const first = await client.device.rows(bookId ?? '', { table: 'members', from: 0, count: 1, sort: [], search: '' })
  const place = members?.fields.findIndex(({ kind }) => kind === 'text') ?? -1
  const name = first.ok ? String(first.value.rows[0]?.cells[place]) : ''
  const input = await openPalette(wrapper)
  rows.mockClear()
  await input.setValue(name.slice(0, 1))
  await new Promise((resolve) => setTimeout(resolve, 260))
  expect(rows.mock.calls.filter(([, query]) => query.search !== '')).toEqual([])
  await input.setValue(name)
  await eventually(() => expect(lines(wrapper)).toContain(`${name}members`), WAIT)
  // a line that was chosen before the records came stays chosen
  await input.setValue('me')
  const before = chosen(wrapper).text()
  expect(before).toBe('members')
  await eventually(() => expect(lines(wrapper).length).toBeGreaterThan(6), WAIT)
  expect(chosen(wrapper).text()).toBe(before)
  await input.setValue(name)
  await eventually(() => expect(lines(wrapper)).toContain(`${name}members`), WAIT)
  await wrapper.findAll('dialog [role=option]').find((line) => line.text() === `${name}members`)?.trigger('click')
  await eventually(() => expect(router.currentRoute.value.name).toBe('record'), WAIT)
  expect(router.currentRoute.value.params['table']).toBe('members')
})

test('a saved view is chosen; one of a table that is gone is passed over', async () => {
  const { wrapper, router, book, records } = await show()
  const view = { id: 'v1', table: 'members', name: 'Everyone by name', filter: { match: 'all', conditions: [] }, search: 'a', sort: [], hidden: [], order: [], pinned: [], groups: [], totals: [] } as const
  expect(await book.edit({ type: 'changeLayout', layout: { views: [view, { ...view, id: 'v2', table: 'gone', name: 'Everyone gone' }] } })).toMatchObject({ ok: true })
  const input = await openPalette(wrapper)
  await input.setValue('everyone')
  await eventually(() => expect(lines(wrapper)).toEqual(['Everyone by namemembers']), WAIT)
  await input.trigger('keydown', { key: 'Enter' })
  await eventually(() => expect(router.currentRoute.value.params['table']).toBe('members'), WAIT)
  expect(records.viewOf(book.bookId ?? '', 'members').viewId).toBe('v1')
})

test('what is not there is said, and Enter does nothing', async () => {
  const { wrapper, router } = await show()
  const input = await openPalette(wrapper)
  await input.setValue('zzqx')
  await eventually(() => expect(wrapper.text()).toContain('Nothing is called “zzqx”'), WAIT)
  expect(input.attributes('aria-expanded')).toBe('false')
  await input.trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(router.currentRoute.value.name).toBe('today')
  expect(input.isVisible()).toBe(true)
})

test('the header has a button for it; without a book there is neither button nor key', async () => {
  const { wrapper } = await show()
  await wrapper.get('header button[aria-label="Find or do…"]').trigger('click')
  await eventually(() => expect(wrapper.find('[role=listbox]').exists()).toBe(true), WAIT)
  wrapper.unmount()
  const { wrapper: empty } = await show(false)
  expect(empty.find('button[aria-label="Find or do…"]').exists()).toBe(false)
  expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(true)
  await flushPromises()
  expect(empty.find('[role=listbox]').exists()).toBe(false)
})

test('the pages of import, print and SQL are among the tables, in the navigation and the title', async () => {
  const { wrapper, router } = await show()
  for (const [path, title] of [['/import', 'Import'], ['/print/members', 'members'], ['/sql', 'Ask in SQL']] as const) {
    await router.push(path)
    await flushPromises()
    expect(wrapper.findAll('nav .place[aria-current]').map((place) => [place.text(), place.attributes('aria-current')])).toEqual([['Tables', 'true']])
    expect(document.title).toBe(`${title} · Home · Nightsafe`)
  }
})
