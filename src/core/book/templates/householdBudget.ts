import type { Template } from './template'

/** Who earns, who spends, from which account and for what, and what is being saved for. Money is in the smallest unit of the book's currency. */
export const householdBudget: Template = {
  id: 'household-budget',
  name: 'Household budget',
  description: 'Members, accounts, categories, income, expenses and savings goals.',
  tables: [
    {
      name: 'members',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'role', kind: 'choice', choices: ['adult', 'child', 'other'] },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [{ name: 'First adult', role: 'adult' }, { name: 'Second adult', role: 'adult' }, { name: 'Child', role: 'child' }],
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
        { name: 'Purse', type: 'cash', opening_balance: 6_500, closed: 0 },
      ],
    },
    {
      name: 'categories',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'used_for', kind: 'choice', required: true, choices: ['expenses', 'income', 'both'] },
        { name: 'monthly_budget', kind: 'money' },
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
      name: 'income',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true },
        { name: 'source', kind: 'text', required: true },
        { name: 'amount', kind: 'money', required: true },
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
      ],
    },
    {
      name: 'expenses',
      fields: [
        { name: 'date', kind: 'date', required: true, indexed: true },
        { name: 'description', kind: 'text', required: true },
        { name: 'amount', kind: 'money', required: true },
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
      ],
    },
    {
      name: 'savings_goals',
      fields: [
        { name: 'name', kind: 'text', required: true, unique: true },
        { name: 'target', kind: 'money', required: true },
        { name: 'saved', kind: 'money' },
        { name: 'due', kind: 'date' },
        { name: 'account', kind: 'reference', refersTo: 'accounts' },
        { name: 'reached', kind: 'yes-no' },
        { name: 'notes', kind: 'long-text' },
      ],
      samples: [
        { name: 'Summer holiday', target: 180_000, saved: 64_000, due: { daysAgo: -210 }, account: { sample: 1 }, reached: 0 },
        { name: 'Washing machine', target: 65_000, saved: 65_000, due: { daysAgo: 20 }, account: { sample: 1 }, reached: 1 },
      ],
    },
  ],
}
