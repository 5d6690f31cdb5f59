import { describe, expect, test } from 'vitest'
import { findField, findTable } from '../../../../src/core/book/keyedTable'
import { readLayout } from '../../../../src/core/book/layout/layoutSchema'
import { readGroups } from '../../../../src/core/book/query/readGroups'
import type { GroupQuery } from '../../../../src/core/book/query/groupQuery'
import type { RowFilter } from '../../../../src/core/book/query/rowFilter'
import { readRows } from '../../../../src/core/book/readRows'
import { createFromTemplate } from '../../../../src/core/book/templates/createFromTemplate'
import { findTemplate, listTemplates } from '../../../../src/core/book/templates/listTemplates'
import { describeBook } from '../../../../src/core/book/describeBook'
import { EMPTY_LAYOUT } from '../../../../src/core/book/layout/bookLayout'
import { openEngine } from '../../../support/engines'
import { good } from '../../../support/sessions'

const engine = await openEngine()
const TODAY = '2026-03-14'

function openTemplate(id: string, withSamples: boolean) {
  const template = findTemplate(id)
  if (!template) throw new Error('no template')
  const { db } = engine.openImage(null)
  const { samples } = createFromTemplate(db, template, { withSamples, today: TODAY })
  const layout = template.layout ?? EMPTY_LAYOUT
  const shape = describeBook(db, { asleep: [], samples, layout })
  const around = { tables: shape.tables, currency: 'EUR' }
  const table = (name: string) => good(findTable(shape, name))
  const hasField = (name: string, field: string) => expect(good(findField(table(name), field)).name).toBe(field)
  const rows = (name: string, filter: RowFilter, sort: { field: string; descending: boolean }[] = []) =>
    good(readRows(db, table(name), { table: name, from: 0, count: 200, sort, search: '', filter, today: TODAY }, around))
  const groups = (query: Pick<GroupQuery, 'table'> & Partial<GroupQuery>) =>
    good(readGroups(db, table(query.table), { filter: { match: 'all', conditions: [] }, search: '', by: [], totals: [], order: 'by-group', from: 0, count: 200, today: TODAY, ...query }, around))
  return { db, template, layout, shape, table, hasField, rows, groups }
}

describe.each(listTemplates().map(({ id }) => id))('%s', (id) => {
  const book = openTemplate(id, true)
  const { layout, hasField } = book

  test('its layout is one that files may carry, with ids of their own', () => {
    expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout)
    const ids = [...layout.views, ...layout.charts].map((one) => one.id)
    expect(layout.views.length).toBeGreaterThan(0)
    expect(new Set(layout.views.map((one) => one.id)).size).toBe(layout.views.length)
    expect(new Set(layout.charts.map((one) => one.id)).size).toBe(layout.charts.length)
    expect(ids.every((one) => /^[a-z-]+$/.test(one))).toBe(true)
    for (const name of [...new Set(layout.views.map((one) => one.table))]) {
      const names = layout.views.filter((one) => one.table === name).map((one) => one.name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  test('every saved view names what is there, and is read', () => {
    for (const view of layout.views) {
      for (const condition of view.filter.conditions) hasField(view.table, condition.field)
      for (const field of [...view.hidden, ...view.order, ...view.pinned, ...view.sort.map((one) => one.field), ...view.groups.map((one) => one.field)]) hasField(view.table, field)
      const { rows } = book.rows(view.table, view.filter, [...view.sort])
      const all = book.groups({ table: view.table, filter: view.filter, totals: view.totals })
      expect(all.groups[0]?.records, view.id).toBe(rows.length)
      const grouped = book.groups({ table: view.table, filter: view.filter, by: view.groups, totals: view.totals })
      expect(grouped.groups.reduce((sum, group) => sum + group.records, 0), view.id).toBe(rows.length)
      for (const total of view.totals) if (total.field !== null) hasField(view.table, total.field)
    }
  })

  test('every chart has something to show', () => {
    for (const chart of layout.charts) {
      for (const field of [chart.by.field, chart.split?.field, chart.value.field]) if (field) hasField(chart.table, field)
      const by = chart.split ? [chart.by, chart.split] : [chart.by]
      const { groups } = book.groups({ table: chart.table, filter: chart.filter, by, totals: [chart.value], order: chart.order })
      expect(groups.length, chart.id).toBeGreaterThan(0)
      expect(groups.every(({ totals }) => typeof totals[0] === 'number' || typeof totals[0] === 'object'), chart.id).toBe(true)
    }
  })

  test('every card of the Today page tells something', () => {
    for (const card of layout.today) {
      if (card.type === 'chart') {
        expect(layout.charts.map((chart) => chart.id)).toContain(card.chart)
        continue
      }
      for (const condition of card.filter.conditions) hasField(card.table, condition.field)
      const named = card.type === 'figure' ? [card.value.field] : card.type === 'due' ? [card.label, card.date, card.amount] : [card.label, card.reached, card.target, card.date]
      for (const field of named) if (field !== null) hasField(card.table, field)
      if (card.type === 'figure') {
        const [all] = book.groups({ table: card.table, filter: card.filter, totals: [card.value] }).groups
        expect(all?.totals[0], card.name).not.toBe(null)
      } else expect((book.rows(card.table, card.filter)).rows.length, card.name).toBeGreaterThan(0)
    }
  })

  test('every calculated field of a view has its kind, and every named field is there', () => {
    for (const { table, field } of layout.fields) hasField(table, field)
    for (const table of book.shape.tables.filter(({ kind }) => kind === 'view')) {
      for (const field of table.fields) {
        const [type] = book.db.rows(`SELECT group_concat(DISTINCT typeof("${field.name}")) FROM "${table.name}" WHERE "${field.name}" IS NOT NULL`)[0] ?? []
        const expected = { money: ['integer'], 'whole-number': ['integer'], decimal: ['real', 'integer', 'integer,real', 'real,integer'] }[field.kind as 'money'] ?? ['text']
        // whole numbers in a text field would be shown as bare figures
        if (field.kind !== 'yes-no') expect(expected.includes(String(type)), `${table.name}.${field.name} is ${field.kind} but ${String(type)}`).toBe(true)
      }
    }
  })

  test('nothing looks like a secret, and nothing fails while it is empty', () => {
    const empty = openTemplate(id, false)
    expect(empty.shape.tables.flatMap(({ name, fields }) => fields.filter(({ secret }) => secret).map((field) => `${name}.${field.name}`))).toEqual([])
    for (const table of empty.shape.tables) expect(empty.rows(table.name, { match: 'all', conditions: [] }).rows).toEqual([])
    for (const chart of layout.charts) expect(empty.groups({ table: chart.table, filter: chart.filter, by: [chart.by], totals: [chart.value] }).groups).toEqual([])
  })
})

describe('the figures add up', () => {
  test('household: balances, goals', () => {
    const { db } = openTemplate('household-budget', true)
    const start = Number(db.rows('SELECT sum(opening_balance) FROM accounts')[0]?.[0])
    const change = Number(db.rows('SELECT sum(change) FROM money_in_and_out')[0]?.[0])
    expect(db.rows('SELECT sum(balance) FROM account_balances')).toEqual([[start + change]])
    expect(db.rows("SELECT saved, to_go, percent FROM goal_progress WHERE goal = 'Summer holiday'")).toEqual([[94_000, 86_000, 52]])
  })
  test('shop: stock, debts, till', () => {
    const { db } = openTemplate('shop', true)
    expect(db.rows("SELECT in_stock, value_at_cost FROM stock WHERE item = 'Black tea, 250 g'")).toEqual([[29, 9280]])
    expect(db.rows('SELECT customer, owes FROM debtors ORDER BY customer')).toEqual([['Amara', 780], ['Corner Café', 9140]])
    expect(db.rows('SELECT supplier, we_owe FROM creditors')).toEqual([['Mill & Grain', 2250]])
    expect(db.rows('SELECT expected, difference FROM till_check ORDER BY date')).toEqual([[10_825, 0], [12_210, -50]])
  })
  test('society: the trial balance balances, dues agree with the account of the dues', () => {
    const { db } = openTemplate('society', true)
    const [debit, credit] = db.rows('SELECT sum(debit), sum(credit) FROM trial_balance')[0] ?? []
    expect(debit).toBe(credit)
    expect(Number(debit)).toBeGreaterThan(0)
    expect(db.rows('SELECT sum(owes) FROM dues')).toEqual(db.rows("SELECT debit FROM trial_balance WHERE code = '1200'"))
    expect(db.rows('SELECT sum(debit) = sum(credit) FROM ledger')).toEqual([[1]])
  })
  test('freight: results agree with the uploads', () => {
    const { db } = openTemplate('freight', true)
    expect(db.rows('SELECT sum(records) = sum(succeeded) + sum(failed) FROM brokerage_results')).toEqual([[1]])
    expect(db.rows('SELECT sum(errors) FROM open_errors')).toEqual(db.rows('SELECT count(*) FROM errors WHERE resolved = 0'))
  })
  test('log: goals count what they say', () => {
    const { db } = openTemplate('log', true)
    expect(db.rows('SELECT goal, reached FROM goal_progress')).toEqual([['Ten titles', 2], ['Twenty hours in two months', 718]])
  })
})
