import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import SettingsPage from '../../../src/app/pages/SettingsPage.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { useDeviceStore } from '../../../src/app/stores/device'
import { createMemoryClient, createTestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

async function show(options: Parameters<typeof createMemoryClient>[0] = {}) {
  const clock = createTestClock()
  const client = await createMemoryClient({ clock, ...options })
  const { wrapper } = await mountInApp(SettingsPage, client, { at: 'settings' })
  const device = useDeviceStore()
  await device.start()
  const made = await device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true })
  if (!made.ok) throw new Error(made.failure.type)
  const { bookId } = made.value
  const fields = [
    { name: 'user', kind: 'text', required: true, choices: [], refersTo: null },
    { name: 'password', kind: 'text', required: false, choices: [], refersTo: null },
  ] as const
  await client.device.edit(bookId, { type: 'addTable', name: 'logins', fields }, clock.now())
  await useBookStore().open(bookId)
  await flushPromises()
  return { wrapper, client, bookId }
}

function switchOf(wrapper: VueWrapper, table: string, field: string) {
  const details = wrapper.findAll('details').find((one) => one.get('summary').text() === table)
  const label = details?.findAll('label').find((one) => one.text() === field)
  const input = label && wrapper.find<HTMLInputElement>(`[id="${label.attributes('for') ?? ''}"]`)
  if (!input) throw new Error(`no switch for ${table}.${field}`)
  return input
}

test('a field that looks secret stays out of backups until it is switched on; any other stays in until switched off', async () => {
  const { wrapper, client, bookId } = await show()
  expect(wrapper.text()).toContain('Left out now: logins · password.')
  expect(switchOf(wrapper, 'logins', 'password').element.checked).toBe(false)
  await switchOf(wrapper, 'logins', 'password').setValue(true)
  await switchOf(wrapper, 'expenses', 'notes').setValue(false)
  await flushPromises()
  expect(client.settings().books[bookId]).toMatchObject({
    keepFields: [{ table: 'logins', field: 'password' }],
    leaveOutFields: [{ table: 'expenses', field: 'notes' }],
  })
  expect(wrapper.text()).toContain('Left out now: expenses · notes.')
  await switchOf(wrapper, 'logins', 'password').setValue(false)
  await flushPromises()
  expect(client.settings().books[bookId]?.keepFields).toEqual([])
})

test('a field that each record must have cannot be left out', async () => {
  const { wrapper } = await show()
  expect(switchOf(wrapper, 'expenses', 'id').element.disabled).toBe(true)
  expect(switchOf(wrapper, 'logins', 'user').element.disabled).toBe(true)
})

test('the reminder takes levels only in rising order', async () => {
  const { wrapper, client } = await show()
  const hours = wrapper.get<HTMLInputElement>('[aria-label="Due: Hours"]')
  await hours.setValue(30)
  await hours.trigger('change')
  await flushPromises()
  expect(wrapper.text()).toContain('Each level has to be above the one before.')
  expect(client.settings().thresholds.hours).toEqual([12, 24, 72])
  await hours.setValue(8)
  await hours.trigger('change')
  await flushPromises()
  expect(client.settings().thresholds.hours).toEqual([8, 24, 72])
})

test('a book is removed only when its name is typed, and what would be lost is said first', async () => {
  const { wrapper, client } = await show()
  const remove = wrapper.findAll('button').find((one) => one.text() === 'Remove…')
  await remove?.trigger('click')
  await flushPromises()
  await eventually(() => expect(wrapper.get('dialog').text()).toMatch(/exists? only on this device/))
  const confirm = wrapper.get<HTMLButtonElement>('dialog button[type="submit"]')
  expect(confirm.element.disabled).toBe(true)
  await wrapper.get('dialog input').setValue('Home')
  expect(confirm.element.disabled).toBe(false)
  await wrapper.get('dialog form').trigger('submit')
  await eventually(() => expect(useDeviceStore().books).toEqual([]))
  const report = await client.start()
  expect(report.ok && report.value.books).toEqual([])
})

test('where the private file system is missing, the page says that there is one copy only', async () => {
  const { wrapper } = await show({ hasLog: false })
  expect(wrapper.text()).toContain('there is one copy only')
})

test('colours and density are kept as soon as they are chosen', async () => {
  const { wrapper, client } = await show()
  await wrapper.get('input[name="theme"][value="dark"]').setValue(true)
  await wrapper.get('input[name="density"][value="compact"]').setValue(true)
  await flushPromises()
  expect(client.settings()).toMatchObject({ theme: 'dark', density: 'compact' })
})
