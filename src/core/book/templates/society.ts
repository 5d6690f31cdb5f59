import { all, chart, figure, view } from './layoutParts'
import type { Template } from './template'

/**
 * The accounts of a housing society. Each month: one maintenance bill for each flat. Every day: receipts and payments.
 * To be found: which flat owes what, which bills are late, and whether the books balance. An opening balance is
 * positive for what the society has or is owed (debit) and negative for what it owes or has set aside (credit); all of
 * them together are zero. Bills are debited to the account marked as `members_dues`.
 */
export const society: Template = {
  id: 'society',
  icon: 'society',
  name: 'Housing society accounts',
  description: 'Flats, members, account codes, maintenance bills, receipts, payments and the trial balance.',
  tables: [
    {
      name: 'bills',
      fields: [
        { name: 'number', kind: 'text', required: true, unique: true },
        { name: 'flat', kind: 'reference', required: true, refersTo: 'flats' },
        { name: 'for_month', kind: 'date', required: true, indexed: true },
        { name: 'issued', kind: 'date', required: true, initial: { now: 'date' } },
        { name: 'due', kind: 'date', required: true, indexed: true },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'account', kind: 'reference', required: true, refersTo: 'account_codes' },
        { name: 'paid', kind: 'yes-no', required: true, initial: 0 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { number: 'M-0001', flat: { sample: 0 }, for_month: { monthsAgo: 1, day: 1 }, issued: { monthsAgo: 1, day: 1 }, due: { monthsAgo: 1, day: 15 }, amount: 24_000, account: { sample: 5 }, paid: 1 },
        { number: 'M-0002', flat: { sample: 1 }, for_month: { monthsAgo: 1, day: 1 }, issued: { monthsAgo: 1, day: 1 }, due: { monthsAgo: 1, day: 15 }, amount: 26_500, account: { sample: 5 }, paid: 0, notes: 'Reminded by phone.' },
        { number: 'M-0003', flat: { sample: 2 }, for_month: { monthsAgo: 1, day: 1 }, issued: { monthsAgo: 1, day: 1 }, due: { monthsAgo: 1, day: 15 }, amount: 24_000, account: { sample: 5 }, paid: 1 },
        { number: 'M-0004', flat: { sample: 3 }, for_month: { monthsAgo: 1, day: 1 }, issued: { monthsAgo: 1, day: 1 }, due: { monthsAgo: 1, day: 15 }, amount: 31_000, account: { sample: 5 }, paid: 1 },
        { number: 'M-0005', flat: { sample: 0 }, for_month: { monthsAgo: 0, day: 1 }, issued: { monthsAgo: 0, day: 1 }, due: { daysAgo: -6 }, amount: 24_000, account: { sample: 5 }, paid: 0 },
        { number: 'M-0006', flat: { sample: 1 }, for_month: { monthsAgo: 0, day: 1 }, issued: { monthsAgo: 0, day: 1 }, due: { daysAgo: -6 }, amount: 26_500, account: { sample: 5 }, paid: 0 },
        { number: 'M-0007', flat: { sample: 2 }, for_month: { monthsAgo: 0, day: 1 }, issued: { monthsAgo: 0, day: 1 }, due: { daysAgo: -6 }, amount: 24_000, account: { sample: 5 }, paid: 1 },
        { number: 'P-0001', flat: { sample: 3 }, for_month: { monthsAgo: 0, day: 1 }, issued: { monthsAgo: 0, day: 1 }, due: { daysAgo: -6 }, amount: 5_000, account: { sample: 6 }, paid: 0 },
      ],
    },
    {
      name: 'receipts',
      fields: [
        { name: 'number', kind: 'text', required: true, unique: true },
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'flat', kind: 'reference', required: true, refersTo: 'flats' },
        { name: 'bill', kind: 'reference', refersTo: 'bills' },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'method', kind: 'choice', required: true, choices: ['bank transfer', 'cheque', 'card', 'cash'], initial: 'bank transfer' },
        { name: 'received_in', kind: 'reference', required: true, refersTo: 'account_codes' },
        { name: 'reference', kind: 'text' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { number: 'R-0001', date: { daysAgo: 26 }, flat: { sample: 0 }, bill: { sample: 0 }, amount: 24_000, method: 'bank transfer', received_in: { sample: 1 }, reference: 'A101 maintenance' },
        { number: 'R-0002', date: { daysAgo: 22 }, flat: { sample: 2 }, bill: { sample: 2 }, amount: 24_000, method: 'cheque', received_in: { sample: 1 }, reference: '004711' },
        { number: 'R-0003', date: { daysAgo: 19 }, flat: { sample: 3 }, bill: { sample: 3 }, amount: 31_000, method: 'bank transfer', received_in: { sample: 1 } },
        { number: 'R-0004', date: { daysAgo: 1 }, flat: { sample: 2 }, bill: { sample: 6 }, amount: 24_000, method: 'cash', received_in: { sample: 0 } },
      ],
    },
    {
      name: 'payments',
      fields: [
        { name: 'number', kind: 'text', required: true, unique: true },
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'paid_to', kind: 'text', required: true },
        { name: 'account', kind: 'reference', required: true, refersTo: 'account_codes' },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'method', kind: 'choice', required: true, choices: ['bank transfer', 'cheque', 'cash'], initial: 'bank transfer' },
        { name: 'paid_from', kind: 'reference', required: true, refersTo: 'account_codes' },
        { name: 'approved_by', kind: 'reference', refersTo: 'members' },
        { name: 'invoice', kind: 'file' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { number: 'V-0001', date: { daysAgo: 24 }, paid_to: 'Night watch', account: { sample: 7 }, amount: 38_000, method: 'bank transfer', paid_from: { sample: 1 }, approved_by: { sample: 0 } },
        { number: 'V-0002', date: { daysAgo: 16 }, paid_to: 'Power company', account: { sample: 8 }, amount: 17_350, method: 'bank transfer', paid_from: { sample: 1 } },
        { number: 'V-0003', date: { daysAgo: 7 }, paid_to: 'Plumber', account: { sample: 9 }, amount: 9_600, method: 'cheque', paid_from: { sample: 1 }, approved_by: { sample: 0 }, notes: 'Leaking pipe on the first floor.' },
        { number: 'V-0004', date: { daysAgo: 2 }, paid_to: 'Stamps and paper', account: { sample: 10 }, amount: 1_240, method: 'cash', paid_from: { sample: 0 } },
      ],
    },
    {
      name: 'flats',
      fields: [
        { name: 'number', kind: 'text', required: true, unique: true },
        { name: 'wing', kind: 'text' },
        { name: 'floor', kind: 'whole-number' },
        { name: 'area', kind: 'decimal', least: 0 },
        { name: 'monthly_charge', kind: 'money', required: true, least: 0, initial: 0 },
        { name: 'parking', kind: 'yes-no', required: true, initial: 0 },
        { name: 'owed_at_start', kind: 'money', required: true, initial: 0 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { number: 'A-101', wing: 'A', floor: 1, area: 62.5, monthly_charge: 24_000, parking: 1, owed_at_start: 0 },
        { number: 'A-102', wing: 'A', floor: 1, area: 71, monthly_charge: 26_500, parking: 0, owed_at_start: 24_000 },
        { number: 'A-201', wing: 'A', floor: 2, area: 62.5, monthly_charge: 24_000, parking: 1, owed_at_start: 0 },
        { number: 'B-101', wing: 'B', floor: 1, area: 84, monthly_charge: 31_000, parking: 1, owed_at_start: 0 },
      ],
    },
    {
      name: 'members',
      fields: [
        { name: 'name', kind: 'text', required: true },
        { name: 'flat', kind: 'reference', required: true, refersTo: 'flats' },
        { name: 'role', kind: 'choice', required: true, choices: ['owner', 'tenant', 'committee'], initial: 'owner' },
        { name: 'phone', kind: 'text' },
        { name: 'email', kind: 'text' },
        { name: 'moved_in', kind: 'date' },
        { name: 'moved_out', kind: 'date' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Priya', flat: { sample: 0 }, role: 'committee', phone: '555 0112', moved_in: { daysAgo: 1500 } },
        { name: 'Daniel', flat: { sample: 1 }, role: 'owner', phone: '555 0148', moved_in: { daysAgo: 900 } },
        { name: 'Farah', flat: { sample: 2 }, role: 'tenant', moved_in: { daysAgo: 120 } },
        { name: 'Samuel', flat: { sample: 3 }, role: 'owner', phone: '555 0190', moved_in: { daysAgo: 2100 } },
      ],
    },
    {
      name: 'account_codes',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'code', kind: 'text', required: true, unique: true },
        { name: 'type', kind: 'choice', required: true, choices: ['asset', 'liability', 'fund', 'income', 'expense'] },
        { name: 'opening_balance', kind: 'money', required: true, initial: 0 },
        { name: 'members_dues', kind: 'yes-no', required: true, initial: 0 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Cash in hand', code: '1000', type: 'asset', opening_balance: 15_000, members_dues: 0 },
        { name: 'Bank account', code: '1100', type: 'asset', opening_balance: 840_000, members_dues: 0 },
        { name: 'Dues from members', code: '1200', type: 'asset', opening_balance: 24_000, members_dues: 1, notes: 'Bills go here by themselves, and receipts come off.' },
        { name: 'Security deposits', code: '2000', type: 'liability', opening_balance: -120_000, members_dues: 0 },
        { name: 'Repair fund', code: '3000', type: 'fund', opening_balance: -759_000, members_dues: 0 },
        { name: 'Maintenance income', code: '4000', type: 'income', opening_balance: 0, members_dues: 0 },
        { name: 'Parking income', code: '4100', type: 'income', opening_balance: 0, members_dues: 0 },
        { name: 'Cleaning and security', code: '5000', type: 'expense', opening_balance: 0, members_dues: 0 },
        { name: 'Electricity and water', code: '5100', type: 'expense', opening_balance: 0, members_dues: 0 },
        { name: 'Repairs', code: '5200', type: 'expense', opening_balance: 0, members_dues: 0 },
        { name: 'Office and postage', code: '5300', type: 'expense', opening_balance: 0, members_dues: 0 },
      ],
    },
  ],
  views: [
    {
      name: 'ledger',
      sql: `
SELECT b.issued AS date, 'bill' AS entry, b.number, d.id AS account_id, d.name AS account, f.number AS about, b.amount AS debit, 0 AS credit
FROM bills b JOIN flats f ON f.id = b.flat JOIN account_codes d ON d.members_dues = 1
UNION ALL
SELECT b.issued, 'bill', b.number, c.id, c.name, f.number, 0, b.amount
FROM bills b JOIN flats f ON f.id = b.flat JOIN account_codes c ON c.id = b.account
UNION ALL
SELECT r.date, 'receipt', r.number, c.id, c.name, f.number, r.amount, 0
FROM receipts r JOIN flats f ON f.id = r.flat JOIN account_codes c ON c.id = r.received_in
UNION ALL
SELECT r.date, 'receipt', r.number, d.id, d.name, f.number, 0, r.amount
FROM receipts r JOIN flats f ON f.id = r.flat JOIN account_codes d ON d.members_dues = 1
UNION ALL
SELECT p.date, 'payment', p.number, c.id, c.name, p.paid_to, p.amount, 0
FROM payments p JOIN account_codes c ON c.id = p.account
UNION ALL
SELECT p.date, 'payment', p.number, c.id, c.name, p.paid_to, 0, p.amount
FROM payments p JOIN account_codes c ON c.id = p.paid_from`,
    },
    {
      name: 'trial_balance',
      sql: `
SELECT code, account, type, max(balance, 0) AS debit, max(-balance, 0) AS credit
FROM (
  SELECT c.code, c.name AS account, c.type,
    c.opening_balance + (SELECT coalesce(sum(l.debit - l.credit), 0) FROM ledger l WHERE l.account_id = c.id) AS balance
  FROM account_codes c
)`,
    },
    {
      name: 'dues',
      sql: `
SELECT flat, members, billed, received, owed_at_start + billed - received AS owes, oldest_due
FROM (
  SELECT f.number AS flat, f.owed_at_start,
    (SELECT group_concat(name, ', ') FROM members WHERE flat = f.id AND moved_out IS NULL) AS members,
    (SELECT coalesce(sum(amount), 0) FROM bills WHERE flat = f.id) AS billed,
    (SELECT coalesce(sum(amount), 0) FROM receipts WHERE flat = f.id) AS received,
    (SELECT min(due) FROM bills WHERE flat = f.id AND paid = 0) AS oldest_due
  FROM flats f
)`,
    },
    {
      name: 'income_and_expenses',
      sql: `
SELECT date(l.date, 'start of month') AS month, c.type, c.name AS account, sum(iif(c.type = 'income', l.credit - l.debit, l.debit - l.credit)) AS amount
FROM ledger l JOIN account_codes c ON c.id = l.account_id
WHERE c.type IN ('income', 'expense')
GROUP BY date(l.date, 'start of month'), c.id`,
    },
    {
      name: 'bank_and_cash',
      sql: `
SELECT l.date, l.account, l.entry, l.number, l.about, l.debit - l.credit AS change
FROM ledger l JOIN account_codes c ON c.id = l.account_id
WHERE c.type = 'asset' AND c.members_dues = 0`,
    },
  ],
  layout: {
    views: [
      view({ id: 'bills-open', table: 'bills', name: 'Not paid', filter: all({ test: 'is', field: 'paid', value: 0 }), sort: [{ field: 'due', descending: false }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({
        id: 'bills-late', table: 'bills', name: 'Late', filter: all({ test: 'is', field: 'paid', value: 0 }, { test: 'in-period', field: 'due', period: 'past' }),
        sort: [{ field: 'due', descending: false }], totals: [{ fold: 'sum', field: 'amount' }],
      }),
      view({ id: 'bills-by-month', table: 'bills', name: 'By month', groups: [{ field: 'for_month', part: 'month' }], sort: [{ field: 'for_month', descending: true }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'bills-by-flat', table: 'bills', name: 'By flat', groups: [{ field: 'flat', part: null }], sort: [{ field: 'for_month', descending: true }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'receipts-this-month', table: 'receipts', name: 'This month', filter: all({ test: 'in-period', field: 'date', period: 'this-month' }), sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'payments-by-account', table: 'payments', name: 'By account', groups: [{ field: 'account', part: null }], sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'members-now', table: 'members', name: 'Living here', filter: all({ test: 'empty', field: 'moved_out' }), sort: [{ field: 'flat', descending: false }] }),
      view({ id: 'trial-balance', table: 'trial_balance', name: 'Trial balance', sort: [{ field: 'code', descending: false }], totals: [{ fold: 'sum', field: 'debit' }, { fold: 'sum', field: 'credit' }] }),
      view({ id: 'dues-open', table: 'dues', name: 'Who owes', filter: all({ test: 'greater', field: 'owes', value: 0 }), sort: [{ field: 'owes', descending: true }], totals: [{ fold: 'sum', field: 'owes' }] }),
      view({ id: 'ledger-by-account', table: 'ledger', name: 'By account', hidden: ['account_id'], groups: [{ field: 'account', part: null }], sort: [{ field: 'date', descending: false }], totals: [{ fold: 'sum', field: 'debit' }, { fold: 'sum', field: 'credit' }] }),
    ],
    charts: [
      chart({
        id: 'expenses-by-month', table: 'income_and_expenses', name: 'Expenses by month', form: 'stacked-bars', filter: all({ test: 'is', field: 'type', value: 'expense' }),
        by: { field: 'month', part: 'month' }, split: { field: 'account', part: null }, value: { fold: 'sum', field: 'amount' },
      }),
      chart({ id: 'receipts-by-month', table: 'receipts', name: 'Receipts by month', form: 'bars', by: { field: 'date', part: 'month' }, value: { fold: 'sum', field: 'amount' } }),
      chart({ id: 'bank-balance', table: 'bank_and_cash', name: 'Bank and cash, change added up', form: 'line', by: { field: 'date', part: 'day' }, value: { fold: 'sum', field: 'change' }, running: true }),
      chart({ id: 'dues-by-flat', table: 'dues', name: 'Dues by flat', form: 'bars', by: { field: 'flat', part: null }, value: { fold: 'sum', field: 'owes' }, order: 'by-first-total-descending' }),
    ],
    today: [
      figure('Received this month', 'receipts', 'amount', { test: 'in-period', field: 'date', period: 'this-month' }),
      figure('Paid this month', 'payments', 'amount', { test: 'in-period', field: 'date', period: 'this-month' }),
      figure('Owed by members', 'dues', 'owes'),
      figure('Late bills', 'bills', null, { test: 'is', field: 'paid', value: 0 }, { test: 'in-period', field: 'due', period: 'past' }),
      { type: 'due', name: 'Bills not paid', table: 'bills', filter: all({ test: 'is', field: 'paid', value: 0 }), label: 'number', date: 'due', amount: 'amount' },
      { type: 'chart', chart: 'expenses-by-month' },
    ],
    fields: [
      { table: 'ledger', field: 'date', kind: 'date' },
      { table: 'ledger', field: 'debit', kind: 'money' },
      { table: 'ledger', field: 'credit', kind: 'money' },
      { table: 'trial_balance', field: 'debit', kind: 'money' },
      { table: 'trial_balance', field: 'credit', kind: 'money' },
      { table: 'dues', field: 'billed', kind: 'money' },
      { table: 'dues', field: 'received', kind: 'money' },
      { table: 'dues', field: 'owes', kind: 'money' },
      { table: 'dues', field: 'oldest_due', kind: 'date' },
      { table: 'income_and_expenses', field: 'month', kind: 'date' },
      { table: 'income_and_expenses', field: 'amount', kind: 'money' },
      { table: 'bank_and_cash', field: 'date', kind: 'date' },
      { table: 'bank_and_cash', field: 'change', kind: 'money' },
    ],
  },
}
