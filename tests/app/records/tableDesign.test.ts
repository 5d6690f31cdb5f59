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

/** Types into a control that is named by itself. */
async function typeNamed(name: string, text: string) {
  const input = [...document.querySelectorAll<HTMLInputElement>('input')].find((one) => one.getAttribute('aria-label') === name)
  if (!input) throw new Error(`nothing is called “${name}”`)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await settle()
}

/** Turns a switch over. */
async function toggle(label: string) {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === label)
  document.getElementById(found?.htmlFor ?? '')?.click()
  await settle()
}

describe('the list of tables', () => {
  it('counts the records and removes the samples with a way back', async () => {
    const { wrapper, book, notices } = await open('/tables')
    const samples = book.table('expenses')?.records ?? 0
    expect(wrapper.text()).toContain(`${samples} records`)
    await press('Remove the sample records')
    expect(book.table('expenses')?.records).toBe(0)
    expect(wrapper.text()).not.toContain('This book still holds sample records')
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(book.table('expenses')?.records).toBe(samples)
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
    expect(document.body.textContent).toContain('Write at least one choice.')
    for (const [at, choice] of ['old', 'new', '', 'used', 'new'].entries()) {
      if (at > 0) await press('Add a choice')
      await typeNamed(`Choice ${at + 1}`, choice)
    }
    await press('Take “old” away')
    await press('Move “used” up')
    await press('Move “used” up')
    await type(wrapper, 'A new record begins with', 'new')
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
      ['State', 'choice', ['used', 'new']],
    ])
    expect(book.table('Books lent')?.fields.at(-1)?.initialSql).toBe("'new'")
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
    const { wrapper, book, router, notices } = await open('/tables/bills')
    const records = book.table('bills')?.records
    await press('Change the table')
    await press('Delete the table')
    expect(document.body.textContent).toContain(`It goes with all that it holds: ${records} records.`)
    await press('Keep as it is')
    expect(book.table('bills')).not.toBeNull()
    await press('Delete the table')
    await press('Delete the table')
    await eventually(() => expect(router.currentRoute.value.name).toBe('tables'), { timeout: 10_000 })
    expect(book.table('bills')).toBeNull()
    notices.notices.at(-1)?.action?.run()
    await settle()
    expect(book.table('bills')?.records).toBe(records)
    expect(wrapper.text()).toContain('bills')
  })

  it('tells what does not convert before anything is changed', async () => {
    const { wrapper, book } = await open('/tables/expenses')
    await press('Change the table')
    await press('Change the field description')
    await type(wrapper, 'What it holds', 'money')
    await press('Save the field')
    expect(document.querySelector('dialog [role="status"]')?.textContent).toMatch(/stand in the way.*Rent.*cannot be read as: Money/s)
    expect(book.table('expenses')?.fields.find((field) => field.name === 'description')?.kind).toBe('text')
    await press('Back to the field')
    expect(control(wrapper, 'What it holds').value).toBe('money')
    await type(wrapper, 'What it holds', 'long-text')
    await press('Save the field')
    expect(document.querySelector('dialog [role="status"]')?.textContent).toContain(`All of it can be carried over without loss: ${book.table('expenses')?.records} records.`)
    await press('Change it now')
    expect(book.table('expenses')?.fields.find((field) => field.name === 'description')?.kind).toBe('long-text')
  })

  it('lays down rules, refuses those that records break, and keeps the currency of a field', async () => {
    const { wrapper, book, client, bookId } = await open('/tables/savings_goals')
    const field = (name: string) => book.table('savings_goals')?.fields.find((one) => one.name === name)
    await press('Change the table')
    await press('Change the field target')
    await type(wrapper, 'Not less than', '10')
    await type(wrapper, 'Not more than', 'much')
    await type(wrapper, 'Currency', 'JPY')
    await press('Save the field')
    expect(problemOf(wrapper, 'Not more than')).toContain('Write a number')
    await type(wrapper, 'Not more than', '')
    await press('Save the field')
    expect(field('target')).toMatchObject({ least: 10, currency: 'JPY' })
    await press('Change the field target')
    expect(control(wrapper, 'Not less than').value).toBe('10')
    await type(wrapper, 'Currency', '')
    await type(wrapper, 'Not less than', '99999999')
    await press('Save the field')
    expect(document.querySelector('dialog [role="status"]')?.textContent).toContain('is below the least')
    await press('Back to the field')
    await press('Cancel')
    await press('Change the field due')
    await type(wrapper, 'A new record begins with', 'now')
    await press('Save the field')
    expect(field('due')?.initialSql).toBe("date('now', 'localtime')")
    await press('Add a field')
    await type(wrapper, 'Name of the field', 'order')
    await type(wrapper, 'What it holds', 'whole-number')
    await type(wrapper, 'A new record begins with', '3')
    await toggle('Every record needs a value')
    await press('Add a field')
    expect(field('order')).toMatchObject({ required: true, initialSql: '3' })
    await press('Change the field order')
    await toggle('No two records may be alike in it')
    await press('Save the field')
    expect(document.querySelector('dialog [role="status"]')?.textContent).toContain('another record has the same')
    const restorePoints = await client.device.listRestorePoints(bookId)
    expect(restorePoints.ok && restorePoints.value.some(({ reason }) => reason === 'before-step')).toBe(true)
  })

  it('calls a choice something else, and its records with it', async () => {
    const { wrapper, book, stored } = await open('/tables/savings_goals')
    await press('Change the table')
    await press('Add a field')
    await type(wrapper, 'Name of the field', 'state')
    await type(wrapper, 'What it holds', 'choice')
    await typeNamed('Choice 1', 'open')
    await type(wrapper, 'A new record begins with', 'open')
    await press('Add a field')
    expect(await stored('savings_goals', 1, 'state')).toBe('open')
    await press('Change the field state')
    await typeNamed('Choice 1', 'under way')
    await type(wrapper, 'A new record begins with', 'under way')
    await press('Save the field')
    expect(await stored('savings_goals', 1, 'state')).toBe('under way')
    expect(book.table('savings_goals')?.fields.at(-1)).toMatchObject({ choices: ['under way'], initialSql: "'under way'" })
  })
})
