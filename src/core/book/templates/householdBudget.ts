import { all, chart, figure, view } from './layoutParts'
import type { Template } from './template'

/**
 * Who earns, who spends, from which account and for what, and what is being saved for. Every day: expenses. Every month:
 * income, bills, moving money between accounts. To be found: what is left of the month, what is due, how far each goal is.
 */
export const householdBudget: Template = {
  id: 'household-budget',
  icon: 'household',
  name: 'Household budget',
  description: 'Members, accounts, categories, income, expenses, bills and savings goals.',
  tables: [
    {
      name: 'expenses',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'description', kind: 'text', required: true },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'category', kind: 'reference', refersTo: 'categories' },
        { name: 'account', kind: 'reference', refersTo: 'accounts' },
        { name: 'member', kind: 'reference', refersTo: 'members' },
        { name: 'payment', kind: 'choice', choices: ['card', 'cash', 'transfer', 'direct debit'] },
        { name: 'regular', kind: 'yes-no' },
        { name: 'receipt', kind: 'file' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 30 }, description: 'Rent', amount: 98_000, category: { sample: 1 }, account: { sample: 0 }, payment: 'transfer', regular: 1 },
        { date: { daysAgo: 12 }, description: 'Monthly ticket', amount: 5_900, category: { sample: 2 }, account: { sample: 0 }, member: { sample: 1 }, payment: 'direct debit', regular: 1 },
        { date: { daysAgo: 9 }, description: 'Weekly shopping', amount: 11_240, category: { sample: 0 }, account: { sample: 0 }, member: { sample: 0 }, payment: 'card', regular: 0 },
        { date: { daysAgo: 6 }, description: 'Pharmacy', amount: 1_895, category: { sample: 3 }, account: { sample: 2 }, member: { sample: 2 }, payment: 'cash', regular: 0 },
        { date: { daysAgo: 4 }, description: 'Cinema', amount: 3_600, category: { sample: 4 }, account: { sample: 2 }, payment: 'cash', regular: 0 },
        { date: { daysAgo: 2 }, description: 'Weekly shopping', amount: 9_675, category: { sample: 0 }, account: { sample: 0 }, member: { sample: 1 }, payment: 'card', regular: 0, notes: 'Includes the birthday cake.' },
        { date: { daysAgo: 0 }, description: 'Bread', amount: 420, category: { sample: 0 }, account: { sample: 2 }, payment: 'cash', regular: 0 },
        { date: { daysAgo: 61 }, description: 'Rent', amount: 98_000, category: { sample: 1 }, account: { sample: 0 }, payment: 'transfer', regular: 1 },
        { date: { daysAgo: 55 }, description: 'Weekly shopping', amount: 10_480, category: { sample: 0 }, account: { sample: 0 }, member: { sample: 0 }, payment: 'card', regular: 0 },
        { date: { daysAgo: 48 }, description: 'Electricity', amount: 7_450, category: { sample: 1 }, account: { sample: 0 }, payment: 'direct debit', regular: 1 },
        { date: { daysAgo: 43 }, description: 'Monthly ticket', amount: 5_900, category: { sample: 2 }, account: { sample: 0 }, member: { sample: 1 }, payment: 'direct debit', regular: 1 },
        { date: { daysAgo: 37 }, description: 'Weekly shopping', amount: 12_015, category: { sample: 0 }, account: { sample: 0 }, member: { sample: 1 }, payment: 'card', regular: 0 },
        { date: { daysAgo: 25 }, description: 'Swimming lessons', amount: 6_800, category: { sample: 4 }, account: { sample: 0 }, member: { sample: 2 }, payment: 'transfer', regular: 0 },
        { date: { daysAgo: 18 }, description: 'Present for a friend', amount: 2_500, category: { sample: 6 }, account: { sample: 2 }, member: { sample: 0 }, payment: 'cash', regular: 0 },
      ],
    },
    {
      name: 'income',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'source', kind: 'text', required: true },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'account', kind: 'reference', refersTo: 'accounts' },
        { name: 'category', kind: 'reference', refersTo: 'categories' },
        { name: 'member', kind: 'reference', refersTo: 'members' },
        { name: 'regular', kind: 'yes-no' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 33 }, source: 'Salary', amount: 265_000, account: { sample: 0 }, category: { sample: 5 }, member: { sample: 0 }, regular: 1 },
        { date: { daysAgo: 21 }, source: 'Bicycle sold', amount: 9_000, account: { sample: 2 }, category: { sample: 6 }, member: { sample: 1 }, regular: 0 },
        { date: { daysAgo: 3 }, source: 'Salary', amount: 265_000, account: { sample: 0 }, category: { sample: 5 }, member: { sample: 0 }, regular: 1 },
        { date: { daysAgo: 64 }, source: 'Salary', amount: 265_000, account: { sample: 0 }, category: { sample: 5 }, member: { sample: 0 }, regular: 1 },
        { date: { daysAgo: 60 }, source: 'Evening course', amount: 42_000, account: { sample: 0 }, category: { sample: 5 }, member: { sample: 1 }, regular: 0 },
      ],
    },
    {
      name: 'bills',
      fields: [
        { name: 'name', kind: 'text', required: true },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'next_due', kind: 'date', required: true, indexed: true },
        { name: 'every', kind: 'choice', required: true, choices: ['week', 'month', 'quarter', 'year', 'once'] },
        { name: 'category', kind: 'reference', refersTo: 'categories' },
        { name: 'account', kind: 'reference', refersTo: 'accounts' },
        { name: 'paid', kind: 'yes-no', required: true, initial: 0 },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Rent', amount: 98_000, next_due: { monthsAgo: -1, day: 1 }, every: 'month', category: { sample: 1 }, account: { sample: 0 }, paid: 0 },
        { name: 'Electricity', amount: 7_450, next_due: { daysAgo: -5 }, every: 'month', category: { sample: 1 }, account: { sample: 0 }, paid: 0 },
        { name: 'Library card', amount: 1_500, next_due: { daysAgo: 2 }, every: 'year', category: { sample: 4 }, account: { sample: 2 }, paid: 0, notes: 'At the desk, in cash.' },
      ],
    },
    {
      name: 'transfers',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true, initial: { now: 'date' } },
        { name: 'amount', kind: 'money', required: true, least: 0 },
        { name: 'from_account', kind: 'reference', required: true, refersTo: 'accounts' },
        { name: 'to_account', kind: 'reference', required: true, refersTo: 'accounts' },
        { name: 'goal', kind: 'reference', refersTo: 'savings_goals' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { date: { daysAgo: 60 }, amount: 15_000, from_account: { sample: 0 }, to_account: { sample: 1 }, goal: { sample: 0 } },
        { date: { daysAgo: 29 }, amount: 15_000, from_account: { sample: 0 }, to_account: { sample: 1 }, goal: { sample: 0 } },
        { date: { daysAgo: 8 }, amount: 10_000, from_account: { sample: 0 }, to_account: { sample: 2 }, notes: 'From the cash machine.' },
      ],
    },
    {
      name: 'savings_goals',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'target', kind: 'money', required: true, least: 0 },
        { name: 'saved', kind: 'money', least: 0 },
        { name: 'due', kind: 'date' },
        { name: 'account', kind: 'reference', refersTo: 'accounts' },
        { name: 'reached', kind: 'yes-no' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Summer holiday', target: 180_000, saved: 64_000, due: { daysAgo: -210 }, account: { sample: 1 }, reached: 0, notes: '“Saved” is what was there at the start; transfers for the goal are added to it.' },
        { name: 'Washing machine', target: 65_000, saved: 65_000, due: { daysAgo: 20 }, account: { sample: 1 }, reached: 1 },
      ],
    },
    {
      name: 'accounts',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'type', kind: 'choice', required: true, choices: ['current', 'savings', 'cash', 'credit card', 'loan'] },
        { name: 'opening_balance', kind: 'money' },
        { name: 'opened_on', kind: 'date' },
        { name: 'closed', kind: 'yes-no' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Current account', type: 'current', opening_balance: 184_250, opened_on: { daysAgo: 400 }, closed: 0 },
        { name: 'Savings account', type: 'savings', opening_balance: 520_000, opened_on: { daysAgo: 400 }, closed: 0 },
        { name: 'Purse', type: 'cash', opening_balance: 26_500, closed: 0 },
      ],
    },
    {
      name: 'categories',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'used_for', kind: 'choice', required: true, choices: ['expenses', 'income', 'both'] },
        { name: 'monthly_budget', kind: 'money', least: 0 },
        { name: 'essential', kind: 'yes-no' },
      ],
      samples: [
        { name: 'Groceries', used_for: 'expenses', monthly_budget: 60_000, essential: 1 },
        { name: 'Home', used_for: 'expenses', monthly_budget: 120_000, essential: 1 },
        { name: 'Transport', used_for: 'expenses', monthly_budget: 15_000, essential: 1 },
        { name: 'Health', used_for: 'expenses', monthly_budget: 8_000, essential: 1 },
        { name: 'Leisure', used_for: 'expenses', monthly_budget: 20_000, essential: 0 },
        { name: 'Salary', used_for: 'income' },
        { name: 'Gifts', used_for: 'both', essential: 0 },
      ],
    },
    {
      name: 'members',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'role', kind: 'choice', choices: ['adult', 'child', 'other'] },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [{ name: 'Maya', role: 'adult' }, { name: 'Jonas', role: 'adult' }, { name: 'Lina', role: 'child' }],
    },
  ],
  views: [
    {
      name: 'account_balances',
      sql: `
SELECT a.name AS account, a.type,
  coalesce(a.opening_balance, 0)
    + (SELECT coalesce(sum(amount), 0) FROM income WHERE account = a.id)
    - (SELECT coalesce(sum(amount), 0) FROM expenses WHERE account = a.id)
    + (SELECT coalesce(sum(amount), 0) FROM transfers WHERE to_account = a.id)
    - (SELECT coalesce(sum(amount), 0) FROM transfers WHERE from_account = a.id) AS balance
FROM accounts a
WHERE coalesce(a.closed, 0) = 0`,
    },
    {
      name: 'goal_progress',
      sql: `
SELECT goal, target, saved, max(target - saved, 0) AS to_go, min(100, 100 * saved / max(target, 1)) AS percent, due
FROM (
  SELECT g.name AS goal, g.target, g.due,
    coalesce(g.saved, 0) + (SELECT coalesce(sum(CASE WHEN t.from_account = g.account THEN -t.amount ELSE t.amount END), 0) FROM transfers t WHERE t.goal = g.id) AS saved
  FROM savings_goals g
)`,
    },
    {
      name: 'budget_by_month',
      sql: `
SELECT date(e.date, 'start of month') AS month, c.name AS category, c.monthly_budget AS budget, sum(e.amount) AS spent, c.monthly_budget - sum(e.amount) AS remaining
FROM expenses e JOIN categories c ON c.id = e.category
GROUP BY date(e.date, 'start of month'), c.id`,
    },
    {
      name: 'money_in_and_out',
      sql: `
SELECT date, 'income' AS direction, source AS what, amount AS change FROM income
UNION ALL
SELECT date, 'expense', description, -amount FROM expenses`,
    },
  ],
  layout: {
    views: [
      view({
        id: 'expenses-this-month', table: 'expenses', name: 'This month', filter: all({ test: 'in-period', field: 'date', period: 'this-month' }),
        sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }],
      }),
      view({
        id: 'expenses-by-category', table: 'expenses', name: 'By category', filter: all({ test: 'in-period', field: 'date', period: 'this-year' }),
        groups: [{ field: 'category', part: null }], sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }],
      }),
      view({ id: 'expenses-regular', table: 'expenses', name: 'Regular', filter: all({ test: 'is', field: 'regular', value: 1 }), sort: [{ field: 'date', descending: true }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'expenses-no-category', table: 'expenses', name: 'Without a category', filter: all({ test: 'empty', field: 'category' }), sort: [{ field: 'date', descending: true }] }),
      view({
        id: 'income-by-month', table: 'income', name: 'By month', groups: [{ field: 'date', part: 'month' }], sort: [{ field: 'date', descending: true }],
        totals: [{ fold: 'sum', field: 'amount' }],
      }),
      view({ id: 'bills-to-pay', table: 'bills', name: 'To pay', filter: all({ test: 'is', field: 'paid', value: 0 }), sort: [{ field: 'next_due', descending: false }], totals: [{ fold: 'sum', field: 'amount' }] }),
      view({ id: 'balances', table: 'account_balances', name: 'Balances', sort: [{ field: 'balance', descending: true }], totals: [{ fold: 'sum', field: 'balance' }] }),
      view({
        id: 'budget-this-month', table: 'budget_by_month', name: 'This month', filter: all({ test: 'in-period', field: 'month', period: 'this-month' }),
        sort: [{ field: 'remaining', descending: false }], totals: [{ fold: 'sum', field: 'budget' }, { fold: 'sum', field: 'spent' }, { fold: 'sum', field: 'remaining' }],
      }),
    ],
    charts: [
      chart({ id: 'spending-by-month', table: 'expenses', name: 'Spending by month', form: 'stacked-bars', by: { field: 'date', part: 'month' }, split: { field: 'category', part: null }, value: { fold: 'sum', field: 'amount' } }),
      chart({
        id: 'spending-shares', table: 'expenses', name: 'Where it goes', form: 'shares', filter: all({ test: 'in-period', field: 'date', period: 'last-90-days' }),
        by: { field: 'category', part: null }, value: { fold: 'sum', field: 'amount' }, order: 'by-first-total-descending',
      }),
      chart({ id: 'income-by-month', table: 'income', name: 'Income by month', form: 'bars', by: { field: 'date', part: 'month' }, value: { fold: 'sum', field: 'amount' } }),
      chart({ id: 'running-balance', table: 'money_in_and_out', name: 'Income less expenses, added up', form: 'line', by: { field: 'date', part: 'day' }, value: { fold: 'sum', field: 'change' }, running: true }),
    ],
    today: [
      figure('Spent today', 'expenses', 'amount', { test: 'in-period', field: 'date', period: 'today' }),
      figure('Spent this month', 'expenses', 'amount', { test: 'in-period', field: 'date', period: 'this-month' }),
      figure('Income this month', 'income', 'amount', { test: 'in-period', field: 'date', period: 'this-month' }),
      figure('In all accounts', 'account_balances', 'balance'),
      { type: 'due', name: 'Bills to pay', table: 'bills', filter: all({ test: 'is', field: 'paid', value: 0 }), label: 'name', date: 'next_due', amount: 'amount' },
      { type: 'goals', name: 'Savings goals', table: 'goal_progress', filter: all(), label: 'goal', reached: 'saved', target: 'target', date: 'due' },
      { type: 'chart', chart: 'spending-by-month' },
    ],
    fields: [
      { table: 'account_balances', field: 'balance', kind: 'money' },
      { table: 'goal_progress', field: 'target', kind: 'money' },
      { table: 'goal_progress', field: 'saved', kind: 'money' },
      { table: 'goal_progress', field: 'to_go', kind: 'money' },
      { table: 'goal_progress', field: 'percent', kind: 'whole-number' },
      { table: 'goal_progress', field: 'due', kind: 'date' },
      { table: 'budget_by_month', field: 'month', kind: 'date' },
      { table: 'budget_by_month', field: 'budget', kind: 'money' },
      { table: 'budget_by_month', field: 'spent', kind: 'money' },
      { table: 'budget_by_month', field: 'remaining', kind: 'money' },
      { table: 'money_in_and_out', field: 'date', kind: 'date' },
      { table: 'money_in_and_out', field: 'change', kind: 'money' },
    ],
  },
}
