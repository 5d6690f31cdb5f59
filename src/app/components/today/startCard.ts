import type { FieldDescription, TableDescription } from '../../../core/book/bookDescription'
import { labelFieldIndex } from '../../../core/book/labelFieldIndex'
import type { TodayCard } from '../../../core/book/layout/bookLayout'
import { EVERY_RECORD, type RowFilter } from '../../../core/book/query/rowFilter'
import { amountFields, isDayField } from '../charts/chartFits'
import { entryField } from './entryField'

type CardType = Exclude<TodayCard['type'], 'chart'>

const DUE = /due|until|deadline|next|expires|pay/i
const DONE = /paid|done|settled|closed|returned|finished|reached/i
const TARGET = /target|goal|wanted|planned/i
const REACHED = /saved|reached|there|so_?far|collected|received/i

const label = (table: TableDescription) => (table.fields[labelFieldIndex(table)] ?? table.fields.find((field) => !field.key) ?? table.fields[0])?.name ?? ''
const likeliest = (fields: readonly FieldDescription[], words: RegExp) => fields.find((field) => words.test(field.name)) ?? fields[0]
const all = (...conditions: RowFilter['conditions']): RowFilter => (conditions.length === 0 ? EVERY_RECORD : { match: 'all', conditions })

/** A card of a table with the likeliest fields and records, to be changed by the person. */
export function startCard(type: CardType, table: TableDescription): TodayCard {
  const amounts = amountFields(table)
  const amount = amounts.find((field) => field.kind === 'money') ?? amounts[0]
  const days = table.fields.filter(isDayField)
  switch (type) {
    case 'figure': {
      const day = entryField(table)
      const filter = day ? all({ test: 'in-period', field: day.name, period: 'this-month' }) : EVERY_RECORD
      return { type, name: '', table: table.name, filter, value: amount ? { fold: 'sum', field: amount.name } : { fold: 'count', field: null } }
    }
    case 'due': {
      const done = table.fields.find((field) => field.kind === 'yes-no' && DONE.test(field.name))
      const filter = done ? all({ test: 'is', field: done.name, value: 0 }) : EVERY_RECORD
      return { type, name: '', table: table.name, filter, label: label(table), date: likeliest(days, DUE)?.name ?? null, amount: amount?.name ?? null }
    }
    case 'goals': {
      const target = likeliest(amounts, TARGET)
      const reached = likeliest(amounts.filter((field) => field !== target), REACHED) ?? target
      return {
        type, name: '', table: table.name, filter: EVERY_RECORD, label: label(table), reached: reached?.name ?? '', target: target?.name ?? '',
        date: likeliest(days, DUE)?.name ?? null,
      }
    }
  }
}

/** Whether a table can have such a card: goals need two amounts. */
export const canHave = (type: CardType, table: TableDescription): boolean => type !== 'goals' || amountFields(table).length > 1
