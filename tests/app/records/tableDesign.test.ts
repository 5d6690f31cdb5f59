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

describe('the list of tables', () => {
  it('counts the records and removes the samples with a way back', async () => {
    const { wrapper, book, notices } = await open('/tables')
    expect(wrapper.text()).toContain('7 records')
    await press('Remove the sample records')
    expect(book.table('expenses')?.records).toBe(0)
    expect(wrapper.text()).not.toContain('This book still holds sample records')
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(book.table('expenses')?.records).toBe(7)
  })

  it('adds a table with fields of several kinds', async () => {
    const { wrapper, book, router } = await open('/tables')
    await press('Add a table')
    await type(wrapper, 'Name of the field', 'Title')
    await press('Add a field')
    await press('Add a field')
    await type(wrapper, 'Name of the field', 'title')
    await press('Add a field')
    expect(problemOf(wrapper, 'Name of the field')).toBe('There is already one called “title”.')
    await type(wrapper, 'Name of the field', 'State')
    await type(wrapper, 'What it holds', 'choice')
    await press('Add a field')
    expect(problemOf(wrapper, 'The choices')).toContain('at least one')
    await type(wrapper, 'The choices', 'new\n\nused\nnew')
    await press('Add a field')
    await press('Add the table')
    expect(problemOf(wrapper, 'Name of the table')).toBe('Write a name.')
    await type(wrapper, 'Name of the table', 'members')
    await press('Add the table')
    expect(problemOf(wrapper, 'Name of the table')).toContain('already something called')
    await type(wrapper, 'Name of the table', 'Books lent')
    await press('Add the table')
    await eventually(() => expect(router.currentRoute.value.params['table']).toBe('Books lent'), { timeout: 10_000 })
    expect(book.table('Books lent')?.fields.map((field) => [field.name, field.kind, field.choices])).toEqual([
      ['id', 'whole-number', []],
      ['Title', 'text', []],
      ['State', 'choice', ['new', 'used']],
    ])
  })
})

describe('the design of a table', () => {
  it('changes, adds and deletes fields, and renames the table', async () => {
    const { wrapper, book, router, notices } = await open('/tables/savings_goals')
    await press('Change the table')
    await press('Change the field notes')
    await type(wrapper, 'Name of the field', 'remarks')
    await press('Save the field')
    await press('Add a field')
    await type(wrapper, 'Name of the field', 'owner')
    await type(wrapper, 'What it holds', 'reference')
    await type(wrapper, 'Points to records of', 'members')
    await press('Add a field')
    await press('Delete the field “reached”?')
    await press('Delete the field')
    const names = () => book.table('savings_goals')?.fields.map((field) => field.name)
    expect(names()).toEqual(['id', 'name', 'target', 'saved', 'due', 'account', 'remarks', 'owner'])
    expect(book.table('savings_goals')?.fields.at(-1)?.refersTo?.table).toBe('members')
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(names()).toContain('reached')
    await type(wrapper, 'Name of the table', 'Goals')
    await press('Rename')
    await eventually(() => expect(router.currentRoute.value.params['table']).toBe('Goals'), { timeout: 10_000 })
    expect(book.table('Goals')?.records).toBe(2)
  })

  it('says what goes with a table before it goes, and brings it back', async () => {
    const { wrapper, book, router, notices } = await open('/tables/savings_goals')
    await press('Change the table')
    await press('Delete the table')
    expect(document.body.textContent).toContain('It goes with all that it holds: 2 records.')
    await press('Keep as it is')
    expect(book.table('savings_goals')).not.toBeNull()
    await press('Delete the table')
    await press('Delete the table')
    await eventually(() => expect(router.currentRoute.value.name).toBe('tables'), { timeout: 10_000 })
    expect(book.table('savings_goals')).toBeNull()
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(book.table('savings_goals')?.records).toBe(2)
    expect(wrapper.text()).toContain('savings_goals')
  })

  it('keeps a field that does not convert as it is, and says which value stands in the way', async () => {
    const { wrapper, book } = await open('/tables/expenses')
    await press('Change the table')
    await press('Change the field description')
    await type(wrapper, 'What it holds', 'money')
    await press('Save the field')
    expect(document.querySelector('dialog [role="alert"]')?.textContent).toContain('Rent')
    expect(book.table('expenses')?.fields.find((field) => field.name === 'description')?.kind).toBe('text')
    expect(control(wrapper, 'What it holds').value).toBe('money')
  })
})
