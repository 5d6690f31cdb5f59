import { EVERY_RECORD } from '../../../../src/core/book/query/rowFilter'
import type { BookLayout } from '../../../../src/core/book/layout/bookLayout'

/** A layout of a book with the tables `sales` (day, item, amount, paid, due) and `items` (name, stock, reorder_at), and the view `takings`. */
export const SAMPLE_LAYOUT: BookLayout = {
  views: [
    {
      id: 'unpaid', table: 'sales', name: 'Not paid yet', search: '', sort: [{ field: 'day', descending: true }], hidden: ['item'], order: ['day', 'amount'], pinned: ['day'],
      filter: { match: 'all', conditions: [{ test: 'is', field: 'paid', value: 0 }, { test: 'in-period', field: 'day', period: 'this-month' }] },
      groups: [{ field: 'day', part: 'week' }], totals: [{ fold: 'sum', field: 'amount' }, { fold: 'count', field: null }],
    },
    {
      id: 'low', table: 'items', name: 'To be ordered', search: '', sort: [], hidden: [], order: [], pinned: [], groups: [], totals: [],
      filter: { match: 'any', conditions: [{ test: 'compare', field: 'stock', how: 'at-most', other: 'reorder_at' }], also: [{ test: 'filled', field: 'name' }] },
    },
  ],
  charts: [
    {
      id: 'by-month', table: 'sales', name: 'Takings', form: 'stacked-bars', filter: EVERY_RECORD, by: { field: 'day', part: 'month' }, split: { field: 'item', part: null },
      value: { fold: 'sum', field: 'amount' }, running: false, order: 'by-group',
    },
    {
      id: 'open', table: 'sales', name: 'Open', form: 'bars', filter: { match: 'all', conditions: [{ test: 'is', field: 'paid', value: 0 }] }, by: { field: 'item', part: null },
      split: null, value: { fold: 'sum', field: 'amount' }, running: false, order: 'by-first-total-descending',
    },
  ],
  today: [
    { type: 'figure', name: 'Taken today', table: 'sales', filter: { match: 'all', conditions: [{ test: 'in-period', field: 'day', period: 'today' }] }, value: { fold: 'sum', field: 'amount' } },
    { type: 'due', name: 'To be paid', table: 'sales', filter: { match: 'all', conditions: [{ test: 'is', field: 'paid', value: 0 }] }, label: 'item', date: 'due', amount: 'amount' },
    { type: 'goals', name: 'Stock', table: 'items', filter: EVERY_RECORD, label: 'name', reached: 'stock', target: 'reorder_at', date: null },
    { type: 'chart', chart: 'by-month' },
    { type: 'chart', chart: 'open' },
  ],
  fields: [
    { table: 'takings', field: 'total', kind: 'money', currency: 'JPY' },
    { table: 'takings', field: 'day', kind: 'date' },
    { table: 'sales', field: 'amount', currency: 'USD' },
  ],
}

/** The tables that the layout is of. */
export const SAMPLE_SQL = `
  CREATE TABLE items (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, stock INTEGER, reorder_at INTEGER);
  CREATE TABLE sales (id INTEGER PRIMARY KEY AUTOINCREMENT, day DATE, item TEXT, amount MONEY_INTEGER, paid BOOLEAN, due DATE);
  CREATE VIEW takings AS SELECT max(day) AS day, sum(amount) AS total, 'x' AS note FROM sales;`
