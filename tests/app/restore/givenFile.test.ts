import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import RestorePage from '../../../src/app/pages/RestorePage.vue'
import { useBookStore } from '../../../src/app/stores/book'
import { ok } from '../../../src/core/base/result'
import type { Assessment, NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import type { GivenFile } from '../../../src/worker/jobApi'
import { mountInApp } from '../../support/mountInApp'
import { apart, headOf, manifestOf, sameBook } from './assessments'
import { DESCRIPTION, done, fakeClient, openCopyOf, openDifferenceOf, tableDifference } from './fakeClient'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

const finding = (code: 'needs-passphrase' | 'wrong-passphrase' | 'passphrase-too-costly' | 'needs-choice' | 'corrupt' | 'newer-format', detail = '') => ({ code, severity: 'error' as const, detail })
const locked = apart('needs-passphrase', { tables: [], findings: [finding('needs-passphrase')] })
const wrong = apart('needs-passphrase', { tables: [], findings: [finding('wrong-passphrase')] })

/** A client that answers by what it is given, and remembers that. */
function assessing(answer: (given: GivenFile) => Assessment, more: Parameters<typeof fakeClient>[0] = {}) {
  const asked: GivenFile[] = []
  const client = fakeClient({
    assessFile(given) {
      if (given instanceof File) throw new Error('a given file is expected')
      asked.push(given)
      return done(answer(given))
    },
    ...more,
  })
  return { client, asked }
}

async function show(client: NightsafeClient, withBook = false) {
  const { wrapper } = await mountInApp(RestorePage, client, { at: 'restore' })
  if (withBook) {
    const book = useBookStore()
    book.head = headOf(77)
    book.description = DESCRIPTION
  }
  await flushPromises()
  return wrapper
}

async function give(wrapper: VueWrapper, ...names: string[]) {
  const input = wrapper.get<HTMLInputElement>('input[aria-label="Backup file"]')
  Object.defineProperty(input.element, 'files', { value: names.map((name) => new File(['x'], name)), configurable: true })
  await input.trigger('change')
  await flushPromises()
}

const find = (wrapper: VueWrapper, name: string) => wrapper.findAll('button').find((one) => one.text() === name)
function button(wrapper: VueWrapper, name: string) {
  const found = find(wrapper, name)
  if (!found) throw new Error(`no button ${name} among ${wrapper.findAll('button').map((one) => one.text()).join(', ')}`)
  return found
}
const until = (wrapper: VueWrapper, words: string) => eventually(() => expect(wrapper.text()).toContain(words), 5_000)

describe('giving files', () => {
  test('a database goes in with its -wal', async () => {
    const { client, asked } = assessing(() => apart('foreign-sqlite'))
    const wrapper = await show(client)
    expect(wrapper.get<HTMLInputElement>('input[aria-label="Backup file"]').element.multiple).toBe(true)
    await give(wrapper, 'shop.db-wal', 'shop.db', 'shop.db-shm')
    expect(asked.map(({ file, wal }) => [file.name, wal?.name])).toEqual([['shop.db', 'shop.db-wal']])
  })

  test('several that do not belong together are not read, and named', async () => {
    const { client, asked } = assessing(() => apart('foreign-sqlite'))
    const wrapper = await show(client)
    await give(wrapper, 'shop.db', 'home.db')
    expect(asked).toEqual([])
    expect(wrapper.get('[role="status"]').text()).toContain('One file at a time, please')
    expect(wrapper.text()).toContain('shop.db and home.db')
    await give(wrapper, 'shop.db')
    expect(wrapper.text()).not.toContain('One file at a time')
    // what was said of the file before is no word about these
    await give(wrapper, 'shop.db', 'other.db-wal')
    expect(wrapper.text()).toContain('shop.db and other.db-wal')
    expect(wrapper.find('section[aria-label="What this file is"]').exists()).toBe(false)
  })

  test('the verdict gets the focus', async () => {
    const { client } = assessing(() => apart('foreign-sqlite'))
    const wrapper = await show(client)
    await give(wrapper, 'shop.db')
    expect(document.activeElement?.textContent).toBe('A SQLite database that another program made')
  })
})

describe('a locked file', () => {
  test('is opened with the passphrase that is typed; a wrong one is said and stays', async () => {
    const { client, asked } = assessing(({ passphrase }) => (passphrase === null ? locked : passphrase === 'right words' ? apart('foreign-sqlite') : wrong))
    const wrapper = await show(client)
    await give(wrapper, 'shop.db.age')
    await until(wrapper, 'Passphrase')
    const field = wrapper.get<HTMLInputElement>('section[aria-label="What this file is"] input.control')
    expect(field.element.type).toBe('password')
    await button(wrapper, 'Show').trigger('click')
    expect(field.element.type).toBe('text')

    await field.setValue('wrong words')
    await wrapper.get('form.passphrase').trigger('submit')
    await until(wrapper, 'does not open the file')
    expect(field.element.value).toBe('wrong words')
    expect(field.element.getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(field.element)

    await field.setValue('right words')
    await wrapper.get('form.passphrase').trigger('submit')
    await until(wrapper, 'A SQLite database')
    expect(asked.map(({ passphrase }) => passphrase)).toEqual([null, 'wrong words', 'right words'])
  })

  test('asks for nothing when nothing was typed', async () => {
    const { client, asked } = assessing(() => locked)
    const wrapper = await show(client)
    await give(wrapper, 'shop.db.age')
    await until(wrapper, 'Passphrase')
    await wrapper.get('form.passphrase').trigger('submit')
    expect(wrapper.text()).toContain('Type the passphrase first.')
    expect(asked).toHaveLength(1)
  })

  test('is first tried with the passphrases that this device keeps', async () => {
    const encryption = (passphrase: string) => ({ snoozedUntil: 0, keepFields: [], leaveOutFields: [], encryption: { passphrase, since: 0, provedAt: 0 } })
    const { client, asked } = assessing(({ passphrase }) => (passphrase === 'second' ? apart('foreign-sqlite') : passphrase === null ? locked : wrong), {
      givenSettings: { books: { a: encryption('first'), b: encryption('first'), c: encryption('second') } },
    })
    const wrapper = await show(client)
    await give(wrapper, 'shop.db.age')
    await until(wrapper, 'A SQLite database')
    expect(asked.map(({ passphrase }) => passphrase)).toEqual([null, 'first', 'second'])
  })

  test('that takes too long, or a key, is said in words and asks for no passphrase', async () => {
    const { client } = assessing(() => apart('needs-passphrase', { tables: [], findings: [finding('passphrase-too-costly', 'It asks for a work factor of 30.')] }))
    const wrapper = await show(client)
    await give(wrapper, 'slow.age')
    expect(wrapper.get('h2').text()).toBe('A locked file that takes too long to open here')
    expect(wrapper.text()).toContain('Unlock it with the age program')
    expect(wrapper.find('form.passphrase').exists()).toBe(false)
  })
})

test('of an archive with several databases one is chosen, and another can be looked at', async () => {
  const choices = [{ name: 'data/cache.db', size: 4096 }, { name: 'data/podcasts.db', size: 120_000 }]
  const { client, asked } = assessing(({ entry }) => (entry === null ? apart('needs-choice', { tables: [], choices, findings: [finding('needs-choice')] }) : apart('foreign-sqlite')))
  const wrapper = await show(client)
  await give(wrapper, 'backup.tar.gz')
  await until(wrapper, 'Which database do you want?')
  const radios = wrapper.findAll<HTMLInputElement>('input[type="radio"]')
  expect(radios.map(({ element }) => [element.value, element.checked])).toEqual([['data/cache.db', false], ['data/podcasts.db', true]])
  expect(wrapper.text()).toContain('120 kB')
  await wrapper.get('form.choose-entry').trigger('submit')
  await until(wrapper, 'A SQLite database')
  expect(asked.at(-1)?.entry).toBe('data/podcasts.db')
  await button(wrapper, 'Look at another database in the archive').trigger('click')
  await until(wrapper, 'Which database do you want?')
})

describe('a file that takes something away', () => {
  const restoring = (assessment: Assessment) => {
    const restored: string[] = []
    const { client } = assessing(() => assessment, {
      restoreOver: (_, bookId) => {
        restored.push(bookId)
        return done({ head: headOf(78), safetyCopy: { id: '1', reason: 'before-restore', at: headOf(1).changedAt, head: headOf(77), size: 1, contentDigest: '' } as never })
      },
    })
    return { client, restored }
  }

  test.each([
    ['older', sameBook({ kind: 'older', changes: 14 }), 'The 14 changes made since', 'Restore and lose 14 changes'],
    ['forked', sameBook({ kind: 'forked', generation: 30 }), 'The 47 changes made on this device after change 30 go', 'Restore and lose 47 changes'],
    ['with nothing in common', sameBook({ kind: 'forked', generation: 0 }), 'Restoring replaces everything in the book', 'Restore and lose what is only here'],
  ])('%s: names it and waits for a deliberate act', async (_name, assessment, words, action) => {
    const { client, restored } = restoring(assessment)
    const wrapper = await show(client, true)
    await give(wrapper, 'shop.db')
    await button(wrapper, 'Restore this backup').trigger('click')
    await until(wrapper, 'Take the book back?')
    const dialog = wrapper.get('dialog')
    expect(dialog.text()).toContain(words)
    expect(dialog.text()).toContain('Sales27 records fewer')
    expect(dialog.text()).toContain('Debtorsthe table goes, with 4 records')
    expect(dialog.text()).toContain('A safety copy of the book as it is now is kept, and one undo brings it back.')
    const act = button(wrapper, action)
    expect(act.attributes('disabled')).toBeDefined()
    await act.trigger('click')
    expect(restored).toEqual([])
    await dialog.get('input[type="checkbox"]').setValue(true)
    await button(wrapper, action).trigger('click')
    await flushPromises()
    expect(restored).toHaveLength(1)
  })

  test('what goes is told record by record as soon as that is known', async () => {
    const { client } = restoring(sameBook({ kind: 'older', changes: 14 }))
    const { difference, calls } = openDifferenceOf({
      tables: [tableDifference({ onlyHere: 2, onlyInFile: 2, changed: 1 }), tableDifference({ name: 'Debtors', side: 'only-here', here: 4 })],
      objects: [],
    })
    client.openDifference = () => done(difference)
    const wrapper = await show(client, true)
    await give(wrapper, 'shop.db')
    await button(wrapper, 'Restore this backup').trigger('click')
    await until(wrapper, 'Sales2 records go')
    expect(wrapper.get('dialog').text()).toContain('Sales1 record changes back')
    expect(wrapper.get('dialog').text()).toContain('Debtorsthe table goes, with 4 records')
    expect(calls.closed).toBe(1)
  })

  test.each([['newer', sameBook({ kind: 'newer', changes: 2 })], ['the same', sameBook({ kind: 'same' })]])('%s: asks nothing', async (_name, assessment) => {
    const { client, restored } = restoring(assessment)
    const wrapper = await show(client, true)
    await give(wrapper, 'shop.db')
    await button(wrapper, 'Restore this backup').trigger('click')
    await flushPromises()
    expect(restored).toHaveLength(1)
    expect(wrapper.find('dialog').exists()).toBe(false)
  })
})

describe('what would change', () => {
  const { difference } = openDifferenceOf({ tables: [tableDifference()], objects: [] })
  const comparing = (assessment: Assessment) => {
    const opened: unknown[] = []
    const { client } = assessing(() => assessment, {
      openDifference(copy) {
        opened.push(copy)
        return done(difference)
      },
    })
    return { client, opened }
  }
  test.each<[string, Assessment, boolean]>([
    ['older', sameBook({ kind: 'older', changes: 1 }), true],
    ['the same', sameBook({ kind: 'same' }), false],
    ['another book with a table of the same name', apart('another-book'), true],
    ['a foreign database without one', apart('foreign-sqlite', { tables: [{ name: 'bills', kind: 'table', records: 3 }] }), false],
    ['a foreign database with one', apart('foreign-sqlite'), true],
    ['not a backup', apart('not-a-backup', { tables: [] }), false],
  ])('is offered or not: %s', async (_name, assessment, offered) => {
    const wrapper = await show(comparing(assessment).client, true)
    await give(wrapper, 'shop.db')
    await flushPromises()
    expect(find(wrapper, 'Show every difference') !== undefined).toBe(offered)
  })

  test('is not offered without a book', async () => {
    const wrapper = await show(comparing(apart('another-book')).client)
    await give(wrapper, 'shop.db')
    expect(find(wrapper, 'Show every difference')).toBeUndefined()
  })

  test('brings records in, and then says so in place of the verdict', async () => {
    const before = sameBook({ kind: 'older', changes: 1 })
    const after = sameBook({ kind: 'older', changes: 2 })
    let brought = false
    const { client } = assessing(() => (brought && after.live ? { ...after, live: { ...after.live, head: headOf(78) } } : before), { openDifference: () => done(difference) })
    const wrapper = await show(client, true)
    await give(wrapper, 'shop.db')
    await button(wrapper, 'Show every difference').trigger('click')
    await until(wrapper, 'Differing records of Sales')
    await wrapper.get('input[aria-label="Bring in all of Sales"]').setValue(true)
    await button(wrapper, 'Bring in…').trigger('click')
    await until(wrapper, 'Bring in 4 records')
    brought = true
    await button(wrapper, 'Bring in 4 records').trigger('click')
    await until(wrapper, '4 records were brought in')
    expect(wrapper.find('section[aria-label="What this file is"]').exists()).toBe(false)
    await button(wrapper, 'Compare again').trigger('click')
    await until(wrapper, 'older by 2 changes')
  })

  test('of a CSV file is asked for the table it belongs to', async () => {
    const { client, opened } = comparing(apart('foreign-tables', { format: 'csv', fileName: 'sales.csv', tables: [{ name: 'sales', kind: 'table', records: 3 }] }))
    const wrapper = await show(client, true)
    await give(wrapper, 'sales.csv')
    expect(wrapper.get('h2').text()).toBe('A table in CSV')
    expect(find(wrapper, 'Open as a new book')).toBeDefined()
    await until(wrapper, 'Bring into a table of this book')
    await wrapper.get('form.into select').setValue('Stock')
    await wrapper.get('form.into').trigger('submit')
    await until(wrapper, 'Differing records of Sales')
    expect(opened).toMatchObject([{ kind: 'file', intoTable: 'Stock' }])
  })

  test('of a workbook with several sheets is asked which of them, and goes to the table of its name', async () => {
    const sheets = ['notes', 'stock'].map((name) => ({ name, kind: 'table' as const, records: 3 }))
    const { client, opened } = comparing(apart('foreign-tables', { format: 'xlsx', fileName: 'shop.xlsx', tables: sheets }))
    const wrapper = await show(client, true)
    await give(wrapper, 'shop.xlsx')
    await until(wrapper, 'Which table of the file')
    const [from, into] = wrapper.findAll<HTMLSelectElement>('form.into select')
    expect([from?.element.value, into?.element.value]).toEqual(['stock', 'Stock'])
    await from?.setValue('notes')
    await into?.setValue('Sales')
    await wrapper.get('form.into').trigger('submit')
    await until(wrapper, 'Differing records of Sales')
    expect(opened).toMatchObject([{ kind: 'file', fromTable: 'notes', intoTable: 'Sales' }])
  })
})

test('a file of a newer app is looked into and never restored', async () => {
  const { client } = assessing(() => apart('newer-app', { manifest: manifestOf(), findings: [finding('newer-format')] }), { openCopy: () => done(openCopyOf(3)) })
  const wrapper = await show(client, true)
  await give(wrapper, 'newer.db')
  await until(wrapper, 'note 3')
  expect(find(wrapper, 'Restore this backup')).toBeUndefined()
  expect(find(wrapper, 'Open as a new book')).toBeUndefined()
  for (const name of ['Save as .db', 'Save table as CSV']) expect(find(wrapper, name)).toBeDefined()
  expect(wrapper.text()).toContain('update the app')
})

describe('a damaged file', () => {
  const damaged = apart('damaged', { tables: [], salvageable: true, fileName: 'shop_backup_20261120_180409.db', findings: [finding('corrupt')] })
  const report = {
    format: 'sqlite' as const,
    tables: [{ name: 'Sales', recovered: 1200, lost: 4, named: false }, { name: 'table_2', recovered: 7, lost: null, named: true }],
    recovered: 1207,
    lostPages: 2,
    lostBytes: null,
    findings: [{ code: 'salvaged' as const, severity: 'warning' as const, detail: 'Page 7 could not be read.' }],
  }

  test('tells what can be saved and opens that as a new book', async () => {
    const asked: unknown[] = []
    const { client } = assessing(() => damaged, {
      trySalvage: () => done(report),
      openSalvaged: (_, request) => {
        asked.push(request)
        return done({ book: { bookId: 'n', name: request.name, generation: 1, changedAt: headOf(1).changedAt, size: 1 }, report })
      },
    })
    const wrapper = await show(client)
    await give(wrapper, 'shop_backup_20261120_180409.db')
    await until(wrapper, 'See what can be saved')
    await button(wrapper, 'See what can be saved').trigger('click')
    await until(wrapper, '1,207 records could be read.')
    expect(wrapper.text()).toContain('2 pages of the file could not be read.')
    const rows = wrapper.findAll('.report tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))
    expect(rows).toEqual([['Sales', '1,200', '4'], ['table_2 (its own name was lost)', '7', 'not known']])
    expect(wrapper.text()).toContain('Page 7 could not be read.')
    await wrapper.get('form.open-salvaged').trigger('submit')
    await until(wrapper, '“Shop, saved” is open, with what could be saved')
    expect(asked).toEqual([{ name: 'Shop, saved', currency: 'EUR' }])
    expect(wrapper.text()).toContain('Compare it with what you remember')
  })

  test('can hold nothing after all', async () => {
    const { client } = assessing(() => damaged, { trySalvage: () => ({ outcome: Promise.resolve({ ok: false, failure: { type: 'NothingSalvaged' } }), cancel: () => undefined }) })
    const wrapper = await show(client)
    await give(wrapper, 'shop.db')
    await until(wrapper, 'See what can be saved')
    await button(wrapper, 'See what can be saved').trigger('click')
    await until(wrapper, 'Nothing could be saved from the file')
    expect(wrapper.text()).toContain('Choose another copy of this backup')
  })

  test('that is beyond saving says the next step', async () => {
    const { client } = assessing(() => ({ ...damaged, inspection: { ...damaged.inspection, salvageable: false } }))
    const wrapper = await show(client)
    await give(wrapper, 'shop.db')
    expect(find(wrapper, 'See what can be saved')).toBeUndefined()
    expect(wrapper.text()).toContain('Nothing in it can be read any more.')
    expect(wrapper.text()).toContain('Choose another copy of this backup, or an older one.')
    expect(wrapper.text()).toContain('Nothing was changed.')
  })
})

test('the outcome of a fake run is what it was given', async () => {
  expect(await done(1).outcome).toEqual(ok(1))
})
