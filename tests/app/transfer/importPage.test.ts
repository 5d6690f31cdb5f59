import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import '../../../src/app/pages/tables/ImportPage.vue'
import { openTables } from '../records/openTables'
import { eventually } from '../../support/eventually'

const text = 'name,role\nAda,\nBen,\n,\n'

async function openImport(at: string, content: string) {
  const opened = await openTables(at)
  const { wrapper } = opened
  await flushPromises()
  await eventually(() => expect(wrapper.find('input[type=file]').exists()).toBe(true), { timeout: 10_000 })
  const input = wrapper.get<HTMLInputElement>('input[type=file]')
  Object.defineProperty(input.element, 'files', { value: [new File([content], 'people.csv')] })
  await input.trigger('change')
  await eventually(() => expect(wrapper.text()).toContain('See what would happen'), { timeout: 10_000 })
  const press = async (name: RegExp) => {
    await wrapper.findAll('button').find((one) => name.test(one.text()))!.trigger('click')
    await flushPromises()
  }
  return { ...opened, press }
}

test('a file is matched, tried and brought in; one undo takes it back', async () => {
  const { wrapper, book, press } = await openImport('/import/members', text)
  const before = book.table('members')?.records ?? -1
  expect(wrapper.text()).toContain('people.csv · 3 records · 2 columns')
  expect(wrapper.get<HTMLSelectElement>('[aria-label="Where “name” goes"]').element.value).toBe('field:name')
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('2 records are added.'), { timeout: 10_000 })
  expect(wrapper.text()).toContain('1 row does not fit')
  await press(/Leave 1 row out and import 2 records/)
  await eventually(() => expect(book.table('members')?.records).toBe(before + 2), { timeout: 10_000 })
  expect(book.undoable).toBe('bringIn')
  await book.undo()
  expect(book.table('members')?.records).toBe(before)
}, 30_000)

test('several fields together tell which records are there already', async () => {
  const { wrapper, press } = await openImport('/import/members', 'name,role\nZoe,adult\nZoe,child\nZoe,adult\n')
  const select = (label: RegExp) => wrapper.findAll('label').find((one) => label.test(one.text()))
  const selectOf = (label: RegExp) => wrapper.get<HTMLSelectElement>(`#${select(label)!.attributes('for')}`)
  const fields = () => [...selectOf(/^And by \(2\)/).element.options].map(({ text }) => text)
  expect(select(/^And by/)).toBeUndefined()
  await selectOf(/^Told by/).setValue('name')
  expect(fields()).toEqual(['Nothing else', 'role'])
  await selectOf(/^And by \(2\)/).setValue('role')
  await press(/See what would happen/)
  // the third row is the first one again; the second is another one by both fields, though the table wants names to differ
  await eventually(() => expect(wrapper.text()).toContain('1 record is added.'), { timeout: 10_000 })
  expect(wrapper.text()).toContain('1 row changes nothing')
  expect(wrapper.text()).toContain('another record has the same “name”')
  await press(/Back to the columns/)
  await selectOf(/^Told by/).setValue('')
  expect(selectOf(/^Told by/).element.value).toBe('role')
}, 30_000)

test('a new table needs a name that is free, and two columns cannot go to one field', async () => {
  const { wrapper, press } = await openImport('/import', 'a,b\n1,2\n')
  const name = wrapper.get('input[maxlength="64"]')
  await name.setValue('members')
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('The name is taken'), { timeout: 10_000 })
  await wrapper.get('[aria-label="Name of the new field for “b”"]').setValue('A')
  expect(wrapper.text()).toContain('Two columns go to “A”')
  expect(wrapper.findAll('button').find((one) => one.text() === 'See what would happen')!.attributes('disabled')).toBeDefined()
}, 30_000)
