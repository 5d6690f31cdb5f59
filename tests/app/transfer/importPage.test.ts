import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import '../../../src/app/pages/tables/ImportPage.vue'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { openTables } from '../records/openTables'
import { eventually } from '../../support/eventually'

const text = 'name,role\nAda,\nBen,\n,\n'

/** `prepare`: before the file is given. */
async function openImport(at: string, content: string, prepare: (client: NightsafeClient) => void = () => undefined) {
  const opened = await openTables(at)
  const { wrapper, client } = opened
  prepare(client)
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
  /** The box of a column in a row that does not fit. */
  const box = (row: number, column: string) => {
    const label = wrapper.findAll('li.row').find((one) => one.get('h3').text() === `Row ${row}`)?.findAll('label').find((one) => one.text() === column)
    return wrapper.get<HTMLInputElement>(`#${label?.attributes('for')}`)
  }
  const rowsListed = () => wrapper.findAll('li.row h3').map((one) => one.text())
  return { ...opened, press, box, rowsListed }
}

type Asked = ReturnType<NightsafeClient['askSql']>

/** Questions to copies of the book that are answered when the test says so. */
function holdQuestions(client: NightsafeClient) {
  const runs: { readonly cancel: ReturnType<typeof vi.fn>; answerYes(): void }[] = []
  client.askSql = () => {
    const cancel = vi.fn()
    let resolve: (outcome: Awaited<Asked['outcome']>) => void = () => undefined
    const outcome: Asked['outcome'] = new Promise((settle) => (resolve = settle))
    const answer = { sql: '', from: 0, columns: [], rows: [[1, 1, 1]], hasMore: false, currencies: [] }
    runs.push({ cancel, answerYes: () => resolve({ ok: true, value: { answers: [answer], problem: null } }) })
    return { outcome, cancel }
  }
  return runs
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
  // what the table allows only once is chosen by itself, and says why
  expect(selectOf(/^Told by/).element.value).toBe('name')
  expect(wrapper.text()).toContain('no two records may have the same “name”')
  await selectOf(/^Told by/).setValue('')
  expect(select(/^And by/)).toBeUndefined()
  expect(wrapper.text()).not.toContain('no two records may have the same')
  await selectOf(/^Told by/).setValue('name')
  expect(fields()).toEqual(['Nothing else', 'role'])
  await selectOf(/^And by \(2\)/).setValue('role')
  await press(/See what would happen/)
  // the third row is the first one again; the second is another one by both fields, though the table wants names to differ
  await eventually(() => expect(wrapper.text()).toContain('1 record is added.'), { timeout: 10_000 })
  expect(wrapper.text()).toContain('1 row is left out: an earlier row of the file has the same “name” and “role”.')
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

test('a file whose columns are called as the fields of a table goes there, unless one says otherwise', async () => {
  const { wrapper } = await openImport('/import', 'Name,Role,Shoe size\nZoe,adult,38\n')
  const select = () => wrapper.get<HTMLSelectElement>(`#${wrapper.findAll('label').find((one) => one.text() === 'Into which table')!.attributes('for')}`)
  expect(select().element.value).toBe('members')
  expect(wrapper.text()).toContain('Chosen by the names of the columns: 2 of 3 columns are fields of it.')
  await select().setValue('')
  expect(wrapper.text()).not.toContain('Chosen by the names')
  expect(wrapper.get<HTMLSelectElement>('[aria-label="Where “Name” goes"]').element.value).toBe('new')
}, 30_000)

test('rows that are there already, exactly the same, are counted and left out, or taken all the same', async () => {
  // one more than the book has of it
  const { wrapper, press } = await openImport('/import/expenses', 'description,amount\nPharmacy,18.95\nPharmacy,18.95\n')
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('1 row is there already, exactly the same.'), { timeout: 10_000 })
  expect(wrapper.text()).toContain('1 record is added.')
  const choice = wrapper.findAll('label').find((one) => one.text() === 'Rows that are there already')
  await wrapper.get(`#${choice!.attributes('for')}`).setValue('add')
  await eventually(() => expect(wrapper.text()).toContain('2 records are added.'), { timeout: 10_000 })
  expect(wrapper.text()).toContain('1 row is there already, exactly the same.')
}, 30_000)

test('a row is mended in the preview: all that is wrong is named, what is put in is looked at at once, and comes along', async () => {
  const { wrapper, book, press, box } = await openImport('/import/expenses', 'date,description,amount\n30.2.2026,Tea,much\n1.3.2026,Rice,2.50\n31.4.2026,Salt,1.00\n')
  const before = book.table('expenses')?.records ?? -1
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('2 rows do not fit'), { timeout: 10_000 })
  const whyOf = (input: ReturnType<typeof box>) => document.getElementById(input.attributes('aria-describedby') ?? '')?.textContent
  expect(whyOf(box(2, 'date'))).toBe('There is no such day.')
  expect(whyOf(box(2, 'amount'))).toContain('It is no amount')
  await box(2, 'date').setValue('28.2.2026')
  await eventually(() => expect(wrapper.text()).toContain('1 thing is still wrong with it.'))
  expect(box(2, 'date').attributes('aria-invalid')).toBeUndefined()
  box(2, 'amount').element.focus()
  await box(2, 'amount').setValue('3.20')
  await eventually(() => expect(wrapper.text()).toContain('Row 2 fits now.'))
  expect(wrapper.text()).toContain('1 row was mended and comes along')
  // the keyboard goes on at the next one
  await eventually(() => expect(document.activeElement?.id).toBe(box(4, 'date').attributes('id')))
  await wrapper.get('[aria-label="Leave out row 4"]').trigger('click')
  expect(wrapper.text()).toContain('1 row is left out.')
  await press(/Leave 1 row out and import 2 records/)
  await eventually(() => expect(book.table('expenses')?.records).toBe(before + 2), { timeout: 10_000 })
}, 30_000)

test('what was mended can be taken back', async () => {
  const { wrapper, press } = await openImport('/import/expenses', 'date,description,amount\n30.2.2026,Tea,2.50\n')
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.find('li.row input').exists()).toBe(true), { timeout: 10_000 })
  await wrapper.get('li.row input').setValue('28.2.2026')
  await eventually(() => expect(wrapper.text()).toContain('1 row was mended'))
  await wrapper.get('[aria-label="Take back what was mended in row 2"]').trigger('click')
  await eventually(() => expect(wrapper.text()).toContain('1 row does not fit'), { timeout: 10_000 })
  expect(wrapper.text()).not.toContain('was mended')
}, 30_000)

test('a row that is mended twice keeps both', async () => {
  const { wrapper, press, box } = await openImport('/import/expenses', 'date,description,amount,regular\n30.2.2026,Tea,2.50,perhaps\n')
  const leadRegular = (to: string) => wrapper.get('[aria-label="Where “regular” goes"]').setValue(to)
  const rowsRefused = () => eventually(() => expect(wrapper.text()).toContain('1 row does not fit'), { timeout: 10_000 })
  await leadRegular('nowhere')
  await press(/See what would happen/)
  await rowsRefused()
  await box(2, 'date').setValue('28.2.2026')
  await eventually(() => expect(wrapper.text()).toContain('1 row was mended and comes along'))
  await press(/Back to the columns/)
  await leadRegular('field:regular')
  await press(/See what would happen/)
  await rowsRefused()
  expect(wrapper.text()).not.toContain('was mended')
  await box(2, 'regular').setValue('no')
  await eventually(() => expect(wrapper.text()).toContain('1 row was mended and comes along'))
  await press(/Back to the columns/)
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('1 record is added.'), { timeout: 10_000 })
  expect(wrapper.text()).not.toContain('does not fit')
}, 30_000)

test('a row that is half mended stays so when it is out of sight, and when the file is looked at once more', async () => {
  const { wrapper, press, box } = await openImport('/import/expenses', 'date,description,amount\n30.2.2026,Tea,much\n')
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.find('li.row input').exists()).toBe(true), { timeout: 10_000 })
  await box(2, 'date').setValue('28.2.2026')
  await eventually(() => expect(wrapper.text()).toContain('1 thing is still wrong with it.'))
  await press(/^Leave all out$/)
  await press(/^Show again$/)
  expect(box(2, 'date').element.value).toBe('28.2.2026')
  await press(/Back to the columns/)
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.find('li.row input').exists()).toBe(true), { timeout: 10_000 })
  expect(box(2, 'date').element.value).toBe('28.2.2026')
  expect(box(2, 'date').attributes('aria-invalid')).toBeUndefined()
  await box(2, 'amount').setValue('3.20')
  await eventually(() => expect(wrapper.text()).toContain('Row 2 fits now.'))
}, 30_000)

test('what was left out stays so when something else is taken back', async () => {
  const { wrapper, press, box, rowsListed } = await openImport('/import/expenses', 'date,description,amount\n30.2.2026,Tea,2.50\n31.4.2026,Salt,1.00\n')
  await press(/See what would happen/)
  await eventually(() => expect(rowsListed()).toEqual(['Row 2', 'Row 3']), { timeout: 10_000 })
  await box(2, 'date').setValue('28.2.2026')
  await eventually(() => expect(rowsListed()).toEqual(['Row 3']))
  await wrapper.get('[aria-label="Leave out row 3"]').trigger('click')
  await wrapper.get('[aria-label="Take back what was mended in row 2"]').trigger('click')
  await eventually(() => expect(rowsListed()).toEqual(['Row 2']), { timeout: 10_000 })
  expect(wrapper.text()).toContain('1 row is left out.')
}, 30_000)

test('the keyboard is led on when there is no row left to mend', async () => {
  const { wrapper, press, box } = await openImport('/import/expenses', 'date,description,amount\n30.2.2026,Tea,2.50\n31.4.2026,Salt,1.00\n')
  const leave = (name: RegExp) => {
    wrapper.findAll('button').find((one) => name.test(one.attributes('aria-label') ?? one.text()))?.element.focus()
    return press(name)
  }
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.find('li.row input').exists()).toBe(true), { timeout: 10_000 })
  await leave(/^Leave all out$/)
  expect(document.activeElement?.textContent.trim()).toBe('Show again')
  await leave(/^Show again$/)
  expect(document.activeElement?.id).toBe(box(2, 'date').attributes('id'))
  for (const row of [2, 3]) {
    box(row, 'date').element.focus()
    await box(row, 'date').setValue('28.2.2026')
    await eventually(() => expect(wrapper.text()).toContain(`Row ${row} fits now.`))
  }
  expect(document.activeElement?.querySelector('h2')?.textContent).toBe('2 rows were mended and come along')
}, 30_000)

test('a key that is found late does not change what was looked at', async () => {
  let runs: ReturnType<typeof holdQuestions> = []
  const { wrapper, press } = await openImport('/import/expenses', 'description,amount\nPharmacy,18.95\nBicycle bell,18.95\n', (client) => (runs = holdQuestions(client)))
  expect(runs).toHaveLength(1)
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('1 row is there already, exactly the same.'), { timeout: 10_000 })
  expect(runs[0]?.cancel).toHaveBeenCalled()
  runs[0]?.answerYes()
  await flushPromises()
  expect(wrapper.text()).toContain('1 row is there already, exactly the same.')
  await press(/Back to the columns/)
  expect(wrapper.text()).not.toContain('Chosen because')
}, 30_000)

test('one copy of the book at a time is looked into for a key, and none after the page is left', async () => {
  let runs: ReturnType<typeof holdQuestions> = []
  const { wrapper } = await openImport('/import', 'date,description,amount\n2026-01-01,Tea,18.95\n2026-01-02,Bell,18.95\n', (client) => (runs = holdQuestions(client)))
  const select = wrapper.get<HTMLSelectElement>(`#${wrapper.findAll('label').find((one) => one.text() === 'Into which table')?.attributes('for')}`)
  expect(select.element.value).toBe('expenses')
  expect(runs).toHaveLength(1)
  await select.setValue('')
  expect(runs[0]?.cancel).toHaveBeenCalled()
  await select.setValue('expenses')
  expect(runs).toHaveLength(2)
  expect(runs[1]?.cancel).not.toHaveBeenCalled()
  wrapper.unmount()
  expect(runs[1]?.cancel).toHaveBeenCalled()
}, 30_000)

test('that copies are taken can be taken back, also where the table takes none of them', async () => {
  const { wrapper, press } = await openImport('/import', 'name\nMaya\nZoe\n')
  expect(wrapper.text()).toContain('1 of 1 column is a field of it.')
  const selectOf = (name: string) => wrapper.get<HTMLSelectElement>(`#${wrapper.findAll('label').find((one) => one.text() === name)?.attributes('for')}`)
  await selectOf('Told by').setValue('')
  await press(/See what would happen/)
  await eventually(() => expect(wrapper.text()).toContain('1 row is there already, exactly the same.'), { timeout: 10_000 })
  await selectOf('Rows that are there already').setValue('add')
  await eventually(() => expect(wrapper.text()).toContain('1 row does not fit'), { timeout: 10_000 })
  expect(wrapper.text()).not.toContain('exactly the same')
  await selectOf('Rows that are there already').setValue('skip')
  await eventually(() => expect(wrapper.text()).toContain('1 row is there already, exactly the same.'), { timeout: 10_000 })
}, 30_000)
