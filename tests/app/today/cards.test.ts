import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardFits } from '../../../src/app/components/today/cardFits'
import { cardSpans } from '../../../src/app/components/today/cardSpans'
import { dueState } from '../../../src/app/components/today/dueState'
import { entryField } from '../../../src/app/components/today/entryField'
import { monthAt, monthWeeks } from '../../../src/app/components/today/monthDays'
import { startCard } from '../../../src/app/components/today/startCard'
import type { FieldDescription, TableDescription } from '../../../src/core/book/bookDescription'
import { EMPTY_LAYOUT, type ChartPlan, type TodayCard } from '../../../src/core/book/layout/bookLayout'
import { EVERY_RECORD } from '../../../src/core/book/query/rowFilter'
import type { BackupFact } from '../../../src/core/routine/backupFacts'

function field(name: string, change: Partial<FieldDescription> = {}): FieldDescription {
  return { name, kind: 'text', declaredType: 'TEXT', required: false, key: false, automatic: false, generated: false, unique: false, choices: [], refersTo: null, secret: false, ...change }
}
const BILLS: TableDescription = {
  name: 'bills', kind: 'table', records: 3, readOnly: null, triggers: [], sql: '',
  fields: [
    field('id', { kind: 'whole-number', key: true }), field('name'), field('amount', { kind: 'money' }), field('target', { kind: 'money' }),
    field('next_due', { kind: 'date' }), field('paid', { kind: 'yes-no' }),
  ],
}
const tableOf = (name: string) => (name === 'bills' ? BILLS : null)
const CHART: ChartPlan = {
  id: 'c', table: 'bills', name: 'Bills', form: 'bars', filter: EVERY_RECORD, by: { field: 'name', part: null }, split: null, value: { fold: 'sum', field: 'amount' }, running: false, order: 'by-group',
}

test('every row of cards is full', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom<TodayCard['type']>('figure', 'due', 'goals', 'chart'), { maxLength: 20 }), (types) => {
    const spans = cardSpans(types)
    expect(spans).toHaveLength(types.length)
    let row = 0
    spans.forEach((span, at) => {
      expect(span).toBeGreaterThanOrEqual(types[at] === 'figure' ? 3 : 6)
      row += span
      expect(row).toBeLessThanOrEqual(12)
      if (row === 12) row = 0
    })
    expect(row).toBe(0)
  }))
})

test('cards of tables, fields and charts that are gone are passed over; those of lesser fields stay', () => {
  const fits = (card: TodayCard) => cardFits(card, { ...EMPTY_LAYOUT, charts: [CHART] }, tableOf) !== null
  const due = startCard('due', BILLS)
  expect(due).toMatchObject({ label: 'name', date: 'next_due', amount: 'amount', filter: { conditions: [{ test: 'is', field: 'paid', value: 0 }] } })
  if (due.type !== 'due') throw new Error('due')
  expect(fits(due)).toBe(true)
  expect(fits({ ...due, date: 'gone', amount: null })).toBe(true)
  expect(fits({ ...due, label: 'gone' })).toBe(false)
  expect(fits({ ...due, table: 'gone' })).toBe(false)
  expect(fits({ ...due, filter: { match: 'all', conditions: [{ test: 'filled', field: 'gone' }] } })).toBe(false)
  const goals = startCard('goals', BILLS)
  expect(goals).toMatchObject({ target: 'target', reached: 'amount' })
  expect(fits(goals)).toBe(true)
  expect(fits({ ...goals, target: 'gone' } as TodayCard)).toBe(false)
  expect(fits({ type: 'figure', name: 'n', table: 'bills', filter: EVERY_RECORD, value: { fold: 'sum', field: 'gone' } })).toBe(false)
  expect(fits({ type: 'figure', name: 'n', table: 'BILLS', filter: EVERY_RECORD, value: { fold: 'count', field: null } })).toBe(false)
  expect(fits({ type: 'chart', chart: 'c' })).toBe(true)
  expect(fits({ type: 'chart', chart: 'gone' })).toBe(false)
})

test('what is due is told by its day', () => {
  expect(dueState('2026-11-20T23:59', '2026-11-21')).toBe('overdue')
  expect(dueState('2026-11-21T08:00', '2026-11-21')).toBe('today')
  expect(dueState('2026-12-01', '2026-11-21')).toBe('to-come')
  expect(dueState('soon', '2026-11-21')).toBeNull()
})

test('the day of entry is told by a field that begins with it or is called so, never by one that is due', () => {
  expect(entryField(BILLS)).toBeNull()
  const withFields = (...fields: FieldDescription[]) => entryField({ ...BILLS, fields: [...BILLS.fields, ...fields] })?.name
  expect(withFields(field('born', { kind: 'date' }), field('seen', { kind: 'date', initialSql: "date('now', 'localtime')" }))).toBe('seen')
  expect(withFields(field('Created_At', { kind: 'date-time' }))).toBe('Created_At')
  expect(entryField({ ...BILLS, kind: 'view', fields: [field('date', { kind: 'date' })] })).toBeNull()
})

function fact(day: string, kind: BackupFact['kind']): BackupFact {
  const offeredAt = { utc: Date.parse(`${day}T22:30:00Z`), offsetMinutes: 60, zone: 'Europe/Berlin' }
  return { kind, form: 'db', fileName: '', bytes: 1, generation: 1, seal: '', contentDigest: '', offeredAt, confirmedAt: null }
}

test('a month in weeks from Monday, with the days that were closed where the person was', () => {
  const weeks = monthWeeks('2026-11-01', [fact('2026-11-03', 'manual'), fact('2026-11-03', 'end-of-day'), fact('2026-11-04', 'manual'), fact('2026-10-31', 'end-of-day')], '2026-11-21')
  expect(weeks.map((week) => week.map((day) => day?.number ?? 0))).toEqual([
    [0, 0, 0, 0, 0, 0, 1], [2, 3, 4, 5, 6, 7, 8], [9, 10, 11, 12, 13, 14, 15], [16, 17, 18, 19, 20, 21, 22], [23, 24, 25, 26, 27, 28, 29], [30, 0, 0, 0, 0, 0, 0],
  ])
  const days = weeks.flat().filter((day) => day !== null)
  expect(days.filter((day) => day.state !== 'none').map((day) => [day.number, day.state])).toEqual([[3, 'closed'], [4, 'backed-up']])
  expect(days.filter((day) => day.isToday).map((day) => day.number)).toEqual([21])
  expect(days.filter((day) => day.isFuture)).toHaveLength(9)
  // 23:30 in Berlin is still that day; half past midnight in UTC terms would be another
  const late = { ...fact('2026-11-05', 'end-of-day'), offeredAt: { utc: Date.parse('2026-11-05T23:30:00Z'), offsetMinutes: 60, zone: 'Europe/Berlin' } }
  expect(monthWeeks('2026-11-01', [late], '2026-11-21').flat().find((day) => day?.state === 'closed')?.number).toBe(6)
})

test('every month has all its days once, whatever the year', () => {
  fc.assert(fc.property(fc.integer({ min: -600, max: 600 }), (shift) => {
    const month = monthAt('2026-11-21', shift)
    const [year = 0, number = 0] = month.split('-').map(Number)
    const days = monthWeeks(month, [], '2026-11-21').flat().flatMap((day) => (day ? [day.number] : []))
    expect(days).toEqual(Array.from({ length: new Date(Date.UTC(year, number, 0)).getUTCDate() }, (_, at) => at + 1))
  }))
})
