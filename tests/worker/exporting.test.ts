import { expect, test } from 'vitest'
import type { ExportFormat, ExportQuery } from '../../src/core/transfer/exportQuery'
import { bytesOf } from '../core/restore/difference/books'
import { createMemoryClient } from '../support/createMemoryClient'
import { openEngine } from '../support/engines'
import { good } from '../support/sessions'

const engine = await openEngine()
const none = () => undefined
const client = await createMemoryClient()
good(await client.start())
const { bookId } = good(await client.openAsNewBook(new File([bytesOf(engine, `CREATE TABLE sales (id INTEGER PRIMARY KEY, day DATE, what TEXT, price MONEY_INTEGER, paid BOOLEAN, big INTEGER, note);
  INSERT INTO sales VALUES (1, '2026-01-02', 'Tea', 250, 1, 9007199254740993, X'00ff'), (2, '2026-01-01', '=1+1', -5, 0, NULL, 2.0), (3, NULL, 'a "b", c', NULL, NULL, 7, 'it''s');
  CREATE INDEX by_day ON sales (day); CREATE VIEW dear AS SELECT what, price FROM sales WHERE price > 100;`)], 'b.db'), { name: 'Shop', currency: 'EUR', wake: true }, none).outcome)

const query = (change: Partial<ExportQuery> = {}): ExportQuery => ({ table: 'sales', sort: [{ field: 'day', descending: false }], search: '', fields: ['day', 'what', 'price', 'paid', 'big', 'gone'], ...change })
const fileOf = async (format: ExportFormat, change: Partial<ExportQuery> = {}) => good(await client.exportRecords(bookId, query(change), format, none).outcome).file
const textOf = async (format: ExportFormat, change: Partial<ExportQuery> = {}) => (await fileOf(format, change)).text()

test('writes CSV as it is filtered, sorted and chosen, with nothing that a spreadsheet would run', async () => {
  expect(await textOf('csv')).toBe('day,what,price,paid,big\r\n2026-01-01,\'=1+1,-0.05,0,\r\n2026-01-02,Tea,2.50,1,9007199254740993\r\n,"a ""b"", c",,,7\r\n')
  expect(await textOf('csv', { fields: ['what'], filter: { match: 'all', conditions: [{ test: 'filled', field: 'price' }, { test: 'is', field: 'paid', value: 1 }] } })).toBe('what\r\nTea\r\n')
  expect(await textOf('csv', { fields: ['what'], search: 'tea' })).toBe('what\r\nTea\r\n')
  expect(await textOf('csv', { table: 'dear', sort: [], fields: ['what', 'price'] })).toBe('what,price\r\nTea,2.50\r\n')
})

test('writes JSON as a list of records with all digits', async () => {
  const text = await textOf('json')
  expect(text).toContain('"big": 9007199254740993')
  expect(JSON.parse(text)).toMatchObject([{ day: '2026-01-01', what: '=1+1', price: -0.05, paid: false, big: null }, { price: 2.5, paid: true }, { day: null }])
})

test('writes SQL that another SQLite takes', async () => {
  const sql = await textOf('sql', { fields: ['id', 'day', 'what', 'price', 'paid', 'big', 'note'] })
  const other = engine.open(null)
  other.run(sql)
  expect(other.rows("SELECT CAST(big AS TEXT), hex(note), typeof(note), what FROM sales ORDER BY id")).toEqual([
    ['9007199254740993', '00FF', 'blob', 'Tea'], [null, '322E30', 'real', '=1+1'], ['7', '69742773', 'text', 'a "b", c'],
  ])
  expect(other.rows("SELECT name FROM sqlite_schema WHERE type = 'index'")).toEqual([['by_day']])
  other.close()
})

test('writes a workbook with real numbers and dates', async () => {
  const file = await fileOf('xlsx')
  const { default: read } = await import('read-excel-file/universal')
  const [sheet] = await read(await file.arrayBuffer())
  expect(sheet).toMatchObject({ sheet: 'sales' })
  expect(sheet?.data).toEqual([
    ['day', 'what', 'price', 'paid', 'big'],
    [new Date('2026-01-01T00:00:00Z'), '=1+1', -0.05, false, null],
    [new Date('2026-01-02T00:00:00Z'), 'Tea', 2.5, true, '9007199254740993'],
    [null, 'a "b", c', null, null, 7],
  ])
})

test('refuses a workbook in which something would be cut, and names the field', async () => {
  const longer = (length: number) => `replace(hex(zeroblob(${Math.ceil(length / 2)})), '00', 'ab')`
  const sql = `CREATE TABLE letters (id INTEGER PRIMARY KEY, title TEXT, body TEXT, scan BLOB);
    INSERT INTO letters VALUES (1, 'short', substr(${longer(32_768)}, 1, 32768), NULL), (2, substr(${longer(32_768)}, 1, 32767), substr(${longer(40_000)}, 1, 40000), zeroblob(30000)), (3, 'x', 'y', NULL)`
  const { bookId: letters } = good(await client.openAsNewBook(new File([bytesOf(engine, sql)], 'letters.db'), { name: 'Letters', currency: 'EUR', wake: false }, none).outcome)
  const ask = (fields: readonly string[], format: ExportFormat = 'xlsx') => client.exportRecords(letters, { table: 'letters', sort: [], search: '', fields }, format, none).outcome
  expect(await ask(['title', 'body', 'scan'])).toEqual({ ok: false, failure: { type: 'ValuesTooLong', field: 'body', records: 2, limit: 32_767 } })
  expect(await ask(['title', 'scan'])).toMatchObject({ failure: { type: 'ValuesTooLong', field: 'scan', records: 1 } })
  good(await ask(['title']))
  expect((await good(await ask(['title', 'body', 'scan'], 'csv')).file.text()).length).toBeGreaterThan(140_000)
})

test('a workbook says in the place of a large file that it is left out, and how many are; long texts are refused all the same', async () => {
  const sql = `CREATE TABLE receipts (id INTEGER PRIMARY KEY, body TEXT, photo BLOB);
    INSERT INTO receipts VALUES (1, 'a', zeroblob(152000)), (2, 'b', X'00ff'), (3, 'c', zeroblob(2450000)), (4, 'd', zeroblob(24573)), (5, 'e', NULL)`
  const { bookId: receipts } = good(await client.openAsNewBook(new File([bytesOf(engine, sql)], 'receipts.db'), { name: 'Receipts', currency: 'EUR', wake: false }, none).outcome)
  const fileNote = { text: '(file, {size}, left out)', locale: 'en' }
  const ask = (change: Partial<ExportQuery>, format: ExportFormat = 'xlsx') =>
    client.exportRecords(receipts, { table: 'receipts', sort: [], search: '', fields: ['id', 'photo'], fileNote, ...change }, format, none).outcome
  const { file, filesLeftOut } = good(await ask({}))
  const { default: read } = await import('read-excel-file/universal')
  const [sheet] = await read(await file.arrayBuffer())
  expect(sheet?.data.slice(1, 4)).toEqual([[1, '(file, 152 kB, left out)'], [2, 'AP8='], [3, '(file, 2.5 MB, left out)']])
  // the largest that goes into a cell
  expect(String(sheet?.data[4]?.[1])).toHaveLength(32_764)
  expect(filesLeftOut).toBe(2)
  expect(good(await ask({}, 'csv')).filesLeftOut).toBe(0)
  good(await client.device.edit(receipts, { type: 'changeRecords', table: 'receipts', changes: [{ key: [1], values: { body: 'x'.repeat(32_768) } }], additions: [] }, client.clock.now()))
  expect(await ask({ fields: ['body', 'photo'] })).toMatchObject({ failure: { type: 'ValuesTooLong', field: 'body', records: 1 } })
})

test('asks SQL that reads, and refuses the rest with its place', async () => {
  const ask = async (sql: string) => good(await client.askSql(bookId, sql, 20).outcome)
  const { answers, problem } = await ask('SELECT what, price FROM sales ORDER BY id LIMIT 1;\n-- all\nSELECT big, note AS n, note AS n FROM sales; PRAGMA table_info(sales)')
  expect(problem).toBeNull()
  expect(answers[0]).toMatchObject({ columns: ['what', 'price'], rows: [['Tea', 250]], hasMore: false })
  expect(answers[1]?.rows[0]).toEqual(['9007199254740993', { bytes: 2 }, { bytes: 2 }])
  expect(answers[2]?.rows).toHaveLength(7)
  expect(await ask('SELECT 1;\nDELETE FROM sales')).toMatchObject({ answers: [{}], problem: { why: 'writes', detail: 'DELETE', line: 2, column: 1 } })
  expect(await ask('WITH x AS (SELECT 1) DELETE FROM sales')).toMatchObject({ problem: { why: 'sql' } })
  expect(await ask('SELECT what\n  FROM salez')).toMatchObject({ problem: { why: 'sql', line: 2, column: 8 } })
  expect(await ask('SELECT , 1')).toMatchObject({ problem: { why: 'sql', line: 1, column: 8 } })
  for (const sql of ['PRAGMA query_only = OFF', 'PRAGMA user_version(5)', 'ATTACH \'x\' AS y', 'VACUUM', 'BEGIN']) expect((await ask(sql)).problem?.why).toBe('writes')
  expect(await ask('')).toEqual({ answers: [], problem: null })
  const many = await ask('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT i FROM n')
  expect(many.answers[0]).toMatchObject({ hasMore: true })
  expect(many.answers[0]?.rows).toHaveLength(10_000)
})

test('gives all rows of a question as CSV', async () => {
  const csv = good(await client.sqlAsCsv(bookId, 'SELECT 1; SELECT what, big FROM sales ORDER BY id', 1, 20).outcome)
  expect(await csv.text()).toBe('what,big\r\nTea,9007199254740993\r\n\'=1+1,\r\n"a ""b"", c",7\r\n')
})

test('tells which columns are money of the book, and of none that is reckoned with', async () => {
  const currencies = async (sql: string) => good(await client.askSql(bookId, sql, 20).outcome).answers.map((answer) => answer.currencies)
  expect(await currencies('SELECT * FROM sales')).toEqual([[null, null, null, 'EUR', null, null, null]])
  expect(await currencies('SELECT s.price AS cost, sum("price") total, max(price) OVER (ORDER BY day), count(price), price * 2 FROM sales AS s GROUP BY what')).toEqual([['EUR', 'EUR', 'EUR', null, null]])
  expect(await currencies('SELECT sum(price) / 100, sum(price) IS NULL, sum(price) NOTNULL, sum(big), sum(price + 1), avg(price) FROM sales')).toEqual([[null, null, null, null, null, null]])
  expect(await currencies('WITH dearest AS (SELECT price AS p FROM dear) SELECT sum(p), min(p) FROM dearest; SELECT price FROM dear')).toEqual([['EUR', 'EUR'], ['EUR']])
  expect(await currencies('SELECT price FROM sales UNION SELECT id FROM sales; VALUES (1); PRAGMA table_info(sales)')).toEqual([[null], [null], [null, null, null, null, null, null]])
  expect(await currencies('SELECT x FROM (SELECT sum(price) AS x FROM sales)')).toEqual([[null]])
  // looking for money opens no way to write
  expect(good(await client.askSql(bookId, 'SELECT price FROM sales; WITH x AS (SELECT 1) DELETE FROM sales', 20).outcome).problem?.why).toBe('sql')
})
