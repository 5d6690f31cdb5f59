import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import type { GroupQuery, Grouping, Total } from '../../../../src/core/book/query/groupQuery'
import { readGroups } from '../../../../src/core/book/query/readGroups'
import type { DatePart } from '../../../../src/core/book/query/rowFilter'
import { openEngine } from '../../../support/engines'
import { bad, good } from '../../../support/sessions'
import { seed } from '../../../support/seed'
import { openEditing } from '../editing'
import { partNumber, type Values } from './filterReference'

const engine = await openEngine()
const SCHEMA = 'CREATE TABLE place (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, n INTEGER, r REAL, d DATE, place INTEGER REFERENCES place)'
const all = (rest: Partial<GroupQuery> = {}): GroupQuery => ({ table: 't', filter: { match: 'all', conditions: [] }, search: '', by: [], totals: [], order: 'by-group', from: 0, count: 1_000, today: '2026-11-21', ...rest })

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary }, { weight: 1, arbitrary: fc.constant(null) })
const record: fc.Arbitrary<Values> = fc.record({
  s: orNull(fc.constantFrom('Food', 'food', 'Rent', 'ärger', '')),
  n: orNull(fc.integer({ min: -(10 ** 12), max: 10 ** 12 })),
  r: orNull(fc.constantFrom(0.5, 1.25, -3.75)),
  d: orNull(fc.oneof(fc.integer({ min: 19_700, max: 20_100 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)), fc.constantFrom('soon', '2024-12-30T10:00', '2025-13-01'))),
  place: orNull(fc.integer({ min: 1, max: 4 })),
})

const isEmpty = (cell: Cell | undefined) => cell === null || cell === undefined || cell === ''

/** The group that a record is in, as a text to compare: numbers of parts of dates, small letters. */
function groupOf(values: Values, { field, part }: Grouping): string {
  const cell = values[field] ?? null
  if (part !== null) return typeof cell === 'string' && /^\d{4}-(0[1-9]|1[0-2])-/.test(cell) ? String(partNumber(part, cell)) : 'none'
  return isEmpty(cell) ? 'none' : typeof cell === 'string' ? cell.toLowerCase() : String(cell)
}

function shownGroup(cell: Cell, { part }: Grouping): string {
  if (cell === null) return 'none'
  if (part === null) return String(cell).toLowerCase()
  // dates are told by the first day of their part
  const number = partNumber(part, String(cell))
  const before = new Date(Date.parse(`${String(cell)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  expect(partNumber(part, before)).toBe(number - 1)
  return String(number)
}

const plain = (cell: Cell): number | string | null => (cell !== null && typeof cell === 'object' ? Number('r' in cell ? cell.r : 'i' in cell ? cell.i : Number.NaN) : cell)

function totalOf(records: readonly Values[], { fold, field }: Total): number | string | null {
  if (field === null) return records.length
  const filled = records.map((values) => values[field] ?? null).filter((cell) => !isEmpty(cell)) as (number | string)[]
  if (fold === 'count') return filled.length
  if (filled.length === 0) return null
  const sum = filled.reduce<number>((whole, cell) => whole + Number(cell), 0)
  if (fold === 'sum') return sum
  if (fold === 'average') return sum / filled.length
  const sorted = filled.map((cell) => (typeof cell === 'string' ? cell.toLowerCase() : cell)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return (fold === 'least' ? sorted[0] : sorted.at(-1)) ?? null
}

console.log(`groups: seed ${seed}`)

test.each([['sorted', 50_000], ['gathered', 0]])('groups and totals are those of the records one by one: %s', { timeout: 120_000 }, (_, gatherAbove) => {
  const records = fc.sample(record, { numRuns: 250, seed })
  const book = openEditing(engine, `${SCHEMA}; INSERT INTO place VALUES (1), (2), (3), (4)`)
  const insert = book.db.prepare('INSERT INTO t (s, n, r, d, place) VALUES (?, CAST(? AS INTEGER), ?, ?, ?)')
  for (const { s, n, r, d, place } of records) insert.run([s, n, r, d, place] as (string | number | null)[])
  insert.free()
  const table = book.table('t')
  const grouping: fc.Arbitrary<Grouping> = fc.oneof(
    fc.record({ field: fc.constantFrom('s', 'place', 'r', 'd'), part: fc.constant(null) }),
    fc.record({ field: fc.constant('d'), part: fc.constantFrom<DatePart[]>('day', 'week', 'month', 'quarter', 'year') }),
  )
  const total: fc.Arbitrary<Total> = fc.oneof(
    fc.record({ fold: fc.constantFrom('sum' as const, 'average' as const), field: fc.constantFrom('n', 'r') }),
    fc.record({ fold: fc.constantFrom('least' as const, 'most' as const, 'count' as const), field: fc.constantFrom('n', 'r', 's', 'd') }),
    fc.constant({ fold: 'count' as const, field: null }),
  )
  const orders = ['by-group', 'by-group-descending', 'by-first-total', 'by-first-total-descending'] as const
  const asked = fc.record({ by: fc.array(grouping, { maxLength: 3 }), totals: fc.array(total, { maxLength: 3 }), order: fc.constantFrom(...orders), from: fc.integer({ min: 0, max: 9 }), count: fc.integer({ min: 0, max: 9 }) })
  fc.assert(
    fc.property(asked, ({ by, totals, order, from, count }) => {
      const { groups, total: length } = good(readGroups(book.db, table, all({ by, totals, order }), book.around(), gatherAbove))
      const expected = new Map<string, Values[]>()
      for (const one of records) {
        const name = JSON.stringify(by.map((grouping) => groupOf(one, grouping)))
        expected.set(name, [...(expected.get(name) ?? []), one])
      }
      expect(length).toBe(expected.size)
      expect(groups).toHaveLength(expected.size)
      for (const group of groups) {
        const members = expected.get(JSON.stringify(group.values.map((cell, i) => shownGroup(cell, by[i] ?? { field: '', part: null })))) ?? []
        expect(group.records).toBe(members.length)
        for (const [i, total] of totals.entries()) {
          const [is, should] = [plain(group.totals[i] ?? null), totalOf(members, total)]
          if (typeof should === 'number' && !Number.isInteger(should)) expect(is).toBeCloseTo(should, 6)
          else expect(typeof is === 'string' ? is.toLowerCase() : is).toBe(should)
          // whole numbers stay whole
          if (total.fold === 'sum' && total.field === 'n' && should !== null) expect(typeof group.totals[i]).toBe('number')
        }
      }
      const sortedBy = groups.map((group) => plain((order.startsWith('by-first-total') ? (totals.length > 0 ? group.totals[0] : group.records) : group.values[0]) ?? null))
      const known = sortedBy.filter((one) => one !== null).map((one) => (typeof one === 'string' ? one.toLowerCase() : one))
      expect(sortedBy.slice(known.length).every((one) => one === null)).toBe(true)
      const sorted = [...known].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(known).toEqual(order.endsWith('descending') ? sorted.reverse() : sorted)
      expect(good(readGroups(book.db, table, all({ by, totals, order, from, count }), book.around(), gatherAbove))).toEqual({ groups: groups.slice(from, from + count), total: length })
    }),
    { numRuns: 120 },
  )
})

test.each([['sorted', 50_000], ['gathered', 0]])('sums beyond 53 and 64 bits: %s', (_, gatherAbove) => {
  const book = openEditing(engine, `CREATE TABLE t (g TEXT, n INTEGER); INSERT INTO t VALUES ('a', 9007199254740993), ('a', 2), ('b', 9223372036854775807), ('b', 1), ('c', -9223372036854775808), ('c', 9223372036854775807), ('d', 1), ('d', 'x'), ('e', 9223372036854775807), ('e', 1), ('e', -2)`)
  const sums = (by: Grouping[], filter: GroupQuery['filter'] = { match: 'all', conditions: [] }) =>
    good(readGroups(book.db, book.table('t'), all({ by, filter, totals: [{ fold: 'sum', field: 'n' }] }), book.around(), gatherAbove)).groups.map(({ totals }) => totals[0])
  expect(sums([{ field: 'g', part: null }])).toEqual([{ i: '9007199254740995' }, { r: '9223372036854775808.0' }, -1, { r: '1.0' }, { i: '9223372036854775806' }].map((one) => expect.toSatisfy((is) => JSON.stringify(is) === JSON.stringify(one) || plain(is as Cell) === plain(one)) as unknown))
  expect(sums([{ field: 'g', part: null }], { match: 'all', conditions: [{ test: 'one-of', field: 'g', values: ['a', 'c', 'e'] }] })).toEqual([{ i: '9007199254740995' }, -1, { i: '9223372036854775806' }])
  expect(sums([])).toHaveLength(1)
})

test('without groups all records are one, also where there are none', () => {
  const book = openEditing(engine, SCHEMA)
  const totals: Total[] = [{ fold: 'count', field: null }, { fold: 'sum', field: 'n' }, { fold: 'most', field: 's' }, { fold: 'sum', field: 'absent' }, { fold: 'average', field: null }]
  expect(good(readGroups(book.db, book.table('t'), all({ totals }), book.around()))).toEqual({ groups: [{ values: [], records: 0, totals: [0, null, null, null, null] }], total: 1 })
  expect(good(readGroups(book.db, book.table('t'), all({ by: [{ field: 's', part: null }] }), book.around()))).toEqual({ groups: [], total: 0 })
})

test('views, searches and filters; a broken view and an unknown field are failures', () => {
  const book = openEditing(engine, `${SCHEMA}; INSERT INTO t (s, n, d) VALUES ('a', 1, '2026-11-20'), ('A', 2, '2026-11-02'), ('b', 4, '2026-10-31'); CREATE VIEW v AS SELECT s AS name, n * 2 AS twice, d AS "on" FROM t; CREATE VIEW broken AS SELECT absent FROM t`)
  const groups = (query: Partial<GroupQuery>) => readGroups(book.db, book.table(query.table ?? 't'), all(query), book.around())
  expect(good(groups({ table: 'v', by: [{ field: 'on', part: 'month' }], totals: [{ fold: 'sum', field: 'twice' }] })).groups).toEqual([{ values: ['2026-10-01'], records: 1, totals: [8] }, { values: ['2026-11-01'], records: 2, totals: [6] }])
  expect(good(groups({ table: 'v', search: 'B', totals: [{ fold: 'sum', field: 'TWICE' }] })).groups[0]?.totals).toEqual([8])
  expect(good(groups({ filter: { match: 'all', conditions: [{ test: 'in-period', field: 'd', period: 'this-month' }] }, totals: [{ fold: 'sum', field: 'n' }] })).groups[0]?.totals).toEqual([3])
  expect(bad(groups({ table: 'broken' })).type).toBe('SqlFailed')
  expect(bad(groups({ by: [{ field: 'absent', part: null }] }))).toEqual({ type: 'FieldNotFound', table: 't', field: 'absent' })
})

test('gathering a large table leaves no trace in the book, and many groups are sorted', () => {
  const image = engine.openImage(null)
  image.db.run(`CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, n INTEGER); WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 60000) INSERT INTO t SELECT i, 'text ' || (i % 10), i FROM c`)
  image.takeChanges()
  const book = openEditing(engine, 'CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, n INTEGER)')
  const table = { ...book.table('t'), records: 60_000 }
  const query = all({ by: [{ field: 's', part: null }], totals: [{ fold: 'sum', field: 'n' }], count: 2 })
  expect(good(readGroups(image.db, table, query, book.around()))).toEqual({ groups: [{ values: ['text 0'], records: 6_000, totals: [180_030_000] }, { values: ['text 1'], records: 6_000, totals: [179_976_000] }], total: 10 })
  expect(good(readGroups(image.db, table, { ...query, by: [{ field: 'n', part: null }] }, book.around())).total).toBe(60_000)
  expect(image.takeChanges().pages).toEqual([])
  expect(image.db.rows('SELECT count(*) FROM temp.sqlite_schema')).toEqual([[0]])
})
