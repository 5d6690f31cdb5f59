import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import RestorePointsCard from '../../../src/app/components/restorePoints/RestorePointsCard.vue'
import { standOf } from '../../../src/app/components/restorePoints/standOf'
import { useBookStore } from '../../../src/app/stores/book'
import { useNoticeStore } from '../../../src/app/stores/notice'
import type { RestorePointInfo } from '../../../src/core/book/restorePoint'
import type { NightsafeClient } from '../../../src/worker/client/nightsafeClient'
import { createMemoryClient, createTestClock, type TestClock } from '../../support/createMemoryClient'
import { mountInApp } from '../../support/mountInApp'
import { withRestorePoints } from './fakeRestorePoints'
import { eventually } from '../../support/eventually'

enableAutoUnmount(afterEach)

const HOUR = 3_600_000
let clock: TestClock
let real: NightsafeClient
let bookId: string
let points: RestorePointInfo[]

const point = (generation: number, hoursAgo: number, more: Partial<RestorePointInfo> = {}): RestorePointInfo => {
  const now = clock.now()
  return { id: `point-${generation}`, generation, at: { ...now, utc: now.utc - hoursAgo * HOUR }, reason: 'six-hours', name: '', size: 120_000, isDamaged: false, ...more }
}

beforeEach(async () => {
  clock = createTestClock(new Date(2026, 10, 21, 15, 4, 9).getTime())
  real = await createMemoryClient({ clock })
  await real.start()
  const made = await real.device.createBook({ templateId: 'household-budget', name: 'Home', currency: 'EUR', withSamples: true, at: clock.now(), who: '' })
  if (!made.ok) throw new Error(made.failure.type)
  bookId = made.value.bookId
  for (let i = 0; i < 7; i++) await real.device.edit(bookId, { type: 'renameBook', name: `Home ${i}` }, clock.now())
  points = []
})

async function show() {
  const { client, asked } = withRestorePoints(real, points)
  const { wrapper, router } = await mountInApp(RestorePointsCard, client, { at: 'backups' })
  await useBookStore().open(bookId)
  await flushPromises()
  return { wrapper, router, asked }
}

const lines = (wrapper: VueWrapper) => wrapper.findAll('li.point')
const button = (wrapper: VueWrapper, name: string) => {
  const found = wrapper.findAll('button').find((one) => one.text() === name && !one.attributes('disabled'))
  if (!found) throw new Error(`no button ${name}`)
  return found
}
/** The dialog is fetched when it is first wanted. */
const dialog = async (wrapper: VueWrapper) => {
  await eventually(() => expect(wrapper.find('dialog h2').exists()).toBe(true), 5_000)
  return wrapper.get('dialog')
}

describe('restore points', () => {
  test('are listed newest first, with why, size and what was done since, and are never called backups', async () => {
    points.push(point(1, 49, { reason: 'start' }), point(8, 1, { reason: 'by-hand', name: 'before the clean-up' }), point(5, 7), point(3, 8, { reason: 'before-step', name: 'deleteTable' }), point(2, 9, { isDamaged: true }))
    const { wrapper } = await show()
    const texts = lines(wrapper).map((line) => line.text())
    expect(texts).toHaveLength(5)
    expect(texts[0]).toContain('“before the clean-up”')
    expect(texts[0]).toContain('made by hand · 120 kB · the book as it is now')
    expect(texts[1]).toContain('every 6 hours · 120 kB · 3 changes since')
    expect(texts[2]).toContain('before a table was deleted')
    expect(texts[3]).toContain('it cannot be opened any more')
    expect(lines(wrapper)[3]?.findAll('button')).toEqual([])
    expect(texts[4]).toContain('when the book was opened')
    expect(texts[4]).toContain('7 changes since')
    expect(wrapper.text()).toContain('They are not backups')
  })

  test('beyond the newest few stay folded until asked for', async () => {
    for (let generation = 1; generation <= 8; generation++) points.push(point(generation, 9 - generation))
    const { wrapper } = await show()
    expect(lines(wrapper)).toHaveLength(5)
    await button(wrapper, 'Show all 8').trigger('click')
    expect(lines(wrapper)).toHaveLength(8)
  })

  test('are made by hand, with a name', async () => {
    const { wrapper, asked } = await show()
    expect(wrapper.text()).toContain('There is none yet.')
    await wrapper.get('input').setValue(' before the move ')
    await wrapper.get('form').trigger('submit')
    await eventually(() => expect(lines(wrapper)).toHaveLength(1))
    expect(asked).toEqual(['make by-hand before the move'])
    expect(lines(wrapper)[0]?.text()).toContain('“before the move”')
    expect(useNoticeStore().notices.at(-1)?.title).toBe('A restore point was made')
  })

  test('can be looked into and compared on a page of their own', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    points.push(point(5, 7))
    const { wrapper, router } = await show()
    const pushed = vi.spyOn(router, 'push')
    await button(wrapper, 'Look inside').trigger('click')
    await button(wrapper, 'Compare with now').trigger('click')
    expect(pushed.mock.calls.map(([to]) => to)).toEqual([
      { name: 'copy', params: { kind: 'restore-point', id: 'point-5', view: 'look' } },
      { name: 'copy', params: { kind: 'restore-point', id: 'point-5', view: 'compare' } },
    ])
  })

  test('are gone back to only after the loss was named and agreed to', async () => {
    points.push(point(5, 7))
    const { wrapper, asked } = await show()
    await button(wrapper, 'Go back to this').trigger('click')
    const asking = await dialog(wrapper)
    expect(asking.text()).toMatch(/3 changes made since today .* are taken back\./)
    expect(asking.text()).toContain('A safety copy of the book as it is now is kept first; you can undo.')
    await button(wrapper, 'Keep the book as it is').trigger('click')
    await flushPromises()
    expect(asked).toEqual([])
    await button(wrapper, 'Go back to this').trigger('click')
    const again = await dialog(wrapper)
    const confirm = again.findAll('button').find((one) => one.text() === 'Go back to this')
    expect(confirm?.attributes('disabled')).toBeDefined()
    await again.get('input[type="checkbox"]').setValue(true)
    await confirm?.trigger('click')
    await eventually(() => expect(useNoticeStore().notices.at(-1)?.title).toMatch(/^The book is as it was today/))
    expect(asked).toEqual(['back point-5'])
    expect(wrapper.find('dialog h2').exists()).toBe(false)
  })

  test('that are gone meanwhile change nothing, and that is said', async () => {
    points.push(point(5, 7))
    const { wrapper } = await show()
    await button(wrapper, 'Go back to this').trigger('click')
    const asking = await dialog(wrapper)
    points.length = 0
    await asking.get('input[type="checkbox"]').setValue(true)
    await asking.findAll('button').find((one) => one.text() === 'Go back to this')?.trigger('click')
    await eventually(() => expect(useNoticeStore().notices.at(-1)?.title).toBe('The restore point is gone'))
    await flushPromises()
    expect(wrapper.find('dialog h2').exists()).toBe(false)
  })
})

describe('how a restore point stands to the book', () => {
  const first = { branch: 'a', from: 1, after: 0 }

  test('on the line of the book, all changes since count', () => {
    expect(standOf(5, { lineage: [first], generation: 12 })).toEqual({ aside: false, changes: 7 })
    expect(standOf(12, { lineage: [first], generation: 12 })).toEqual({ aside: false, changes: 0 })
  })

  test('after going back to 5 of 12, what lies after 5 is aside, and the switch is no change', () => {
    const line = { lineage: [first, { branch: 'b', from: 13, after: 5 }], generation: 15 }
    expect(standOf(5, line)).toEqual({ aside: false, changes: 2 })
    expect(standOf(3, line)).toEqual({ aside: false, changes: 4 })
    expect(standOf(9, line)).toEqual({ aside: true, changes: 2 })
    expect(standOf(14, line)).toEqual({ aside: false, changes: 1 })
  })
})
