import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import type { FieldKind } from '../../../../src/core/book/bookDescription'
import type { Condition, DatePart, Period, RowFilter } from '../../../../src/core/book/query/rowFilter'
import { openEngine } from '../../../support/engines'
import { seed } from '../../../support/seed'
import { openEditing } from '../editing'
import { passesFilter, type Values } from './filterReference'

const engine = await openEngine()

const KINDS: Record<string, FieldKind> = { id: 'whole-number', t: 'text', u: 'text', n: 'whole-number', 'less n': 'whole-number', r: 'decimal', m: 'money', d: 'date', dt: 'date-time', c: 'choice', b: 'yes-no' }
const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY, t TEXT, u TEXT, n INTEGER, "less n" INTEGER, r REAL, m MONEY_INTEGER, d DATE, dt DATETIME, c TEXT CHECK (c IN ('Open', 'done', 'ça')), b BOOLEAN)`

const TEXTS = ['Ärger', 'ärger', 'ARGER', 'arger', 'b', 'B', 'Straße', 'ΣΑΣ', 'σας', 'a%b', 'aXb', 'a_b', '[x]', 'x*', '?', 'q?é', 'É', 'back\\slash', '12', '漢字', '']
const DATES = ['2024-12-29', '2024-12-30', '2024-12-31', '2025-01-01', '2025-01-05', '2025-01-06', '2025-03-31', '2025-04-01', '2024-02-29', '2023-12-31', '2026-01-01', '0001-01-01', '9999-12-31', '1969-12-31']
const MOMENTS = ['2024-12-31T23:59', '2024-12-31 23:59:59', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00', '2025-01-01 00:00:30', '2025-01-01']
const NUMBERS = [-5, 0, 1, 2, 12, 100, 5_000_000_000, -7]

const orNull = <T>(values: readonly T[]) => fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(null) })
const text = orNull(TEXTS)
const number = orNull(NUMBERS)
const aDate = fc.oneof(fc.constantFrom(...DATES), fc.integer({ min: 19_500, max: 20_200 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)))
const record: fc.Arbitrary<Values> = fc.record({
  t: text,
  u: text,
  n: number,
  'less n': number,
  r: orNull([0.5, 1.25, -3.75, 12.5]),
  m: number,
  d: fc.oneof({ weight: 6, arbitrary: aDate }, { weight: 1, arbitrary: fc.constantFrom(null, 'soon', '', '2025-01-01T10:00') }),
  dt: fc.oneof(orNull(MOMENTS), aDate),
  c: orNull(['Open', 'done', 'ça']),
  b: orNull([0, 1]),
})

const VALUES: Record<string, fc.Arbitrary<Cell>> = {
  id: fc.integer({ min: 1, max: 30 }),
  t: text,
  u: text,
  n: number,
  'less n': number,
  r: orNull([0.5, 1.25, -3.75, 12.5, 1]),
  m: number,
  d: fc.oneof(aDate, fc.constantFrom(null, '2024-12-31T23:59')),
  dt: fc.oneof(orNull(MOMENTS), aDate),
  c: orNull(['open', 'DONE', 'ÇA', 'Open', 'none']),
  b: orNull([0, 1]),
}
const PARTS: DatePart[] = ['day', 'week', 'month', 'quarter', 'year']
const PERIODS: Period[] = [
  'today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month', 'this-quarter', 'last-quarter', 'this-year', 'last-year', 'last-7-days', 'last-30-days', 'last-90-days',
  'last-365-days', 'next-7-days', 'next-30-days', 'past', 'future',
]
const COMPARISONS = ['is', 'is-not', 'less', 'at-most', 'greater', 'at-least'] as const
const fieldName = fc.constantFrom(...Object.keys(KINDS))
const anyField = fc.oneof({ weight: 20, arbitrary: fieldName }, { weight: 1, arbitrary: fc.constant('gone') })
const part = fc.constantFrom(...TEXTS, 'Ä', 'ä', 'R', 'ge', '%', '_', '*', '[', 'É', '1', '5', '漢', 'σ', '-0')

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fieldName.chain((field) => fc.record({ test: fc.constantFrom(...COMPARISONS), field: fc.constant(field), value: VALUES[field] ?? fc.constant(null) })),
  fieldName.chain((field) => fc.record({ test: fc.constant('between' as const), field: fc.constant(field), from: VALUES[field] ?? fc.constant(null), to: VALUES[field] ?? fc.constant(null) })),
  fieldName.chain((field) => fc.record({ test: fc.constantFrom('one-of' as const, 'none-of' as const), field: fc.constant(field), values: fc.array(VALUES[field] ?? fc.constant(null), { maxLength: 4 }) })),
  fc.record({ test: fc.constantFrom('contains' as const, 'lacks' as const, 'starts' as const, 'ends' as const), field: fc.constantFrom('t', 'u', 'n', 'd', 'c', 'gone'), text: part }),
  fc.record({ test: fc.constantFrom('empty' as const, 'filled' as const), field: anyField }),
  fc.record({ test: fc.constant('in-part' as const), field: fc.constantFrom('d', 'dt'), part: fc.constantFrom(...PARTS), value: fc.oneof({ weight: 9, arbitrary: aDate }, { weight: 1, arbitrary: fc.constant('2025-02-30') }) }),
  fc.record({ test: fc.constant('in-period' as const), field: fc.constantFrom('d', 'dt'), period: fc.constantFrom(...PERIODS) }),
  fc.constantFrom(['t', 'u'], ['n', 'less n'], ['m', 'n'], ['d', 'dt'], ['dt', 'd'], ['t', 'c'], ['n', 'r'], ['n', 'gone']).chain(([field = '', other = '']) =>
    fc.record({ test: fc.constant('compare' as const), field: fc.constant(field), how: fc.constantFrom(...COMPARISONS), other: fc.constant(other) })),
)

function fill(records: readonly Values[]) {
  const book = openEditing(engine, SCHEMA)
  const names = Object.keys(records[0] ?? {})
  const insert = book.db.prepare(`INSERT INTO t (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
  for (const one of records) insert.run(names.map((name) => one[name] as string | number | null))
  insert.free()
  return book
}

console.log(`filters: seed ${seed}`)

test('each filter finds the records that it says, of random ones', { timeout: 120_000 }, () => {
  const records = fc.sample(record, { numRuns: 120, seed }).map((one, i) => ({ id: i + 1, ...one }))
  const book = fill(records)
  const filter: fc.Arbitrary<RowFilter> = fc.record(
    {
      match: fc.constantFrom('all' as const, 'any' as const),
      conditions: fc.oneof(condition.map((one) => [one]), fc.array(condition, { maxLength: 4 })),
      also: fc.array(condition, { maxLength: 1 }),
    },
    { requiredKeys: ['match', 'conditions'] },
  )
  let some = 0
  fc.assert(
    fc.property(filter, aDate, (one, today) => {
      const found = book.cells('t', { filter: one, today, count: 1000 }).map(([id]) => id)
      expect(found).toEqual(records.filter((values) => passesFilter(one, values, KINDS, today)).map(({ id }) => id))
      if (found.length > 0 && found.length < records.length) some++
    }),
    { numRuns: 800 },
  )
  expect(some).toBeGreaterThan(350)
})

describe('single rules', () => {
  const book = openEditing(
    engine,
    `CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, n INTEGER, d DATETIME, "what?" TEXT);
     INSERT INTO t VALUES (1, 'ÄRGER', 9007199254740993, '2026-11-21T18:04:30', 'x'), (2, 'Ärger', 9007199254740992, '2026-11-21 09:00', NULL), (3, NULL, NULL, NULL, 'XY'), (4, '', -1, 'soon', '')`,
  )
  const ids = (...conditions: unknown[]) => book.cells('t', { filter: { match: 'all', conditions: conditions as Condition[] }, today: '2026-11-21' }).map(([id]) => id)

  test('whole numbers of 64 bits are compared exactly', () => {
    expect(ids({ test: 'is', field: 'n', value: { i: '9007199254740993' } })).toEqual([1])
    expect(ids({ test: 'less', field: 'n', value: { i: '9007199254740993' } })).toEqual([2, 4])
    expect(ids({ test: 'one-of', field: 'n', values: [{ i: '9007199254740993' }, -1] })).toEqual([1, 4])
  })

  test('a day is every moment of it, a minute every second of it', () => {
    expect(ids({ test: 'is', field: 'd', value: '2026-11-21' })).toEqual([1, 2])
    expect(ids({ test: 'is', field: 'd', value: '2026-11-21 18:04' })).toEqual([1])
    expect(ids({ test: 'greater', field: 'd', value: '2026-11-21' })).toEqual([])
    expect(ids({ test: 'between', field: 'd', from: '2026-11-20', to: '2026-11-21' })).toEqual([1, 2])
    expect(ids({ test: 'in-period', field: 'd', period: 'today' })).toEqual([1, 2])
  })

  test('what says nothing, or not what a condition can say, is passed over', () => {
    const all = [1, 2, 3, 4]
    expect(ids({ test: 'less', field: 'n', value: null })).toEqual(all)
    expect(ids({ test: 'contains', field: 's', text: '' })).toEqual(all)
    expect(ids({ test: 'is', field: 'absent', value: 1 })).toEqual(all)
    expect(ids({ test: 'resembles', field: 's', value: 1 }, { test: 'is', field: 'n' }, { test: 'contains', field: 's' }, { test: 'in-period', field: 'd', period: 'aeons' })).toEqual(all)
    expect(ids({ test: 'in-part', field: 'd', part: 'century', value: '2026-11-21' }, { test: 'compare', field: 'n', how: 'near', other: 'id' }, { test: 'is', field: 'n', value: { z: 1 } })).toEqual(all)
    expect(book.cells('t', { filter: { match: 'all', conditions: [{ test: 'in-period', field: 'd', period: 'today' }] } })).toHaveLength(4)
  })

  test('names with a question mark, in any case', () => {
    expect(ids({ test: 'contains', field: 'WHAT?', text: 'x' })).toEqual([1, 3])
    expect(book.cells('t', { search: 'y', filter: { match: 'all', conditions: [{ test: 'starts', field: 'what?', text: 'x' }] } }).map(([id]) => id)).toEqual([3])
  })

  test('long texts and long lists', () => {
    expect(ids({ test: 'contains', field: 's', text: 'x'.repeat(60_000) })).toEqual([])
    expect(ids({ test: 'ends', field: 's', text: 'Ä'.repeat(60_000) })).toEqual([])
    expect(ids({ test: 'one-of', field: 's', values: Array.from({ length: 5_000 }, (_, i) => (i === 4_000 ? 'ärger' : `é${i}`)) })).toEqual([1, 2])
    expect(ids({ test: 'one-of', field: 'n', values: Array.from({ length: 20_000 }, (_, i) => i - 2) })).toEqual([4])
    expect(book.cells('t', { filter: { match: 'any', conditions: Array.from({ length: 3_000 }, (_, i) => ({ test: 'is', field: 'n', value: -i })) } })).toHaveLength(1)
  })
})
