import { afterEach, describe, expect, it } from 'vitest'
import { control, openTables, press, problemOf, settle, type } from './openTables'
import { eventually } from '../../support/eventually'

let opened: Awaited<ReturnType<typeof openTables>> | null = null

async function open(at: string) {
  opened = await openTables(at)
  return opened
}

afterEach(() => {
  opened?.wrapper.unmount()
  opened = null
  document.body.replaceChildren()
})

const status = () => document.querySelector('form [role="status"]')?.textContent.trim()
const isEditing = () => document.querySelector('form') !== null
/** What the page shows for a field to be read. */
const shown = (name: string) => [...document.querySelectorAll('dt')].find((term) => term.textContent === name)?.nextElementSibling?.textContent.trim()

async function key(name: string, more: KeyboardEventInit = {}, target: EventTarget = document.activeElement ?? document.body) {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }))
  await settle()
}

const path = () => opened?.router.currentRoute.value.fullPath

describe('the form of a record', () => {
  it('shows each field by its kind and stores all of them as one change', async () => {
    const { wrapper, stored, book, client, bookId } = await open('/tables/expenses/1')
    expect(wrapper.get('h1').text()).toBe('Rent')
    await press('Edit')
    expect(control(wrapper, 'amount').value).toBe('980.00')
    const { generation } = book
    await type(wrapper, 'amount', '1,020.5')
    await type(wrapper, 'payment', 'cash')
    await type(wrapper, 'notes', 'two\nlines')
    await type(wrapper, 'date', '20 Nov 2026')
    expect(status()).toBe('4 fields changed, not saved yet')
    expect(book.generation).toBe(generation)
    await press('Save')
    expect(isEditing()).toBe(false)
    expect(book.generation).toBe(generation + 1)
    expect([await stored('expenses', 1, 'amount'), await stored('expenses', 1, 'payment'), await stored('expenses', 1, 'date')]).toEqual([102050, 'cash', '2026-11-20'])
    expect(shown('amount')).toBe('€1,020.50')
    expect(shown('notes')).toBe('two\nlines')
    await client.device.undo(bookId, client.clock.now())
    expect([await stored('expenses', 1, 'amount'), await stored('expenses', 1, 'notes')]).toEqual([98000, null])
  })

  it('keeps what does not fit, says why, and stores nothing', async () => {
    const { wrapper, stored, book } = await open('/tables/expenses/1')
    await press('Edit')
    const { generation } = book
    await type(wrapper, 'amount', '1.234')
    expect(problemOf(wrapper, 'amount')).toBe('EUR has 2 decimals: write no more.')
    expect(control(wrapper, 'amount').getAttribute('aria-invalid')).toBe('true')
    await type(wrapper, 'amount', '-1')
    expect(problemOf(wrapper, 'amount')).toBe('At least 0.00 is needed.')
    await type(wrapper, 'description', ' ')
    expect(problemOf(wrapper, 'description')).toBe('This field needs a value.')
    await press('Save')
    expect(control(wrapper, 'amount').value).toBe('-1')
    expect(status()).toBe('2 fields need another look.')
    expect(document.activeElement).toBe(control(wrapper, 'description'))
    expect(book.generation).toBe(generation)
    await type(wrapper, 'amount', '5')
    expect(problemOf(wrapper, 'amount')).toBe('')
    await type(wrapper, 'description', 'Stamps')
    await press('Save')
    expect(await stored('expenses', 1, 'amount')).toBe(500)
  })

  it('makes no change when fields are only visited', async () => {
    const { wrapper, book } = await open('/tables/expenses/1')
    await press('Edit')
    const { generation } = book
    for (const label of ['date', 'description', 'amount', 'notes']) await type(wrapper, label, control(wrapper, label).value)
    await press('Save')
    expect(book.generation).toBe(generation)
    expect(isEditing()).toBe(false)
  })

  it('says beside the field that no two may be alike, before and after asking the book', async () => {
    const { wrapper, stored, client } = await open('/tables/members/2')
    await press('Edit')
    await type(wrapper, 'name', 'Maya')
    expect(problemOf(wrapper, 'name')).toBe('No two may be alike: “Maya” has this already.')
    // the look for others finds nothing, so that the book itself must refuse
    client.device.rows = () => Promise.resolve({ ok: true, value: { rows: [], total: 0 } })
    await type(wrapper, 'name', 'Maya')
    await press('Save')
    expect(problemOf(wrapper, 'name')).toContain('another record has the same')
    expect(control(wrapper, 'name').value).toBe('Maya')
    expect(await stored('members', 2, 'name')).toBe('Jonas')
  })

  it('shows what another window stored, but not over what is being typed', async () => {
    const { wrapper, client, bookId } = await open('/tables/expenses/1')
    await press('Edit')
    await type(wrapper, 'amount', '77')
    const values = { amount: 100, description: 'Rent, corrected' }
    await client.device.edit(bookId, { type: 'changeRecord', table: 'expenses', key: [1], values }, client.clock.now())
    await settle()
    expect(control(wrapper, 'description').value).toBe('Rent, corrected')
    expect(control(wrapper, 'amount').value).toBe('77')
    expect(status()).toBe('1 field changed, not saved yet')
  })

  it('is begun, stored and given up by keys, and gives back what was given up', async () => {
    const { wrapper, stored, notices } = await open('/tables/expenses/1')
    await key('e')
    await type(wrapper, 'amount', '5')
    await key('Enter', { ctrlKey: true }, control(wrapper, 'amount'))
    expect(await stored('expenses', 1, 'amount')).toBe(500)
    expect(document.activeElement?.textContent.trim()).toBe('Edit')
    await key('F2')
    await type(wrapper, 'amount', 'six')
    await key('Escape', {}, control(wrapper, 'amount'))
    expect(isEditing()).toBe(false)
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(control(wrapper, 'amount').value).toBe('six')
  })

  it('is still there as typed when the person looked elsewhere', async () => {
    const { wrapper, router, notices } = await open('/tables/expenses/1')
    await press('Edit')
    await type(wrapper, 'amount', 'almost 5')
    await router.push('/tables/expenses/2')
    await settle()
    expect(isEditing()).toBe(false)
    expect(notices.notices.at(-1)?.title).toBe('What you typed in “Rent” is not saved yet')
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(path()).toBe('/tables/expenses/1')
    expect(control(wrapper, 'amount').value).toBe('almost 5')
    expect(document.body.textContent).toContain('You began this earlier')
    await press('Give up')
    await router.push('/tables/expenses/2')
    await router.push('/tables/expenses/1')
    await settle()
    expect(isEditing()).toBe(false)
  })

  it('says that the record is gone when it is deleted elsewhere', async () => {
    const { wrapper, client, bookId } = await open('/tables/expenses/1')
    await client.device.edit(bookId, { type: 'deleteRecords', table: 'expenses', keys: [[1]] }, client.clock.now())
    await settle()
    expect(wrapper.text()).toContain('This record is no longer there')
  })
})

describe('the page of a record', () => {
  async function chooseInMenu(name: string) {
    const trigger = [...document.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === 'More')
    trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    await settle()
    const item = [...document.querySelectorAll('[role="menuitem"]')].find((one) => one.textContent.trim() === name)
    if (!item) throw new Error(`no “${name}” in the menu`)
    ;(item as HTMLElement).click()
    await settle()
  }

  it('deletes with a way back', async () => {
    const { stored, notices } = await open('/tables/expenses/1')
    await chooseInMenu('Delete')
    await eventually(() => expect(path()).toBe('/tables/expenses'), { timeout: 10_000 })
    expect(await stored('expenses', 1, 'description')).toBeUndefined()
    const notice = notices.notices.at(-1)
    expect(notice?.title).toBe('Record deleted from expenses')
    notice?.action?.run()
    await settle()
    expect(await stored('expenses', 1, 'description')).toBe('Rent')
  })

  it('makes a copy, which is added only when the person says so', async () => {
    const { wrapper, book, stored } = await open('/tables/expenses/1')
    const before = book.table('expenses')?.records ?? 0
    await chooseInMenu('Make a copy')
    expect(path()).toBe('/tables/expenses/new')
    expect(control(wrapper, 'description').value).toBe('Rent')
    expect(control(wrapper, 'amount').value).toBe('980.00')
    expect(book.table('expenses')?.records).toBe(before)
    await press('Add the record')
    expect(await stored('expenses', before + 1, 'amount')).toBe(98000)
  })

  it('goes to the records before and after, by button and by key', async () => {
    const { wrapper, router } = await open('/tables/expenses/2')
    expect(wrapper.text()).toContain('2 of 14')
    await press('Next record')
    await eventually(() => expect(router.currentRoute.value.params['recordKey']).toBe('3'))
    await key('ArrowUp', { altKey: true })
    await eventually(() => expect(router.currentRoute.value.params['recordKey']).toBe('2'))
    expect(wrapper.text()).toContain('2 of 14')
  })

  it('leads to the record that a reference points to', async () => {
    const { wrapper } = await open('/tables/expenses/1')
    await eventually(() => expect(shown('category')).toBe('Home'))
    await wrapper.get('dd a').trigger('click')
    await settle()
    expect(path()).toBe('/tables/categories/2')
  })

  it('reads well what other programs keep in texts: addresses, and names with values', async () => {
    const { client, bookId } = await open('/tables/members/1')
    const notes = JSON.stringify({ phone: '+49 30 1234567', tags: ['a', { deep: null }] })
    await client.device.edit(bookId, { type: 'changeRecord', table: 'members', key: [1], values: { notes } }, client.clock.now())
    await settle()
    expect([...document.querySelectorAll('dd dt')].map((term) => term.textContent)).toEqual(['phone', 'tags', 'deep'])
    expect(document.querySelector('dd dd a')?.getAttribute('href')).toBe('tel:+49301234567')
    expect(document.querySelector('dd dd a')?.getAttribute('rel')).toBe('noopener noreferrer')
  })

  it('tells what refers here, and adds a new record that does', async () => {
    const { wrapper, stored, book } = await open('/tables/accounts/1')
    await eventually(() => expect(document.querySelector('.here')?.textContent).toContain('expenses'))
    const groups = [...document.querySelectorAll('.here .group')]
    const expenses = groups.find((one) => one.querySelector('h3')?.textContent === 'expenses')
    expect(expenses?.textContent).toMatch(/10 records · €2,654\.60/)
    expect(expenses?.querySelectorAll('li')).toHaveLength(5)
    const before = book.table('expenses')?.records ?? 0
    expenses?.querySelector('button')?.click()
    await settle()
    expect(path()).toBe('/tables/expenses/new')
    await type(wrapper, 'description', 'Glue')
    await type(wrapper, 'amount', '2')
    await press('Add the record')
    await eventually(() => expect(path()).toBe('/tables/accounts/1'))
    expect(await stored('expenses', before + 1, 'account')).toBe(1)
  })

  it('is for reading alone where the table is a view', async () => {
    const { wrapper } = await open('/tables/account_balances/1')
    await eventually(() => expect(document.querySelectorAll('dt').length).toBeGreaterThan(0))
    expect(wrapper.text()).toContain('This is a view')
    await key('e')
    expect(isEditing()).toBe(false)
    expect([...document.querySelectorAll('button')].map((one) => one.textContent.trim())).not.toContain('Edit')
  })
})

describe('the form of a new record', () => {
  it('names every field that needs another look, and adds nothing', async () => {
    const { wrapper, book } = await open('/tables/expenses/new')
    const before = book.table('expenses')?.records
    await press('Add the record')
    expect(problemOf(wrapper, 'description')).toBe('This field needs a value.')
    expect(problemOf(wrapper, 'amount')).toBe('This field needs a value.')
    expect(status()).toBe('2 fields need another look.')
    expect(document.activeElement).toBe(control(wrapper, 'description'))
    expect(book.table('expenses')?.records).toBe(before)
  })

  it('begins with what its fields say, and adds one record after the other', async () => {
    const { wrapper, router, book, stored, client } = await open('/tables/expenses/new')
    const before = book.table('expenses')?.records ?? 0
    const today = new Date(client.clock.now().utc + client.clock.now().offsetMinutes * 60_000).toISOString().slice(0, 10)
    await type(wrapper, 'description', 'Stamps')
    await type(wrapper, 'amount', '3.2')
    await press('Add and start another')
    expect(await stored('expenses', before + 1, 'amount')).toBe(320)
    expect(await stored('expenses', before + 1, 'date')).toBe(today)
    expect(control(wrapper, 'description').value).toBe('')
    await type(wrapper, 'date', '2026-11-21')
    await type(wrapper, 'description', 'Glue')
    await type(wrapper, 'amount', '2')
    await press('Add the record')
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe('/tables/expenses'), { timeout: 10_000 })
    expect(book.table('expenses')?.records).toBe(before + 2)
  })

  it('is still there as typed when the person looked elsewhere, and gone once it was added', async () => {
    const { wrapper, router } = await open('/tables/expenses/new')
    await type(wrapper, 'description', 'Half typed')
    await router.push('/tables')
    await settle()
    await router.push('/tables/expenses/new')
    await settle()
    expect(control(wrapper, 'description').value).toBe('Half typed')
    await type(wrapper, 'amount', '3.2')
    await press('Add the record')
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe('/tables/expenses'), { timeout: 10_000 })
    await router.push('/tables/expenses/new')
    await settle()
    expect(control(wrapper, 'description').value).toBe('')
  })
})
