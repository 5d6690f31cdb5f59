import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import '../../../src/app/pages/tables/SqlPage.vue'
import { openTables } from '../records/openTables'
import { eventually } from '../../support/eventually'

async function ask(sql: string) {
  const opened = await openTables('/sql')
  const { wrapper } = opened
  await eventually(() => expect(wrapper.find('textarea').exists()).toBe(true), { timeout: 10_000 })
  const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView')
  await wrapper.get('textarea').setValue(sql)
  await wrapper.get('form').trigger('submit')
  await eventually(() => expect(wrapper.findAll('section[aria-label^="Answers"] h2').length).toBeGreaterThan(0), { timeout: 10_000 })
  await flushPromises()
  const cells = () => wrapper.findAll('section[aria-label^="Answers"] td').map((cell) => cell.text())
  return { ...opened, scrolled, cells }
}

test('an answer comes into view right below the question, and is told to those who do not see it', async () => {
  const { wrapper, scrolled } = await ask('SELECT count(*) AS n FROM expenses; SELECT name FROM members WHERE 0')
  expect(scrolled.mock.contexts[0]).toHaveProperty('textContent', expect.stringContaining('Answer 1'))
  expect(wrapper.get('.ask').element.nextElementSibling?.textContent).toContain('Answer 1')
  expect(wrapper.get('.actions [role=status]').text()).toBe('Answer 1: 1 row. Answer 2: No rows.')
}, 30_000)

test('money of the book is shown as money, other whole numbers where one says so, and what is shown is said', async () => {
  const { wrapper, cells } = await ask('SELECT 7 AS seven, sum(amount) AS spent, sum(amount) / 100 AS reckoned, count(*) || \'\' FROM expenses')
  const boxes = () => wrapper.findAll<HTMLInputElement>('fieldset input[type=checkbox]')
  expect(wrapper.findAll('fieldset label').map((label) => label.text())).toEqual(['seven (EUR)', 'spent (EUR)', 'reckoned (EUR)'])
  expect(boxes().map(({ element }) => element.checked)).toEqual([false, true, false])
  expect(cells()[0]).toBe('7')
  expect(cells()[1]).toMatch(/^€[\d,]+\.\d\d$/)
  expect(wrapper.text()).toContain('What the book keeps as money is shown as money here')
  expect(wrapper.text()).toContain('The CSV has the bare numbers')
  await boxes()[0]?.setValue(true)
  expect(cells()[0]).toBe('€0.07')
  await boxes()[0]?.setValue(false)
  await boxes()[1]?.setValue(false)
  expect(cells().slice(0, 2).join(' ')).toMatch(/^7 \d+$/)
  expect(wrapper.text()).not.toContain('The CSV has the bare numbers')
}, 30_000)
