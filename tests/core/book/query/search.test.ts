import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../src/core/base/cell'
import { createRowMemory, readRows } from '../../../../src/core/book/readRows'
import { readGroups } from '../../../../src/core/book/query/readGroups'
import { openRecords } from '../../../../src/core/transfer/eachRecord'
import { openEngine } from '../../../support/engines'
import { seed } from '../../../support/seed'
import { good } from '../../../support/sessions'
import { openEditing } from '../editing'

const engine = await openEngine()

const SCHEMA = `PRAGMA foreign_keys = OFF; CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
  CREATE TABLE codes (code TEXT PRIMARY KEY, meaning TEXT) WITHOUT ROWID;
  CREATE TABLE sales (id INTEGER PRIMARY KEY, note TEXT, customer INTEGER REFERENCES customers, code TEXT REFERENCES codes (code), price MONEY_INTEGER, yen MONEY_INTEGER, weight REAL, pieces INTEGER);`

interface Sale {
  readonly note: string | null
  readonly customer: number | null
  readonly code: string | null
  readonly price: number | null
  readonly yen: number | null
  readonly weight: number | null
  readonly pieces: number | null
}

const NAMES = ['Amara', 'amir', '7 Hills', 'Müller', 'MÜNCHEN', '', null, 'A_b%', '12.50 Club']
const CODES = [['cash', 'Paid at once'], ['7', 'Seven'], ['x', ''], ['y', null]] as const
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: fc.constant(null) })
const minor = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -2_000_000, max: 2_000_000 }), fc.constantFrom(0, 5, -5, 50, 100, 1234, 123450, -1250, 99_999_999_999))
const sale: fc.Arbitrary<Sale> = fc.record({
  note: orNull(fc.constantFrom('12.50', 'amara', '1,234', 'München', 'plain', '7', '-5')),
  // 11 and 12 are nobody
  customer: orNull(fc.integer({ min: 1, max: 12 })),
  code: orNull(fc.constantFrom('cash', '7', 'x', 'y', 'gone')),
  price: orNull(minor),
  yen: orNull(minor),
  weight: orNull(fc.oneof(fc.integer({ min: -30_000, max: 30_000 }).map((n) => n / 1000), fc.constantFrom(0, 12, 120, 1234.5, -12.5, 0.12, 10))),
  pieces: orNull(fc.integer({ min: -20_000, max: 20_000 })),
})

const MARKED = ['1,234', '1.234', '12,50', '12.5', '1 234.5', "1'234.50", '12.', ',5', '.5', '0.0', '0,05', '-0.5', '-12', '0', '00', '12.00', '€ 12.50', '12.50€', '-', '5.', '50', '1,23,456', '1,2,3', '12.345', '1.234.567,8', '2.', '.0', '00.5']
const typed = fc.oneof(
  fc.constantFrom(...MARKED, 'am', 'AMA', 'mü', 'Paid', 'SEVEN', 'cas', 'x', 'gone', '%', '_', 'club', '2.50 c', 'pl'),
  fc.integer({ min: 0, max: 2000 }).map(String),
  fc.integer({ min: -30_000, max: 30_000 }).map((n) => (n / 100).toFixed(2)),
  fc.integer({ min: 1_000, max: 2_000_000 }).map((n) => (n / 100).toLocaleString('de-DE', { minimumFractionDigits: 2 })),
  fc.integer({ min: -3000, max: 3000 }).map((n) => (n / 10).toLocaleString('en-GB', { minimumFractionDigits: 1 })),
)

/** The meanings of a typed amount, written with a point and without thousands; told by trying, not as the app does it. */
function meanings(text: string): string[] {
  const bare = text.replaceAll('€', '').trim()
  if (!/^-?[0-9., ']*[0-9][0-9., ']*$/.test(bare)) return []
  const found = new Set<string>()
  const isGrouped = (whole: string) => whole === '' || /^[0-9]+$/.test(whole) || [',', '.', ' ', "'"].some((mark) => {
    const [first = '', ...rest] = whole.split(mark)
    const last = rest.pop() ?? ''
    return /^[0-9]{1,3}$/.test(first) && /^[0-9]{3}$/.test(last) && rest.every((group) => /^[0-9]{2,3}$/.test(group))
  })
  const sign = bare.startsWith('-') ? '-' : ''
  const digits = bare.slice(sign.length)
  if (isGrouped(digits)) found.add(sign + digits.replace(/[^0-9]/g, ''))
  for (let at = 0; at < digits.length; at++) {
    const [whole, mark, fraction] = [digits.slice(0, at), digits[at] ?? '', digits.slice(at + 1)]
    if ((mark === '.' || mark === ',') && isGrouped(whole) && !whole.includes(mark) && /^[0-9]*$/.test(fraction)) found.add(`${sign}${whole.replace(/[^0-9]/g, '')}.${fraction}`)
  }
  return [...found]
}

const stands = (shown: string, part: string) => (part.startsWith('-') ? shown.startsWith(part) : shown.includes(part))
const inMoney = (value: number | null, digits: number, text: string) => value !== null && meanings(text).some((one) => stands((value / 10 ** digits).toFixed(digits), one))
const inWhole = (value: number | null, text: string) => value !== null && meanings(text).some((one) => stands(String(value), one))
function inDecimal(value: number | null, text: string): boolean {
  if (value === null) return false
  const shown = String(value)
  return meanings(text).some((one) => {
    if (stands(shown, one)) return true
    const [whole = '', fraction] = one.split('.')
    if (fraction === undefined || !/[0-9]/.test(whole)) return false
    const kept = fraction.replace(/0+$/, '')
    const rest = kept === '' ? whole : `${whole}.${kept}`
    return (kept !== '' || Number.isInteger(value)) && (rest.startsWith('-') ? shown === rest : shown.endsWith(rest)) && (fraction === '' || fraction.endsWith('0'))
  })
}
const inText = (value: string | null, text: string) => value !== null && value.toLowerCase().includes(text.toLowerCase())

/** Whether what is shown of a record has the text in it. */
function shows(id: number, one: Sale, text: string): boolean {
  const customer = one.customer === null ? null : NAMES[one.customer - 1] || String(one.customer)
  const code = one.code === null ? null : CODES.find(([key]) => key === one.code)?.[1] || one.code
  const isPart = (value: number | null) => meanings(text).length === 0 && inText(value === null ? null : String(value), text)
  return (
    [one.note, customer, code, one.code].some((value) => inText(value, text)) || inMoney(one.price, 2, text) || inMoney(one.yen, 0, text) ||
    inDecimal(one.weight, text) || inWhole(one.pieces, text) || inWhole(id, text) || [id, one.pieces, one.weight, one.price, one.yen].some(isPart)
  )
}

function fill(sales: readonly Sale[]) {
  const book = openEditing(engine, SCHEMA, { currency: 'EUR', layout: { views: [], charts: [], today: [], fields: [{ table: 'sales', field: 'yen', currency: 'JPY' }] } })
  NAMES.forEach((name, i) => book.db.rows('INSERT INTO customers VALUES (?, ?, ?)', [i + 1, name, 'Amsterdam']))
  for (const [code, meaning] of CODES) book.db.rows('INSERT INTO codes VALUES (?, ?)', [code, meaning])
  sales.forEach((one, i) => book.db.rows('INSERT INTO sales VALUES (?, ?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?, ?)', [i + 1, one.note, one.customer, one.code, one.price, one.yen, one.weight, one.pieces]))
  return book
}

console.log(`search: seed ${seed}`)

test('a search finds what is shown, as a look at every record does', { timeout: 120_000 }, () => {
  const sales = fc.sample(sale, { numRuns: 150, seed })
  const book = fill(sales)
  let some = 0
  fc.assert(
    fc.property(typed, (text) => {
      const found = book.cells('sales', { search: text, count: 1000 }).map(([id]) => id)
      expect(found, text).toEqual(sales.flatMap((one, i) => (shows(i + 1, one, text) ? [i + 1] : [])))
      if (found.length > 0 && found.length < sales.length) some++
    }),
    { numRuns: 600, seed },
  )
  expect(some).toBeGreaterThan(120)
})

test('typing on finds the same as looking anew', { timeout: 120_000 }, () => {
  // most records have nothing to find, so that what was found before is looked through again
  const book = fill([...fc.sample(sale, { numRuns: 60, seed }), ...Array.from({ length: 2_000 }, () => ({ note: null, customer: null, code: null, price: null, yen: null, weight: null, pieces: null }))])
  const memory = createRowMemory()
  const read = (search: string, remembered = createRowMemory()) => good(readRows(book.db, book.table('sales'), { table: 'sales', from: 0, count: 1000, sort: [], search }, book.around(), remembered))
  fc.assert(
    fc.property(typed, (text) => {
      for (let length = 1; length <= text.length; length++) {
        const begun = text.slice(0, length).trim()
        if (begun !== '') expect(read(begun, memory), begun).toEqual(read(begun))
      }
    }),
    { numRuns: 60, seed },
  )
})

describe('single rules', () => {
  const book = fill([
    { note: 'first', customer: 1, code: 'cash', price: 123450, yen: 1250, weight: 12.5, pieces: 12345 },
    { note: 'second', customer: 4, code: null, price: -1250, yen: 5, weight: 3, pieces: null },
    { note: null, customer: 99, code: 'gone', price: 5, yen: null, weight: null, pieces: 3 },
  ])
  const ids = (search: string, table = 'sales') => book.cells(table, { search }).map(([id]) => id)

  test('amounts in any writing, and not as they are stored', () => {
    for (const text of ['1234.50', '1,234.50', '1.234,50', '1234,5', '1 234.50', '1’234.50', '€1,234.50', '1,234']) expect(ids(text), text).toEqual([1])
    expect(ids('123450')).toEqual([])
    expect(ids('-12.50')).toEqual([2])
    expect(ids('−12,5')).toEqual([2])
    expect(ids('12,345')).toEqual([1])
    expect(ids('0.05')).toEqual([3])
    expect(ids('1250')).toEqual([1])
    expect(ids('9'.repeat(30))).toEqual([])
    expect(ids(`1${' '.repeat(20_000)}x`)).toEqual([])
  })

  test('references by what they are called, and by themselves where they are called nothing', () => {
    expect(ids('AMAR')).toEqual([1])
    expect(ids('müll')).toEqual([2])
    expect(ids('at once')).toEqual([1])
    // a code is known to people, a number is not
    expect(ids('cash')).toEqual([1])
    expect(ids('4')).toEqual([1])
    expect(ids('gone')).toEqual([3])
    expect(ids('99')).toEqual([3])
    // what else stands in the record that is referred to is not shown here
    expect(ids('Amsterdam')).toEqual([])
  })

  test('days and words as the query says that they are meant', () => {
    const days = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, d DATE, at DATETIME, paid BOOLEAN); INSERT INTO t VALUES (1, '2026-11-21', NULL, 1), (2, '2025-11-21', '2026-01-02T18:04', 0), (3, '2026-12-01', '2026-11-21 09:00:00', NULL)`)
    const found = (search: string, dates: string[], yesNo: 0 | 1 | null = null) => days.cells('t', { search, meant: { dates, yesNo } }).map(([id]) => id)
    expect(found('21 Nov', ['____-11-21'])).toEqual([1, 2, 3])
    expect(found('21 Nov 2026', ['2026-11-21'])).toEqual([1, 3])
    expect(found('6:04 pm', ['____-__-___18:04'])).toEqual([2])
    expect(found('yes', [], 1)).toEqual([1])
    expect(found('no', [], 0)).toEqual([2])
    expect(found('2025-11', [])).toEqual([2])
    // a key is shown as a number, yes and no are not
    expect(found('1', [])).toEqual([1, 2, 3])
    expect(found('0', [])).toEqual([1, 2, 3])
    expect(days.cells('t', { search: 'yes' })).toEqual([])
  })

  test('groups, totals and what is written out are of the same records', () => {
    const query = { table: 'sales', search: '1.234,5', filter: { match: 'all' as const, conditions: [] } }
    const groups = good(readGroups(book.db, book.table('sales'), { ...query, by: [{ field: 'note', part: null }], totals: [{ fold: 'sum', field: 'price' }], order: 'by-group', from: 0, count: 9, today: '' }, book.around()))
    expect(groups).toEqual({ groups: [{ values: ['first'], records: 1, totals: [123450] }], total: 1 })
    for (const search of ['amara', '1.234,5']) {
      const open = good(openRecords(book.db, book.shape(), { ...query, search, sort: [], fields: ['note'] }, 'EUR'))
      expect([open.count, ...open.read()]).toEqual([1, ['first']])
    }
  })
})

describe('databases of others', () => {
  test('a sign and a nought are no trouble where no field of numbers stands before', () => {
    const book = openEditing(engine, `CREATE TABLE t (code TEXT PRIMARY KEY, price MONEY_INTEGER, day DATE); INSERT INTO t VALUES ('a', -50, '2026-11-21'), ('b', 50, NULL), ('c', -150, NULL)`)
    const codes = (search: string) => book.cells('t', { search, filter: { match: 'all', conditions: [{ field: 'day', test: 'filled' }] } }).map(([code]) => code)
    expect(codes('-0')).toEqual(['a'])
    expect(codes('-0.5')).toEqual(['a'])
    expect(book.cells('t', { search: '-0' })).toHaveLength(1)
  })

  test('small numbers, which are written with an exponent, are found as they are written', () => {
    const book = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, weight REAL); INSERT INTO t VALUES (1000, 1.5e-07), (2000, 0.25), (3000, 1.5)`)
    expect(book.cells('t', { search: '1.5' }).map(([id]) => id)).toEqual([1000, 3000])
  })

  test('what a reference is called is asked once for all windows of a search, and again after a change', () => {
    const book = openEditing(engine, `CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO a VALUES (1, 'Amara'); CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a); INSERT INTO t VALUES (1, 1)`)
    const memory = createRowMemory()
    let asked = 0
    const counted = { ...book.db, rows: (...request: Parameters<typeof book.db.rows>) => {
      if (request[0].startsWith('SELECT EXISTS')) asked++
      return book.db.rows(...request)
    } }
    const read = () => good(readRows(counted, book.table('t'), { table: 't', from: 0, count: 1, sort: [], search: 'zora' }, book.around(), memory)).total
    expect([read(), read(), asked]).toEqual([0, 0, 1])
    book.db.run("UPDATE a SET name = 'Zora'")
    memory.forget([{ table: 'a', fields: ['name'] }])
    expect([read(), asked]).toEqual([1, 2])
  })

  test('several keys, names in another case, keys without rowids, views and what is missing are no trouble', () => {
    const book = openEditing(
      engine,
      `PRAGMA foreign_keys = OFF;
       CREATE TABLE pair (a INTEGER, b INTEGER, name TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO pair VALUES (1, 2, 'Amara');
       CREATE TABLE "Odd ""Name" ("key ""k" TEXT PRIMARY KEY, "what's it" TEXT) WITHOUT ROWID; INSERT INTO "Odd ""Name" VALUES ('k1', 'Zebra');
       CREATE VIEW looks AS SELECT 1 AS id, 'Amara' AS name;
       CREATE TABLE numbers (n INTEGER PRIMARY KEY, size REAL);
       CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER, y INTEGER, odd TEXT REFERENCES "ODD ""NAME" ("KEY ""K"), seen INTEGER REFERENCES looks (id), missing INTEGER REFERENCES nowhere (id), lost INTEGER REFERENCES numbers (absent), n INTEGER REFERENCES numbers, self INTEGER REFERENCES t (id), FOREIGN KEY (x, y) REFERENCES pair (a, b));
       INSERT INTO t VALUES (1, 1, 2, 'k1', 1, 55, 66, 77, 1), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2)`,
    )
    const ids = (search: string): Cell[] => book.cells('t', { search }).map(([id]) => id ?? null)
    expect(ids('zebra')).toEqual([1])
    expect(ids('k1')).toEqual([1])
    expect(ids('amara')).toEqual([])
    for (const stored of ['55', '66', '77']) expect(ids(stored)).toEqual([1])
  })

  test('a name that is itself a reference is looked up once only', () => {
    const book = openEditing(engine, `CREATE TABLE a (code TEXT PRIMARY KEY, name TEXT); CREATE TABLE b (id INTEGER PRIMARY KEY, a TEXT REFERENCES a, word TEXT); CREATE TABLE c (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b);
      INSERT INTO a VALUES ('k', 'Amara'); INSERT INTO b VALUES (1, 'k', 'Word'); INSERT INTO c VALUES (1, 1)`)
    expect(book.cells('b', { search: 'amara' })).toHaveLength(1)
    expect(book.cells('c', { search: 'word' })).toHaveLength(1)
    expect(book.cells('c', { search: 'amara' })).toEqual([])
  })

  test('amounts that are kept as something else are found as they are stored', () => {
    const book = openEditing(engine, `CREATE TABLE t (id INTEGER PRIMARY KEY, price MONEY_INTEGER, weight NUMERIC); INSERT INTO t VALUES (1000, '4.75x', 'about 33.10'), (2000, 9223372036854775807, 33), (3000, -9223372036854775807 - 1, 33.1), (4000, x'41', NULL)`)
    const ids = (search: string) => book.cells('t', { search }).map(([id]) => id)
    expect(ids('4.75')).toEqual([1000])
    expect(ids('92233720368547758.07')).toEqual([2000])
    expect(ids('-92233720368547758,08')).toEqual([3000])
    expect(ids('33.00')).toEqual([2000])
    expect(ids('33.10')).toEqual([1000, 3000])
  })
})
