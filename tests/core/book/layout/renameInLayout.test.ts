import { describe, expect, test } from 'vitest'
import type { Edit } from '../../../../src/core/book/bookDescription'
import { createBookEditor } from '../../../../src/core/book/createBookEditor'
import { dropFromLayout, renameInLayout } from '../../../../src/core/book/layout/renameInLayout'
import { createMemoryDevice } from '../../../../src/platform/memory/memoryDevice'
import { createMemoryShelf } from '../../../../src/platform/memory/memoryShelf'
import { openEngine } from '../../../support/engines'
import { createTestBook, good, instant } from '../../../support/sessions'
import { draft, openEditing } from '../editing'
import { SAMPLE_LAYOUT, SAMPLE_SQL } from './sampleLayout'

const engine = await openEngine()

test('a new name of a field goes everywhere, and back again', () => {
  const there = renameInLayout(SAMPLE_LAYOUT, { table: 'SALES', field: 'Day', to: 'sold on' })
  expect(JSON.stringify(there)).not.toContain('"field":"day","descending"')
  expect(there.views[0]).toMatchObject({ sort: [{ field: 'sold on' }], order: ['sold on', 'amount'], pinned: ['sold on'], groups: [{ field: 'sold on', part: 'week' }] })
  expect(there.charts[0]).toMatchObject({ by: { field: 'sold on' } })
  expect(there.fields).toEqual(SAMPLE_LAYOUT.fields)
  expect(renameInLayout(there, { table: 'sales', field: 'sold on', to: 'day' })).toEqual(SAMPLE_LAYOUT)
})

test('a new name of a table goes everywhere, and back again', () => {
  const there = renameInLayout(SAMPLE_LAYOUT, { table: 'sales', field: null, to: 'receipts' })
  expect(JSON.stringify(there)).not.toContain('"sales"')
  expect(renameInLayout(there, { table: 'receipts', field: null, to: 'sales' })).toEqual(SAMPLE_LAYOUT)
})

test('both fields that are compared follow', () => {
  const there = renameInLayout(SAMPLE_LAYOUT, { table: 'items', field: 'reorder_at', to: 'least' })
  expect(there.views[1]?.filter.conditions).toEqual([{ test: 'compare', field: 'stock', how: 'at-most', other: 'least' }])
  expect(there.today[2]).toMatchObject({ target: 'least' })
})

test('without a field, charts and cards go that would tell something else', () => {
  const without = dropFromLayout(SAMPLE_LAYOUT, { table: 'sales', field: 'paid' })
  expect(without.charts.map(({ id }) => id)).toEqual(['by-month'])
  expect(without.today.map((card) => (card.type === 'chart' ? card.chart : card.name))).toEqual(['Taken today', 'Stock', 'by-month'])
  expect(without.views[0]?.filter.conditions).toEqual([{ test: 'in-period', field: 'day', period: 'this-month' }])
  const amountless = dropFromLayout(SAMPLE_LAYOUT, { table: 'sales', field: 'amount' })
  expect(amountless.charts).toEqual([])
  expect(amountless.views[0]?.totals).toEqual([{ fold: 'count', field: null }])
  expect(amountless.today.map((card) => card.type)).toEqual(['due', 'goals'])
  expect(dropFromLayout(SAMPLE_LAYOUT, { table: 'sales', field: 'item' }).charts[0]).toMatchObject({ id: 'by-month', split: null })
})

test('without a table, all that is of it goes', () => {
  const without = dropFromLayout(SAMPLE_LAYOUT, { table: 'Sales', field: null })
  expect(JSON.stringify(without)).not.toContain('sales')
  expect(without.today.map((card) => card.type)).toEqual(['goals'])
})

describe('edits keep it true', () => {
  const cases: [Edit, typeof SAMPLE_LAYOUT][] = [
    [{ type: 'renameTable', table: 'items', name: 'goods' }, renameInLayout(SAMPLE_LAYOUT, { table: 'items', field: null, to: 'goods' })],
    [{ type: 'deleteTable', table: 'items' }, dropFromLayout(SAMPLE_LAYOUT, { table: 'items', field: null })],
    [{ type: 'changeField', table: 'items', name: 'stock', field: draft('in store', 'whole-number') }, renameInLayout(SAMPLE_LAYOUT, { table: 'items', field: 'stock', to: 'in store' })],
    [{ type: 'deleteField', table: 'sales', name: 'paid' }, dropFromLayout(SAMPLE_LAYOUT, { table: 'sales', field: 'paid' })],
  ]
  test.each(cases)('$type', (edit, expected) => {
    const book = openEditing(engine, SAMPLE_SQL, { layout: SAMPLE_LAYOUT })
    good(book.edit(edit))
    expect(book.identity().layout).toEqual(expected)
  })
  test.each(cases)('$type is undone with it, and done again', async (edit, expected) => {
    const session = await createTestBook(engine, createMemoryShelf(createMemoryDevice(), { hasLog: true }))
    const editor = createBookEditor(session)
    good(await session.write(instant(), (db) => (db.run(SAMPLE_SQL), { ok: true as const, value: undefined })))
    good(await editor.edit({ type: 'changeLayout', layout: SAMPLE_LAYOUT }, instant()))
    good(await editor.edit(edit, instant()))
    expect(editor.describe().layout).toEqual(expected)
    good(await editor.undo(instant()))
    expect(editor.describe().layout).toEqual(SAMPLE_LAYOUT)
    good(await editor.redo(instant()))
    expect(editor.describe().layout).toEqual(expected)
  })
})
