import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import BookShapeCard from '../../../src/app/components/settings/BookShapeCard.vue'
import StartBookDialog from '../../../src/app/components/shell/StartBookDialog.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { useDeviceStore } from '../../../src/app/stores/device'
import { listTemplates } from '../../../src/core/book/templates/listTemplates'
import { writeTemplateFile } from '../../../src/core/book/templates/templateFile'
import type { Template } from '../../../src/core/book/templates/template'
import { createMemoryClient } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

async function show() {
  const client = await createMemoryClient()
  const { wrapper } = await mountInApp(StartBookDialog, client, { props: { open: true } })
  await useDeviceStore().start()
  await flushPromises()
  return { wrapper, client }
}

async function giveFile(wrapper: VueWrapper, text: string) {
  const input = wrapper.get<HTMLInputElement>('input[type=file]')
  Object.defineProperty(input.element, 'files', { value: [new File([text], 'ours.nightsafe-template.json')], configurable: true })
  await input.trigger('change')
}

const radios = (wrapper: VueWrapper) => wrapper.findAll<HTMLInputElement>('input[type=radio]')

test.each(listTemplates().map(({ id }) => id))('%s is offered with what it is for, and begins', async (id) => {
  const { wrapper, client } = await show()
  expect(radios(wrapper).map(({ element }) => element.value)).toEqual(listTemplates().map((one) => one.id))
  await radios(wrapper).find(({ element }) => element.value === id)?.setValue()
  expect(wrapper.text()).not.toMatch(/templates\./)
  await wrapper.get('form').trigger('submit')
  await eventually(() => expect(useBookStore().bookId).not.toBe(null), 20_000)
  const opened = await client.device.describeBook(useBookStore().bookId ?? '')
  if (!opened.ok) throw new Error(opened.failure.type)
  const template = listTemplates().find((one) => one.id === id)
  expect(opened.value.description.layout).toEqual(template?.layout)
  expect(opened.value.description.hasSamples).toBe(id !== 'blank')
  expect(opened.value.description.tables).toHaveLength((template?.tables.length ?? 0) + (template?.views?.length ?? 0))
})

test('a template file begins a book, with its views asleep', async () => {
  const { wrapper, client } = await show()
  const shop = listTemplates().find((one) => one.id === 'shop') as Template
  await giveFile(wrapper, writeTemplateFile({ ...shop, name: 'Our shops', description: 'As we keep it' }))
  await eventually(() => expect(radios(wrapper).find(({ element }) => element.value === 'file')?.element.checked).toBe(true))
  expect(wrapper.text()).toContain('As we keep it')
  expect(wrapper.text()).toContain('sleep until you wake them')
  expect(wrapper.findAll<HTMLInputElement>('input').map(({ element }) => element.value)).toContain('Our shops')
  await wrapper.get('form').trigger('submit')
  await eventually(() => expect(useBookStore().bookId).not.toBe(null), 20_000)
  const opened = await client.device.describeBook(useBookStore().bookId ?? '')
  if (!opened.ok) throw new Error(opened.failure.type)
  expect(opened.value.description.asleep.map(({ name }) => name)).toEqual(shop.views?.map(({ name }) => name))
  expect(opened.value.description.tables.every(({ kind }) => kind === 'table')).toBe(true)
})

test('the names that programs gave in a template file read as titles', async () => {
  const { wrapper } = await show()
  const shop = listTemplates().find((one) => one.id === 'shop') as Template
  await giveFile(wrapper, writeTemplateFile({ ...shop, name: 'corner_shop' }))
  await eventually(() => expect(radios(wrapper).find(({ element }) => element.value === 'file')?.element.checked).toBe(true))
  expect(wrapper.findAll('.card .name').at(-1)?.text()).toBe('Corner shop')
  expect(wrapper.get('.inside').text()).toContain('Cash counts')
  expect(wrapper.findAll<HTMLInputElement>('input').map(({ element }) => element.value)).toContain('Corner shop')
})

test('a refused file says why, and what was chosen stays', async () => {
  const { wrapper } = await show()
  await giveFile(wrapper, '{"format":"nightsafe-template","formatVersion":9}')
  await eventually(() => expect(wrapper.text()).toContain('No book can begin with this file'))
  expect(wrapper.text()).toContain('a newer app made it')
  expect(radios(wrapper).find(({ element }) => element.checked)?.element.value).toBe('household-budget')
  await giveFile(wrapper, 'PK')
  await eventually(() => expect(wrapper.text()).toContain('it is no template file'))
})

test('samples that break the rules of their own table begin no book', async () => {
  const { wrapper } = await show()
  const file = { format: 'nightsafe-template', formatVersion: 1, name: 'N', description: '', tables: [{ name: 'a', fields: [{ name: 'b', kind: 'text', required: true }], samples: [{}] }] }
  await giveFile(wrapper, JSON.stringify(file))
  await eventually(() => expect(radios(wrapper)).toHaveLength(7))
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect(useDeviceStore().books).toEqual([])
})

test('the shape of a book is saved as a file that reads back', async () => {
  const client = await createMemoryClient()
  const { wrapper } = await mountInApp(BookShapeCard, client)
  const device = useDeviceStore()
  await device.start()
  const made = await device.createBook({ templateId: 'society', name: 'Rose Court', currency: 'EUR', withSamples: true })
  if (!made.ok) throw new Error(made.failure.type)
  await useBookStore().open(made.value.bookId)
  const offered: Blob[] = []
  URL.createObjectURL = (blob: Blob) => (offered.push(blob), 'blob:x')
  URL.revokeObjectURL = () => undefined
  await wrapper.get('form').trigger('submit')
  await eventually(() => expect(wrapper.text()).toContain('Rose_Court.nightsafe-template.json'), 20_000)
  expect(wrapper.text()).not.toContain('not carried exactly')
  const text = await offered[0]?.text()
  expect(text).toContain('"name": "Rose Court"')
  expect(text).not.toContain('Priya')
})
