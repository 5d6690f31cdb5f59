import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { Cell } from '../../../src/core/base/cell'
import { eventually } from '../../support/eventually'
import { openTables, settle } from './openTables'

enableAutoUnmount(afterEach)

async function openExpenses() {
  const { client, bookId, book, wrapper } = await openTables('/tables/expenses')
  const add = async (table: string, values: Readonly<Record<string, Cell>>) => {
    const made = await client.device.edit(bookId, { type: 'addRecord', table, values }, client.clock.now())
    if (!made.ok || made.value.key === null) throw new Error(JSON.stringify(made))
    return made.value.key
  }
  /** Adds a record as the first one is, but for some values. */
  const addLikeFirst = async (table: string, values: Readonly<Record<string, Cell>>) => {
    const rows = await client.device.rows(bookId, { table, from: 0, count: 1, sort: [], search: '' })
    if (!rows.ok) throw new Error(rows.failure.type)
    const first = (book.table(table)?.fields ?? []).flatMap(({ name, key }, i) => (key ? [] : [[name, rows.value.rows[0]?.cells[i] ?? null] as const]))
    await add(table, { ...Object.fromEntries(first), ...values })
  }
  /** Searches for a text once another one has found nothing, so that what is shown then was found by this one. */
  const search = async (text: string) => {
    const input = wrapper.get<HTMLInputElement>('input[type=search]')
    await input.setValue(`not ${text}`)
    await eventually(() => expect(wrapper.text()).toContain(`Nothing in expenses contains “not ${text}”`))
    await input.setValue(text)
    await settle()
  }
  const cards = () => wrapper.findAll('li').map((card) => card.text()).filter((text) => text.includes('Lantern'))
  return { client, bookId, wrapper, add, addLikeFirst, search, cards }
}

test('a record is found by the name that a reference shows, by its amount and by its day; a renamed one by its new name', async () => {
  const { client, bookId, add, addLikeFirst, search, cards, wrapper } = await openExpenses()
  const member = await add('members', { name: 'Ottoline' })
  await addLikeFirst('expenses', { description: 'Lantern', amount: 765_432, date: '2019-02-28', member: member[0] ?? null })
  for (const text of ['ottol', '7,654.32', '7654,3', '28 Feb 2019', '28 feb', 'feb 2019', '2019-02-28']) {
    await search(text)
    await eventually(() => expect(cards(), text).toHaveLength(1))
  }
  await search('765432')
  await eventually(() => expect(wrapper.text()).toContain('Nothing in expenses contains “765432”'))
  await search('Ottoline')
  await eventually(() => expect(cards()).toHaveLength(1))
  const renamed = await client.device.edit(bookId, { type: 'changeRecord', table: 'members', key: member, values: { name: 'Perpetua' } }, client.clock.now())
  expect(renamed.ok).toBe(true)
  await eventually(() => expect(wrapper.text()).toContain('Nothing in expenses contains “Ottoline”'))
  await search('perp')
  await eventually(() => expect(cards()).toHaveLength(1))
})

test('a record without a name of its own stands in the list by its day, and is found by it', async () => {
  const { wrapper } = await openTables('/tables/transfers')
  const names = () => wrapper.findAll('.card .name').map((one) => one.text())
  await eventually(() => expect(names().length).toBeGreaterThan(1), { timeout: 10_000 })
  for (const name of names()) expect(name).toMatch(/^[A-Z][a-z]{2} \d{1,2}, \d{4}$/)
  const [first = ''] = names()
  await wrapper.get<HTMLInputElement>('input[type="search"]').setValue(first)
  await eventually(() => expect(new Set(names())).toEqual(new Set([first])), { timeout: 10_000 })
})
