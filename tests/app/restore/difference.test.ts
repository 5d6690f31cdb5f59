import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import CopyViewer from '../../../src/app/components/restore/CopyViewer.vue'
import DifferenceView from '../../../src/app/components/restore/DifferenceView.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { fail, ok } from '../../../src/core/base/result'
import type { RecordDifference } from '../../../src/core/restore/difference/difference'
import type { OpenDifference } from '../../../src/worker/client/copies'
import { mountInApp } from '../../support/mountInApp'
import { headOf } from './assessments'
import { DESCRIPTION, done, endless, fakeClient, openCopyOf, openDifferenceOf, SALES, STOCK, tableDifference } from './fakeClient'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)
afterEach(() => vi.restoreAllMocks())

const BOOK = headOf(77).identity.bookId
const COPY = { kind: 'restore-point', bookId: BOOK, id: '1' } as const
const until = (wrapper: VueWrapper, words: string) => eventually(() => expect(wrapper.text()).toContain(words), 5_000)
function button(wrapper: VueWrapper, name: string) {
  const found = wrapper.findAll('button').find((one) => one.text() === name)
  if (!found) throw new Error(`no button ${name}`)
  return found
}
const bodyRows = (wrapper: VueWrapper) => wrapper.findAll('[role="row"][data-index]')

/** The names of the files that are offered as downloads from now on. */
function watchDownloads(): string[] {
  const names: string[] = []
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download)
  })
  return names
}

async function compare(difference: OpenDifference, device: Parameters<typeof fakeClient>[0] = {}) {
  const client = fakeClient({ openDifference: () => done(difference), ...device })
  const { wrapper } = await mountInApp(DifferenceView, client, { props: { copy: COPY, bookId: BOOK } })
  const book = useBookStore()
  book.head = headOf(77)
  book.description = DESCRIPTION
  await flushPromises()
  return wrapper
}

describe('the differences between a copy and the book', () => {
  test('are counted by table, with the newest records and the shape', async () => {
    const { difference } = openDifferenceOf({
      tables: [
        tableDifference({ shape: [{ field: 'till', here: null, inFile: 'TEXT' }, { field: 'note', here: 'TEXT', inFile: 'INTEGER' }] }),
        tableDifference({ name: 'Old', side: 'only-in-file', onlyHere: 0, onlyInFile: 4, changed: 0, newestHere: null, newestInFile: { key: [1], moment: '2026-01-13' } }),
        tableDifference({ name: 'Same', onlyHere: 0, onlyInFile: 0, changed: 0 }),
      ],
      objects: [{ type: 'view', name: 'balances', side: 'only-in-file' }],
    })
    const wrapper = await compare(difference)
    const rows = wrapper.findAll('.tables tbody tr').map((row) => row.findAll('td.number, td.newest').map((cell) => cell.text()))
    expect(rows).toEqual([
      ['2', '1', '3', expect.stringMatching(/[04]:40/), 'no date', 'Records'],
      ['–', '4', '–', '–', '2026-01-13', 'Records'],
    ])
    for (const words of ['Field “till” is only in the copy.', 'Field “note”: TEXT here, INTEGER in the copy.', 'The table is only in the copy.', 'View “balances” is only in the copy.', '1 other table is the same']) {
      expect(wrapper.text()).toContain(words)
    }
  })

  test('are none at times', async () => {
    const wrapper = await compare(openDifferenceOf({ tables: [tableDifference({ onlyHere: 0, onlyInFile: 0, changed: 0 })], objects: [] }).difference)
    expect(wrapper.text()).toBe('No record differs.')
  })

  test('are stopped while being looked for, and begun again', async () => {
    const run = endless<OpenDifference>()
    const { difference } = openDifferenceOf({ tables: [tableDifference()], objects: [] })
    let runs = 0
    const wrapper = await compare(difference, { openDifference: () => (runs++ === 0 ? run : done(difference)) })
    await button(wrapper, 'Cancel').trigger('click')
    await until(wrapper, 'Show every difference')
    expect(run.cancelled).toBe(true)
    await button(wrapper, 'Show every difference').trigger('click')
    await until(wrapper, 'Differing records of Sales')
  })

  test('that cannot be told say why', async () => {
    const { difference } = openDifferenceOf({ tables: [], objects: [] })
    const wrapper = await compare(difference, { openDifference: () => ({ outcome: Promise.resolve(fail({ type: 'RestorePointNotFound' })), cancel: () => undefined }) })
    expect(wrapper.text()).toContain('The restore point is gone')
  })

  test('are let go of with the page', async () => {
    const { difference, calls } = openDifferenceOf({ tables: [tableDifference()], objects: [] })
    const wrapper = await compare(difference)
    wrapper.unmount()
    expect(calls.closed).toBe(1)
  })
})

describe('the differing records of a table', () => {
  const MANY = 100_000
  const many = () => openDifferenceOf({ tables: [tableDifference({ changed: MANY })], objects: [] }, { records: MANY })

  test('reach the page only in windows, wherever it is scrolled to', async () => {
    const { difference, calls } = many()
    const wrapper = await compare(difference)
    await until(wrapper, '100,000 records')
    expect(wrapper.get('[role="grid"]').attributes('aria-rowcount')).toBe('100001')
    expect(bodyRows(wrapper).length).toBeLessThan(60)
    const scroller = wrapper.get('[role="grid"]')
    scroller.element.scrollTop = 50_000 * 36
    await scroller.trigger('scroll')
    await flushPromises()
    expect(bodyRows(wrapper).length).toBeLessThan(60)
    expect(wrapper.text()).toContain('50000')
    expect(calls.rows.length).toBeLessThan(6)
    expect(Math.max(...calls.rows.map(({ count }) => count))).toBeLessThanOrEqual(100)
  })

  test('show what was and what is, in words too, and in full when opened', async () => {
    const wrapper = await compare(many().difference)
    await until(wrapper, '100,000 records')
    const first = bodyRows(wrapper)[0]
    if (!first) throw new Error('no row')
    expect(first.get('del').text()).toBe('old 1')
    expect(first.get('ins').text()).toBe('new 1')
    expect(first.text()).toContain('on this device:')
    expect(first.text()).toContain('in the copy:')
    await first.trigger('click')
    const record = wrapper.get('section[aria-label="Record 1"]')
    expect(record.findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))).toEqual([
      ['id', '1', '1'],
      ['note changed', 'old 1', 'new 1'],
      ['place', 'till', 'till'],
    ])
  })

  test('call a record that is referred to by its name, and two of one name by their keys as well; numbers stand under one another', async () => {
    const [id, note, place] = SALES.fields
    if (!id || !note || !place) throw new Error('no fields')
    const fields = [id, { ...note, kind: 'money' as const }, { ...place, kind: 'reference' as const, refersTo: { table: 'Stock', field: 'id' } }]
    const stock = ['Tea', 'Tea', 'Milk'].map((name, i) => ({ key: [i + 1], cells: [i + 1, name, ''] }))
    const { difference } = openDifferenceOf({ tables: [tableDifference()], objects: [] })
    const rows: readonly RecordDifference[] = [
      { kind: 'changed', key: [1], here: [1, 250, 1], inFile: [1, 250, 3], changedFields: [2] },
      { kind: 'changed', key: [2], here: [2, 250, 1], inFile: [2, 250, 2], changedFields: [2] },
      { kind: 'only-in-file', key: [3], here: null, inFile: [3, 250, 9], changedFields: [] },
    ]
    difference.rows = () => Promise.resolve(ok({ rows, total: rows.length }))
    const wrapper = await compare(difference, { device: { rows: () => Promise.resolve(ok({ rows: stock, total: stock.length })) } })
    useBookStore().description = { ...DESCRIPTION, tables: [{ ...SALES, fields }, { ...STOCK, records: stock.length }] }
    await until(wrapper, 'Milk')
    const shown = bodyRows(wrapper).map((row) => row.findAll('[role="gridcell"]')).map((cells) => cells.at(-1))
    expect(shown.map((cell) => cell?.findAll('del, ins').map((part) => part.text()))).toEqual([['Tea', 'Milk'], ['Tea (1)', 'Tea (2)'], []])
    // nobody here knows the ninth
    expect(shown[2]?.text()).toBe('9')
    const heading = wrapper.findAll('[role="grid"] [role="columnheader"]').find((one) => one.text() === 'note')
    expect(heading?.classes()).toContain('end')
    expect(bodyRows(wrapper)[0]?.findAll('[role="gridcell"]')[3]?.classes()).toContain('end')
  })

  test('are reached with the keyboard', async () => {
    const { difference, calls } = openDifferenceOf({ tables: [tableDifference()], objects: [] }, { records: MANY })
    const wrapper = await compare(difference)
    await until(wrapper, '100,000 records')
    const rows = bodyRows(wrapper)
    expect(rows.filter((row) => row.attributes('tabindex') === '0')).toHaveLength(1)
    await rows[0]?.trigger('keydown', { key: 'ArrowDown' })
    await flushPromises()
    expect((document.activeElement as HTMLElement).dataset['index']).toBe('1')
    await bodyRows(wrapper)[1]?.trigger('keydown', { key: ' ' })
    await until(wrapper, '1 record is chosen')
    await bodyRows(wrapper)[1]?.trigger('keydown', { key: 'Enter' })
    expect(wrapper.find('section[aria-label="Record 2"]').exists()).toBe(true)
    await bodyRows(wrapper)[1]?.trigger('keydown', { key: 'End' })
    await flushPromises()
    expect((document.activeElement as HTMLElement).dataset['index']).toBe(String(MANY - 1))
    expect(calls.rows.length).toBeLessThan(8)
  })

  test('are filtered by kind, by field and by words, and saved as CSV just so', async () => {
    const { difference, calls } = many()
    const names = watchDownloads()
    const wrapper = await compare(difference)
    await until(wrapper, '100,000 records')
    const kinds = wrapper.findAll<HTMLInputElement>('.kind-filter input')
    expect(kinds.map(({ element }) => element.value)).toEqual(['only-here', 'only-in-file', 'changed'])
    await kinds[0]?.setValue(false)
    await wrapper.get('.filters select').setValue('note')
    await wrapper.get('.filters input[type="search"]').setValue('till')
    await eventually(() => expect(calls.rows.at(-1)).toMatchObject({ kinds: ['only-in-file', 'changed'], field: 'note', search: 'till', from: 0 }), 2_000)
    await button(wrapper, 'Save as CSV').trigger('click')
    await flushPromises()
    expect(calls.csv).toEqual([{ table: 'Sales', kinds: ['only-in-file', 'changed'], field: 'note', search: 'till' }])
    expect(names).toEqual(['differences_Sales.csv'])
  })
})

describe('bringing in', () => {
  async function chooseAll(wrapper: VueWrapper) {
    await wrapper.get('input[aria-label="Bring in all of Sales"]').setValue(true)
    await button(wrapper, 'Bring in…').trigger('click')
    await flushPromises()
  }

  test('says before what it adds and changes, does it once, and is undone', async () => {
    const { difference, calls } = openDifferenceOf({ tables: [tableDifference()], objects: [] }, { check: { newTables: ['Debtors'] } })
    const undone: string[] = []
    let generation = 78
    const wrapper = await compare(difference, {
      device: {
        describeBook: () => Promise.resolve(ok({ head: headOf(generation), description: DESCRIPTION, durability: 'strict', incidents: [] } as never)),
        undo: (id) => {
          undone.push(id)
          generation++
          return Promise.resolve(ok({ generation, key: null, records: 4, undo: null, redo: null }))
        },
      },
    })
    expect(button(wrapper, 'Bring in…').attributes('disabled')).toBeDefined()
    await chooseAll(wrapper)
    expect(calls.checked).toEqual([{ tables: [{ table: 'Sales', keys: 'all' }] }])
    for (const words of ['These tables are made', '1 record is added.', '3 records of the book are overwritten.']) {
      if (words.startsWith('These')) expect(wrapper.text()).toContain('This table is made: Debtors.')
      else expect(wrapper.text()).toContain(words)
    }
    await button(wrapper, 'Bring in 4 records').trigger('click')
    await until(wrapper, '4 records were brought in')
    expect(calls.brought).toEqual(calls.checked)
    expect(wrapper.emitted('bringing')).toEqual([[true]])
    expect(wrapper.emitted('brought')).toHaveLength(1)
    await button(wrapper, 'Undo').trigger('click')
    await until(wrapper, 'Taken back: the book is as it was')
    expect(undone).toEqual([BOOK])
  })

  test('takes single records, and those that the book alone has never', async () => {
    const { difference, calls } = openDifferenceOf({ tables: [tableDifference()], objects: [] })
    const wrapper = await compare(difference)
    await until(wrapper, '6 records')
    const ticks = wrapper.findAll<HTMLInputElement>('[role="row"][data-index] input')
    expect(ticks.map((tick) => tick.attributes('aria-label'))).toEqual([1, 2, 4, 5].map((key) => `Bring in record ${key}`))
    await ticks[0]?.trigger('change')
    await ticks[3]?.trigger('change')
    expect(wrapper.text()).toContain('2 records are chosen.')
    await button(wrapper, 'Bring in…').trigger('click')
    await flushPromises()
    expect(calls.checked).toEqual([{ tables: [{ table: 'Sales', keys: [[1], [5]] }] }])
  })

  test('lists references that would lead nowhere, and then does nothing', async () => {
    const broken = [{ table: 'Sales', key: [12], field: 'member', refersTo: 'Members', value: 7 }]
    const { difference, calls } = openDifferenceOf({ tables: [tableDifference()], objects: [] }, { check: { brokenCount: 140, broken } })
    const wrapper = await compare(difference)
    await chooseAll(wrapper)
    expect(wrapper.text()).toContain('140 references would lead nowhere.')
    expect(wrapper.text()).toContain('Sales 12: member is 7, which Members does not have')
    expect(wrapper.text()).toContain('And 139 more.')
    expect(button(wrapper, 'Bring in 4 records').attributes('disabled')).toBeDefined()
    expect(calls.brought).toEqual([])
  })

  test('that fails says why and leaves everything as it was', async () => {
    const { difference } = openDifferenceOf({ tables: [tableDifference()], objects: [] }, { fails: true })
    const wrapper = await compare(difference)
    await chooseAll(wrapper)
    await button(wrapper, 'Bring in 4 records').trigger('click')
    await until(wrapper, 'Some records would point to nothing')
    expect(wrapper.emitted('bringing')).toEqual([[true], [false]])
    expect(wrapper.emitted('brought')).toBeUndefined()
  })
})

describe('looking into a copy', () => {
  async function look(records: number) {
    const calls = { rows: [] as unknown[], closed: 0 }
    const copy = openCopyOf(records, calls)
    const { wrapper } = await mountInApp(CopyViewer, fakeClient({ openCopy: () => done(copy) }), { props: { copy: COPY, title: 'Friday 18:04' } })
    await flushPromises()
    await flushPromises()
    return { wrapper, calls }
  }

  test('shows its tables and records in windows, sorted and searched', async () => {
    const { wrapper, calls } = await look(100_000)
    expect(wrapper.get('section').attributes('aria-label')).toBe('Inside Friday 18:04')
    expect(wrapper.findAll('option').map((option) => option.text())).toEqual(['Sales, 100,000 records', 'Stock, no records'])
    expect(bodyRows(wrapper).length).toBeLessThan(60)
    expect(wrapper.text()).toContain('note 1')
    await button(wrapper, 'note').trigger('click')
    await flushPromises()
    expect(calls.rows.at(-1)).toMatchObject({ table: 'Sales', sort: [{ field: 'note', descending: false }] })
    expect(wrapper.get('[aria-sort="ascending"]').text()).toContain('note')
    await wrapper.get('input[type="search"]').setValue('coffee')
    await eventually(() => expect(calls.rows.at(-1)).toMatchObject({ search: 'coffee' }), 2_000)
    await until(wrapper, '1 record')
  })

  test('writes it out as a database or a table as CSV', async () => {
    const names = watchDownloads()
    const { wrapper } = await look(3)
    await button(wrapper, 'Save as .db').trigger('click')
    await flushPromises()
    await button(wrapper, 'Save table as CSV').trigger('click')
    await flushPromises()
    expect(names).toEqual(['Friday_18_04.db', 'Friday_18_04_Sales.csv'])
  })

  test('lets go of it with the page', async () => {
    const { wrapper, calls } = await look(3)
    wrapper.unmount()
    expect(calls.closed).toBe(1)
  })
})
