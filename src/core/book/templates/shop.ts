import { all, chart, figure, view } from './layoutParts'
import type { Template } from './template'

/**
 * What is sold, bought, owed and in the till. Every day: sales, purchases, payments, and the count of the till in the
 * evening. To be found: what runs out, which customer owes what, which supplier waits, whether the till is right.
 */
export const shop: Template = {
  id: 'shop',
  icon: 'shop',
  name: 'Shop day book and stock',
  description: 'Sales, purchases, stock, customers and suppliers with what is owed, and the till.',
  tables: [
    {
      name: 'sales',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'item', kind: 'reference', required: true, refersTo: 'items' },
        { name: 'quantity', kind: 'decimal', required: true, least: 0, initial: 1 },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'payment', kind: 'choice', required: true, choices: ['cash', 'card', 'on account'], initial: 'cash' },
        { name: 'customer', kind: 'reference', refersTo: 'customers' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 24 }, item: { sample: 0 }, quantity: 6, amount: 2_970, payment: 'cash' },
        { date: { daysAgo: 21 }, item: { sample: 2 }, quantity: 20, amount: 3_200, payment: 'on account', customer: { sample: 1 } },
        { date: { daysAgo: 17 }, item: { sample: 3 }, quantity: 5, amount: 975, payment: 'card' },
        { date: { daysAgo: 13 }, item: { sample: 1 }, quantity: 4, amount: 2_600, payment: 'cash' },
        { date: { daysAgo: 9 }, item: { sample: 4 }, quantity: 3, amount: 825, payment: 'cash' },
        { date: { daysAgo: 6 }, item: { sample: 0 }, quantity: 12, amount: 5_940, payment: 'on account', customer: { sample: 1 }, notes: 'For the weekend market.' },
        { date: { daysAgo: 4 }, item: { sample: 5 }, quantity: 2, amount: 580, payment: 'card' },
        { date: { daysAgo: 3 }, item: { sample: 2 }, quantity: 8, amount: 1_280, payment: 'on account', customer: { sample: 0 } },
        { date: { daysAgo: 1 }, item: { sample: 0 }, quantity: 3, amount: 1_485, payment: 'cash' },
        { date: { daysAgo: 1 }, item: { sample: 3 }, quantity: 4, amount: 780, payment: 'card' },
        { date: { daysAgo: 0 }, item: { sample: 1 }, quantity: 2, amount: 1_300, payment: 'cash' },
        { date: { daysAgo: 0 }, item: { sample: 2 }, quantity: 5, amount: 800, payment: 'card' },
      ],
    },
    {
      name: 'purchases',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'supplier', kind: 'reference', required: true, refersTo: 'suppliers' },
        { name: 'item', kind: 'reference', required: true, refersTo: 'items' },
        { name: 'quantity', kind: 'decimal', required: true, least: 0 },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'payment', kind: 'choice', required: true, choices: ['cash', 'bank', 'on account'], initial: 'on account' },
        { name: 'invoice', kind: 'text' },
        { name: 'due', kind: 'date' },
        { name: 'settled', kind: 'yes-no', required: true, initial: 0 },
        { name: 'document', kind: 'file' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 20 }, supplier: { sample: 1 }, item: { sample: 2 }, quantity: 25, amount: 2_250, payment: 'on account', invoice: 'MG-1881', due: { daysAgo: -3 }, settled: 0 },
        { date: { daysAgo: 15 }, supplier: { sample: 0 }, item: { sample: 0 }, quantity: 10, amount: 3_200, payment: 'bank', invoice: 'H-402', settled: 1 },
        { date: { daysAgo: 8 }, supplier: { sample: 2 }, item: { sample: 4 }, quantity: 2, amount: 300, payment: 'cash', settled: 1 },
      ],
    },
    {
      name: 'customer_payments',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'customer', kind: 'reference', required: true, refersTo: 'customers' },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'method', kind: 'choice', required: true, choices: ['cash', 'card', 'bank'], initial: 'cash' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [{ date: { daysAgo: 10 }, customer: { sample: 1 }, amount: 8_400, method: 'bank' }, { date: { daysAgo: 1 }, customer: { sample: 0 }, amount: 500, method: 'cash' }],
    },
    {
      name: 'supplier_payments',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'supplier', kind: 'reference', required: true, refersTo: 'suppliers' },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'method', kind: 'choice', required: true, choices: ['cash', 'bank'], initial: 'bank' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [{ date: { daysAgo: 12 }, supplier: { sample: 1 }, amount: 12_000, method: 'bank' }],
    },
    {
      name: 'costs',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'description', kind: 'text', required: true },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'payment', kind: 'choice', required: true, choices: ['cash', 'bank'], initial: 'cash' },
        { name: 'receipt', kind: 'file' },
      ],
      samples: [{ date: { daysAgo: 14 }, description: 'Paper bags', amount: 1_250, payment: 'cash' }, { date: { daysAgo: 1 }, description: 'Window cleaning', amount: 600, payment: 'cash' }],
    },
    {
      name: 'cash_counts',
      fields: [
        { name: 'date', kind: 'date', required: true, unique: true, initial: { now: 'date' } },
        { name: 'in_till_at_opening', kind: 'money', required: true, least: 0 },
        { name: 'counted_at_closing', kind: 'money', required: true, least: 0 },
        { name: 'taken_to_bank', kind: 'money', required: true, least: 0, initial: 0 },
        { name: 'counted_by', kind: 'text' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 9 }, in_till_at_opening: 10_000, counted_at_closing: 10_825, taken_to_bank: 0, counted_by: 'Ines' },
        { date: { daysAgo: 1 }, in_till_at_opening: 10_825, counted_at_closing: 12_160, taken_to_bank: 2_000, counted_by: 'Ines', notes: 'Short: a wrong coin was given out.' },
      ],
    },
    {
      name: 'items',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'code', kind: 'text', unique: true },
        { name: 'category', kind: 'choice', choices: ['food', 'drinks', 'household', 'stationery', 'other'] },
        { name: 'unit', kind: 'choice', required: true, choices: ['piece', 'pack', 'kg', 'litre'], initial: 'piece' },
        { name: 'cost_price', kind: 'money', least: 0 },
        { name: 'sale_price', kind: 'money', least: 0 },
        { name: 'opening_stock', kind: 'decimal', required: true, initial: 0 },
        { name: 'reorder_level', kind: 'decimal', required: true, initial: 0, least: 0 },
        { name: 'supplier', kind: 'reference', refersTo: 'suppliers' },
        { name: 'discontinued', kind: 'yes-no', required: true, initial: 0 },
      ],
      samples: [
        { name: 'Black tea, 250 g', code: 'T-250', category: 'drinks', unit: 'pack', cost_price: 320, sale_price: 495, opening_stock: 40, reorder_level: 15, supplier: { sample: 0 }, discontinued: 0 },
        { name: 'Green tea, 100 g', code: 'T-100', category: 'drinks', unit: 'pack', cost_price: 410, sale_price: 650, opening_stock: 12, reorder_level: 10, supplier: { sample: 0 }, discontinued: 0 },
        { name: 'Bread flour', code: 'F-1', category: 'food', unit: 'kg', cost_price: 90, sale_price: 160, opening_stock: 60, reorder_level: 25, supplier: { sample: 1 }, discontinued: 0 },
        { name: 'Rolled oats', code: 'O-1', category: 'food', unit: 'kg', cost_price: 110, sale_price: 195, opening_stock: 30, reorder_level: 20, supplier: { sample: 1 }, discontinued: 0 },
        { name: 'Dish soap', code: 'H-7', category: 'household', unit: 'piece', cost_price: 150, sale_price: 275, opening_stock: 9, reorder_level: 8, supplier: { sample: 2 }, discontinued: 0 },
        { name: 'Notebook, lined', code: 'S-2', category: 'stationery', unit: 'piece', cost_price: 140, sale_price: 290, opening_stock: 25, reorder_level: 5, discontinued: 0 },
      ],
    },
    {
      name: 'customers',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'phone', kind: 'text' },
        { name: 'credit_limit', kind: 'money', least: 0 },
        { name: 'owed_at_start', kind: 'money' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Amara', phone: '555 0121', credit_limit: 20_000, owed_at_start: 0 },
        { name: 'Corner Café', phone: '555 0163', credit_limit: 60_000, owed_at_start: 8_400 },
        { name: 'Tomas', credit_limit: 10_000, owed_at_start: 0 },
      ],
    },
    {
      name: 'suppliers',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'phone', kind: 'text' },
        { name: 'owed_at_start', kind: 'money' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Hillside Tea Traders', phone: '555 0140', owed_at_start: 0 },
        { name: 'Mill & Grain', phone: '555 0177', owed_at_start: 12_000, notes: 'Delivers on Tuesdays.' },
        { name: 'Brightside Household', phone: '555 0109', owed_at_start: 0 },
      ],
    },
  ],
  views: [
    {
      name: 'stock',
      sql: `
SELECT item, code, unit, in_stock, reorder_level, CAST(round(in_stock * cost_price) AS INTEGER) AS value_at_cost, supplier
FROM (
  SELECT i.name AS item, i.code, i.unit, i.reorder_level, coalesce(i.cost_price, 0) AS cost_price, s.name AS supplier,
    i.opening_stock
      + (SELECT coalesce(sum(quantity), 0) FROM purchases WHERE item = i.id)
      - (SELECT coalesce(sum(quantity), 0) FROM sales WHERE item = i.id) AS in_stock
  FROM items i LEFT JOIN suppliers s ON s.id = i.supplier
  WHERE i.discontinued = 0
)`,
    },
    {
      name: 'debtors',
      sql: `
SELECT customer, phone, owes, credit_limit, last_payment
FROM (
  SELECT c.name AS customer, c.phone, c.credit_limit,
    coalesce(c.owed_at_start, 0)
      + (SELECT coalesce(sum(amount), 0) FROM sales WHERE customer = c.id AND payment = 'on account')
      - (SELECT coalesce(sum(amount), 0) FROM customer_payments WHERE customer = c.id) AS owes,
    (SELECT max(date) FROM customer_payments WHERE customer = c.id) AS last_payment
  FROM customers c
)
WHERE owes <> 0`,
    },
    {
      name: 'creditors',
      sql: `
SELECT supplier, phone, we_owe, next_due
FROM (
  SELECT s.name AS supplier, s.phone,
    coalesce(s.owed_at_start, 0)
      + (SELECT coalesce(sum(amount), 0) FROM purchases WHERE supplier = s.id AND payment = 'on account')
      - (SELECT coalesce(sum(amount), 0) FROM supplier_payments WHERE supplier = s.id) AS we_owe,
    (SELECT min(due) FROM purchases WHERE supplier = s.id AND payment = 'on account' AND settled = 0) AS next_due
  FROM suppliers s
)
WHERE we_owe <> 0`,
    },
    {
      name: 'day_book',
      sql: `
SELECT date, sum(cash) AS cash, sum(card) AS card, sum(on_account) AS on_account, sum(cash + card + on_account) AS takings
FROM (
  SELECT date, iif(payment = 'cash', amount, 0) AS cash, iif(payment = 'card', amount, 0) AS card, iif(payment = 'on account', amount, 0) AS on_account
  FROM sales
)
GROUP BY date`,
    },
    {
      name: 'till_check',
      sql: `
SELECT date, in_till_at_opening, cash_in, cash_out, in_till_at_opening + cash_in - cash_out AS expected, counted_at_closing,
  counted_at_closing - (in_till_at_opening + cash_in - cash_out) AS difference, counted_at_closing - taken_to_bank AS left_in_till
FROM (
  SELECT k.date, k.in_till_at_opening, k.counted_at_closing, k.taken_to_bank,
    (SELECT coalesce(sum(amount), 0) FROM sales WHERE date = k.date AND payment = 'cash')
      + (SELECT coalesce(sum(amount), 0) FROM customer_payments WHERE date = k.date AND method = 'cash') AS cash_in,
    (SELECT coalesce(sum(amount), 0) FROM purchases WHERE date = k.date AND payment = 'cash')
      + (SELECT coalesce(sum(amount), 0) FROM supplier_payments WHERE date = k.date AND method = 'cash')
      + (SELECT coalesce(sum(amount), 0) FROM costs WHERE date = k.date AND payment = 'cash') AS cash_out
  FROM cash_counts k
)`,
    },
  ],
  layout: {
    views: [
      view({ id: 'sales-today', table: 'sales', name: 'Today', filter: all({ test: 'in-period', field: 'date', period: 'today' }), totals: [{ fold: 'sum', field: 'amount' }] }),
      view({
        id: 'sales-this-month', table: 'sales', name: 'This month by day', filter: all({ test: 'in-period', field: 'date', period: 'this-month' }),
        groups: [{ field: 'date', part: 'day' }], sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }],
      }),
      view({ id: 'sales-on-account', table: 'sales', name: 'On account', filter: all({ test: 'is', field: 'payment', value: 'on account' }), groups: [{ field: 'customer', part: null }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'purchases-open', table: 'purchases', name: 'To be settled', filter: all({ test: 'is', field: 'settled', value: 0 }), sort: [{ field: 'due', descending: false }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'purchases-by-supplier', table: 'purchases', name: 'By supplier', groups: [{ field: 'supplier', part: null }], sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'stock-low', table: 'stock', name: 'To be ordered', filter: all({ test: 'compare', field: 'in_stock', how: 'at-most', other: 'reorder_level' }), sort: [{ field: 'supplier', descending: false }] }),
      view({ id: 'stock-value', table: 'stock', name: 'Value', sort: [{ field: 'value_at_cost', descending: true }], totals: [{ fold: 'sum', field: 'value_at_cost' }] }),
      view({ id: 'debtors-most', table: 'debtors', name: 'Who owes most', sort: [{ field: 'owes', descending: true }], totals: [{ fold: 'sum', field: 'owes' }] }),
      view({ id: 'debtors-over', table: 'debtors', name: 'Over their limit', filter: all({ test: 'compare', field: 'owes', how: 'greater', other: 'credit_limit' }) }),
      view({ id: 'creditors-due', table: 'creditors', name: 'By due date', sort: [{ field: 'next_due', descending: false }], totals: [{ fold: 'sum', field: 'we_owe' }] }),
      view({ id: 'till-wrong', table: 'till_check', name: 'Not as expected', filter: all({ test: 'is-not', field: 'difference', value: 0 }), sort: [{ field: 'date', descending: true }] }),
    ],
    charts: [
      chart({
        id: 'takings-by-day', table: 'sales', name: 'Takings by day', form: 'stacked-bars', filter: all({ test: 'in-period', field: 'date', period: 'last-30-days' }),
        by: { field: 'date', part: 'day' }, split: { field: 'payment', part: null }, value: { fold: 'sum', field: 'amount' },
      }),
      chart({ id: 'best-sellers', table: 'sales', name: 'Best sellers', form: 'bars', by: { field: 'item', part: null }, value: { fold: 'sum', field: 'amount' }, order: 'by-first-total-descending' }),
      chart({ id: 'takings-by-month', table: 'sales', name: 'Takings by month', form: 'bars', by: { field: 'date', part: 'month' }, value: { fold: 'sum', field: 'amount' } }),
      chart({ id: 'owed-by-customer', table: 'debtors', name: 'Owed by customer', form: 'shares', by: { field: 'customer', part: null }, value: { fold: 'sum', field: 'owes' }, order: 'by-first-total-descending' }),
    ],
    today: [
      figure('Taken today', 'sales', 'amount', { test: 'in-period', field: 'date', period: 'today' }),
      figure('Taken this month', 'sales', 'amount', { test: 'in-period', field: 'date', period: 'this-month' }),
      figure('Customers owe', 'debtors', 'owes'),
      figure('We owe suppliers', 'creditors', 'we_owe'),
      { type: 'due', name: 'To be ordered', table: 'stock', filter: all({ test: 'compare', field: 'in_stock', how: 'at-most', other: 'reorder_level' }), label: 'item', date: null, amount: null },
      { type: 'due', name: 'Suppliers to pay', table: 'purchases', filter: all({ test: 'is', field: 'settled', value: 0 }), label: 'invoice', date: 'due', amount: 'amount' },
      { type: 'chart', chart: 'takings-by-day' },
    ],
    fields: [
      { table: 'stock', field: 'in_stock', kind: 'decimal' },
      { table: 'stock', field: 'value_at_cost', kind: 'money' },
      { table: 'debtors', field: 'owes', kind: 'money' },
      { table: 'debtors', field: 'last_payment', kind: 'date' },
      { table: 'creditors', field: 'we_owe', kind: 'money' },
      { table: 'creditors', field: 'next_due', kind: 'date' },
      { table: 'day_book', field: 'cash', kind: 'money' },
      { table: 'day_book', field: 'card', kind: 'money' },
      { table: 'day_book', field: 'on_account', kind: 'money' },
      { table: 'day_book', field: 'takings', kind: 'money' },
      { table: 'till_check', field: 'cash_in', kind: 'money' },
      { table: 'till_check', field: 'cash_out', kind: 'money' },
      { table: 'till_check', field: 'expected', kind: 'money' },
      { table: 'till_check', field: 'difference', kind: 'money' },
      { table: 'till_check', field: 'left_in_till', kind: 'money' },
    ],
  },
}
