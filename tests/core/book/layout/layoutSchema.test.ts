import { describe, expect, test } from 'vitest'
import { EMPTY_LAYOUT } from '../../../../src/core/book/layout/bookLayout'
import { isEmptyLayout } from '../../../../src/core/book/layout/isEmptyLayout'
import { LAYOUT_LIMITS, LAYOUT_TEXT_LIMIT, readLayout } from '../../../../src/core/book/layout/layoutSchema'
import { SAMPLE_LAYOUT } from './sampleLayout'

test('a layout reads back as it is, in whatever order its members come', () => {
  const text = JSON.stringify(readLayout(SAMPLE_LAYOUT))
  expect(readLayout(JSON.parse(text))).toEqual(SAMPLE_LAYOUT)
  expect(JSON.stringify(readLayout(JSON.parse(text)))).toBe(text)
  const turned = Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse().map(([name, items]) => [name, (items as object[]).map((item) => Object.fromEntries(Object.entries(item).reverse()))]))
  expect(JSON.stringify(readLayout(turned))).toBe(text)
})

test('what a newer app wrote is passed over, and the rest is kept', () => {
  const newer = {
    ...SAMPLE_LAYOUT,
    colours: ['red'],
    views: [{ ...SAMPLE_LAYOUT.views[0], colour: 'red' }, { ...SAMPLE_LAYOUT.views[1], filter: { match: 'all', conditions: [{ test: 'resembles', field: 'name', value: 'x' }] } }],
    today: [{ type: 'weather' }, ...SAMPLE_LAYOUT.today],
  }
  expect(readLayout(newer)).toEqual({ ...SAMPLE_LAYOUT, views: SAMPLE_LAYOUT.views.slice(0, 1) })
})

describe('hostile layouts', () => {
  test.each([undefined, null, 7, 'views', [], { views: 'x', charts: {}, today: [null, 7, []], fields: [{ table: 'a' }, { table: 'a', field: 'b', currency: 'euro' }] }])(
    '%j is none', (value) => expect(readLayout(value)).toEqual(EMPTY_LAYOUT),
  )
  test('values that are no cells, endless lists and endless texts are passed over', () => {
    const [view] = SAMPLE_LAYOUT.views
    const withValue = (value: unknown) => ({ views: [{ ...view, filter: { match: 'any', conditions: [{ test: 'is', field: 'a', value }] } }] })
    for (const value of [undefined, true, { b: 1 }, { i: 'x' }, [1], 'x'.repeat(3000)]) expect(readLayout(withValue(value)).views).toEqual([])
    for (const value of [null, 1, 'x', { i: '9007199254740993' }]) expect(readLayout(withValue(value)).views).toHaveLength(1)
    expect(readLayout({ views: [{ ...view, name: 'x'.repeat(501) }] }).views).toEqual([])
    expect(readLayout({ views: Array.from({ length: 600 }, () => view) }).views).toHaveLength(LAYOUT_LIMITS.views)
  })
  test('all of it together stays within its limit, and reads back the same', () => {
    const [view] = SAMPLE_LAYOUT.views
    const wide = { ...view, hidden: Array.from({ length: 2000 }, (_, i) => `field ${i} ${'x'.repeat(100)}`) }
    const read = readLayout({ ...SAMPLE_LAYOUT, views: [...Array.from({ length: 20 }, () => wide), view] })
    expect(JSON.stringify(read).length).toBeLessThan(LAYOUT_TEXT_LIMIT + 100)
    expect(read.views).toHaveLength(5)
    expect(readLayout(read)).toEqual(read)
  })
})

test('empty is empty', () => {
  expect([isEmptyLayout(undefined), isEmptyLayout(EMPTY_LAYOUT), isEmptyLayout(SAMPLE_LAYOUT)]).toEqual([true, true, false])
})
