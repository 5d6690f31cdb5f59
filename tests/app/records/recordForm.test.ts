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

describe('the form of a record', () => {
  it('shows each field by its kind and stores it when it is left', async () => {
    const { wrapper, stored } = await open('/tables/expenses/1')
    expect(wrapper.get('h1').text()).toBe('Rent')
    expect(control(wrapper, 'amount').value).toBe('980.00')
    await type(wrapper, 'amount', '1,020.5')
    expect(await stored('expenses', 1, 'amount')).toBe(102050)
    expect(status()).toBe('Saved')
    expect(control(wrapper, 'amount').value).toBe('1020.50')
    await type(wrapper, 'payment', 'cash')
    expect(await stored('expenses', 1, 'payment')).toBe('cash')
    await type(wrapper, 'notes', 'two\nlines')
    expect(await stored('expenses', 1, 'notes')).toBe('two\nlines')
  })

  it('keeps what does not fit, says why, and stores nothing', async () => {
    const { wrapper, stored, book } = await open('/tables/expenses/1')
    const { generation } = book
    await type(wrapper, 'amount', '1.234')
    expect(problemOf(wrapper, 'amount')).toBe('EUR has 2 decimals: write no more.')
    expect(control(wrapper, 'amount').value).toBe('1.234')
    expect(control(wrapper, 'amount').getAttribute('aria-invalid')).toBe('true')
    expect(status()).toBe('Not saved')
    await type(wrapper, 'description', ' ')
    expect(problemOf(wrapper, 'description')).toBe('This field needs a value.')
    expect(await stored('expenses', 1, 'amount')).toBe(98000)
    expect(book.generation).toBe(generation)
    await type(wrapper, 'amount', '5')
    expect(problemOf(wrapper, 'amount')).toBe('')
    expect(await stored('expenses', 1, 'amount')).toBe(500)
  })

  it('makes no change when a field is only visited', async () => {
    const { wrapper, book } = await open('/tables/expenses/1')
    const { generation } = book
    for (const label of ['date', 'description', 'amount', 'notes']) await type(wrapper, label, control(wrapper, label).value)
    expect(book.generation).toBe(generation)
  })

  it('says what the book itself refuses', async () => {
    const { wrapper, stored } = await open('/tables/members/2')
    await type(wrapper, 'name', 'First adult')
    expect(document.querySelector('form [role="alert"]')?.textContent).toContain('another record has the same')
    expect(control(wrapper, 'name').value).toBe('First adult')
    expect(await stored('members', 2, 'name')).toBe('Second adult')
  })

  it('shows what another window stored, but not over what is being typed', async () => {
    const { wrapper, client, bookId } = await open('/tables/expenses/1')
    const amount = control(wrapper, 'amount')
    amount.value = '77'
    amount.dispatchEvent(new Event('input'))
    const values = { amount: 100, description: 'Rent, corrected' }
    await client.device.edit(bookId, { type: 'changeRecord', table: 'expenses', key: [1], values }, client.clock.now())
    await settle()
    expect(control(wrapper, 'description').value).toBe('Rent, corrected')
    expect(control(wrapper, 'amount').value).toBe('77')
  })

  it('says that the record is gone when it is deleted elsewhere', async () => {
    const { wrapper, client, bookId } = await open('/tables/expenses/1')
    await client.device.edit(bookId, { type: 'deleteRecords', table: 'expenses', keys: [[1]] }, client.clock.now())
    await settle()
    expect(wrapper.text()).toContain('This record is no longer there')
  })

  it('deletes with a way back', async () => {
    const { router, stored, notices } = await open('/tables/expenses/1')
    await press('Delete')
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe('/tables/expenses'), { timeout: 10_000 })
    expect(await stored('expenses', 1, 'description')).toBeUndefined()
    const notice = notices.notices.at(-1)
    expect(notice?.title).toBe('Record deleted from expenses')
    notice?.action?.run()
    await settle()
    expect(await stored('expenses', 1, 'description')).toBe('Rent')
  })

  it('goes to the records before and after', async () => {
    const { wrapper, router } = await open('/tables/expenses/2')
    expect(wrapper.text()).toContain('2 of 7')
    await press('Next record')
    await eventually(() => expect(router.currentRoute.value.params['recordKey']).toBe('3'))
    await settle()
    expect(wrapper.get('h1').text()).toBe('Weekly shopping')
  })
})

describe('the form of a new record', () => {
  it('names every field that needs another look, and adds nothing', async () => {
    const { wrapper, book } = await open('/tables/expenses/new')
    await press('Add the record')
    expect(problemOf(wrapper, 'date')).toBe('This field needs a value.')
    expect(problemOf(wrapper, 'amount')).toBe('This field needs a value.')
    expect(status()).toBe('3 fields need another look.')
    expect(document.activeElement).toBe(control(wrapper, 'date'))
    expect(book.table('expenses')?.records).toBe(7)
  })

  it('adds a record, and one after the other', async () => {
    const { wrapper, router, book, stored } = await open('/tables/expenses/new')
    await type(wrapper, 'date', '2026-11-20')
    await type(wrapper, 'description', 'Stamps')
    await type(wrapper, 'amount', '3.2')
    await press('Add and start another')
    expect(await stored('expenses', 8, 'amount')).toBe(320)
    expect(control(wrapper, 'description').value).toBe('')
    await type(wrapper, 'date', '2026-11-21')
    await type(wrapper, 'description', 'Glue')
    await type(wrapper, 'amount', '2')
    await press('Add the record')
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe('/tables/expenses'), { timeout: 10_000 })
    expect(book.table('expenses')?.records).toBe(9)
  })

  it('is still there as typed when the person looked elsewhere, and gone once it was added', async () => {
    const { wrapper, router } = await open('/tables/expenses/new')
    await type(wrapper, 'description', 'Half typed')
    await router.push('/tables')
    await settle()
    await router.push('/tables/expenses/new')
    await settle()
    expect(control(wrapper, 'description').value).toBe('Half typed')
    await type(wrapper, 'date', '2026-11-20')
    await type(wrapper, 'amount', '3.2')
    await press('Add the record')
    await eventually(() => expect(router.currentRoute.value.fullPath).toBe('/tables/expenses'), { timeout: 10_000 })
    await router.push('/tables/expenses/new')
    await settle()
    expect(control(wrapper, 'description').value).toBe('')
  })
})
