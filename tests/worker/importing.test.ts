import { expect, test } from 'vitest'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import type { ImportRequest } from '../../src/core/transfer/importPlan'
import { fieldsForColumns, matchColumns } from '../../src/core/transfer/matchColumns'
import type { OpenImport } from '../../src/worker/client/importing'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import { bytesOf } from '../core/restore/difference/books'
import { createMemoryClient } from '../support/createMemoryClient'
import { openEngine } from '../support/engines'
import { good } from '../support/sessions'

const engine = await openEngine()
const none = () => undefined
const FORMS = { decimal: '.', dates: 'day-first' } as const
const BOOK = `CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT NOT NULL, fee MONEY_INTEGER, joined DATE, email TEXT UNIQUE, town INTEGER REFERENCES towns (id));
  CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO towns VALUES (1, 'Kiel'), (2, 'Ulm');
  INSERT INTO members VALUES (1, 'Ada', 1250, '2026-01-01', 'ada@example.org', 1), (2, 'Ben', 300, '2026-02-01', 'ben@example.org', NULL);`

async function openBook(sql = BOOK, wake = false): Promise<{ client: NightsafeClient; bookId: string }> {
  const client = await createMemoryClient()
  good(await client.start())
  const { bookId } = good(await client.openAsNewBook(new File([bytesOf(engine, sql)], 'book.db'), { name: 'Members', currency: 'EUR', wake }, none).outcome)
  return { client, bookId }
}

const open = async ({ client, bookId }: { client: NightsafeClient; bookId: string }, text: string, name = 'list.csv') =>
  good(await client.openImport(new File([text], name), bookId, FORMS, none).outcome)

async function rowsIn({ client, bookId }: { client: NightsafeClient; bookId: string }, table = 'members') {
  return good(await client.device.rows(bookId, { table, from: 0, count: 100, sort: [], search: '' })).rows.map(({ cells }) => cells)
}

async function requestFor(book: { client: NightsafeClient; bookId: string }, opened: OpenImport, change: Partial<ImportRequest> = {}): Promise<ImportRequest> {
  const { description } = good(await book.client.device.describeBook(book.bookId))
  const file = opened.preview.tables[0]!
  const table = description.tables.find(({ name }) => name === (change.table ?? 'members'))
  const targets = table ? matchColumns(file.columns, table) : fieldsForColumns(file.columns)
  return { index: 0, table: 'members', isNew: false, forms: opened.preview.forms, targets, key: [], duplicates: 'add', copies: 'skip', mended: [], ...change }
}

const failureOf = <T>(result: Result<T, Failure>) => (result.ok ? null : result.failure)

test('takes a list in as one step: written forms, names for references, refused rows with their reasons', async () => {
  const book = await openBook()
  const opened = await open(book, [
    'Name;Fee;Joined;E-Mail;Town',
    'Cleo;1.234,50 €;31.12.2025;cleo@example.org;Kiel',
    'Dora;12,5;1.2.2026;dora@example.org;2',
    ';5,00;2.2.2026;nobody@example.org;',
    'Emil;zwölf;3.2.2026;emil@example.org;',
    'Fay;1,00;30.2.2026;fay@example.org;',
    'Gus;1,00;4.2.2026;ada@example.org;',
    'Hal;1,00;4.2.2026;hal@example.org;Bonn',
    'Ida;;;;',
  ].join('\r\n'))
  expect(opened.preview.forms).toEqual({ decimal: ',', dates: 'day-first' })
  const request = await requestFor(book, opened)
  expect(request.targets).toEqual(['name', 'fee', 'joined', 'email', 'town'].map((field) => ({ to: 'field', field })))
  const check = good(await opened.check(request, none))
  expect(check).toMatchObject({ rows: 8, added: 3, changed: 0, copies: 0, refusedCount: 5 })
  expect(check.refused.flatMap(({ row, problems, values }) => problems.map(({ column, failure }) => [row, column, values[column ?? 0], failure.type]))).toEqual([
    [4, 0, '', 'ConstraintBroken'],
    [5, 1, 'zwölf', 'ValueDoesNotFit'],
    [6, 2, '30.2.2026', 'ValueDoesNotFit'],
    [7, 3, 'ada@example.org', 'ConstraintBroken'],
    [8, 4, 'Bonn', 'ValueDoesNotFit'],
  ])
  expect(await rowsIn(book)).toHaveLength(2)
  const before = await rowsIn(book)
  const done = good(await opened.bringIn())
  expect(done).toMatchObject({ records: 3, added: 3, undo: 'bringIn' })
  expect((await rowsIn(book)).slice(2)).toEqual([
    [3, 'Cleo', 123450, '2025-12-31', 'cleo@example.org', 1],
    [4, 'Dora', 1250, '2026-02-01', 'dora@example.org', 2],
    [5, 'Ida', null, null, null, null],
  ])
  const points = good(await book.client.device.listRestorePoints(book.bookId))
  expect(points.map(({ reason }) => reason)).toContain('before-step')
  const journal = good(await book.client.device.journal({ bookId: book.bookId, before: null, limit: 10 }))
  expect(journal.map(({ event }) => event)).toContainEqual({ type: 'brought-in', fileName: 'list.csv', added: 3, changed: 0 })
  good(await book.client.device.undo(book.bookId, book.client.clock.now()))
  expect(await rowsIn(book)).toEqual(before)
  good(await book.client.device.redo(book.bookId, book.client.clock.now()))
  expect(await rowsIn(book)).toHaveLength(5)
})

test('finds duplicates by the fields that the person chooses', async () => {
  const text = 'name,fee,email\nAda,99.00,ada@example.org\nBen,,ben@example.org\nCleo,1.00,cleo@example.org\nCleo again,2.00,cleo@example.org\n'
  const skipped = await openBook()
  const one = await open(skipped, text)
  expect(good(await one.check(await requestFor(skipped, one, { key: ['email'], duplicates: 'skip' }), none))).toMatchObject({ added: 1, changed: 0, copies: 1, known: 1, repeated: 1, refusedCount: 0 })
  good(await one.bringIn())
  expect((await rowsIn(skipped)).map(([, name]) => name)).toEqual(['Ada', 'Ben', 'Cleo'])

  const updated = await openBook()
  const two = await open(updated, text)
  const check = good(await two.check(await requestFor(updated, two, { key: ['email'], duplicates: 'update' }), none))
  expect(check).toMatchObject({ added: 1, changed: 1, copies: 1, refusedCount: 1 })
  expect(check.refused[0]).toMatchObject({ row: 5, problems: [{ failure: { type: 'ConstraintBroken', detail: 'row 4 of the file has the same “email”' } }] })
  expect(good(await two.bringIn())).toMatchObject({ records: 2, added: 1 })
  // an empty cell leaves what is there
  expect((await rowsIn(updated)).map(([id, name, fee]) => [id, name, fee])).toEqual([[1, 'Ada', 9900], [2, 'Ben', 300], [3, 'Cleo', 100]])
  good(await updated.client.device.undo(updated.bookId, updated.client.clock.now()))
  expect((await rowsIn(updated)).map(([, , fee]) => fee)).toEqual([1250, 300])
})

test('makes a new table, and new fields of a table that is there', async () => {
  const book = await openBook()
  const opened = await open(book, 'when,what,amount,done\n2026-03-01,Rent,850.00,yes\n2026-03-02,Bread,3.20,no\n')
  const request = await requestFor(book, opened, { table: 'spending', isNew: true })
  expect(request.targets).toEqual([
    { to: 'new', name: 'when', kind: 'date' }, { to: 'new', name: 'what', kind: 'text' }, { to: 'new', name: 'amount', kind: 'money' }, { to: 'new', name: 'done', kind: 'yes-no' },
  ])
  expect(good(await opened.check(request, none))).toMatchObject({ added: 2, refusedCount: 0 })
  good(await opened.bringIn())
  expect(await rowsIn(book, 'spending')).toEqual([[1, '2026-03-01', 'Rent', 85000, 1], [2, '2026-03-02', 'Bread', 320, 0]])
  good(await book.client.device.undo(book.bookId, book.client.clock.now()))
  expect(good(await book.client.device.describeBook(book.bookId)).description.tables.map(({ name }) => name)).not.toContain('spending')

  const more = await open(book, 'name,grade\nCleo,A\nDora,B\n')
  const wanted = await requestFor(book, more, { targets: [{ to: 'field', field: 'name' }, { to: 'new', name: 'grade', kind: 'choice' }] })
  good(await more.check(wanted, none))
  good(await more.bringIn())
  const { description } = good(await book.client.device.describeBook(book.bookId))
  expect(description.tables.find(({ name }) => name === 'members')?.fields.at(-1)).toMatchObject({ name: 'grade', kind: 'choice', choices: ['A', 'B'] })
  expect((await rowsIn(book)).map((cells) => cells.at(-1))).toEqual([null, null, 'A', 'B'])
})

test('does nothing where the book was changed since it was checked, or the request does not fit', async () => {
  const book = await openBook()
  const opened = await open(book, 'name\nCleo\n')
  const request = await requestFor(book, opened)
  good(await opened.check(request, none))
  good(await book.client.device.edit(book.bookId, { type: 'addRecord', table: 'members', values: { name: 'Zoe' } }, book.client.clock.now()))
  expect(failureOf(await opened.bringIn())).toEqual({ type: 'RecordChangedSince', table: 'members' })
  expect(failureOf(await opened.check({ ...request, table: 'towns', isNew: true, targets: [{ to: 'new', name: 'x', kind: 'text' }] }, none))).toEqual({ type: 'NameTaken', name: 'towns' })
  expect(failureOf(await opened.check({ ...request, key: ['email'], duplicates: 'skip' }, none))).toEqual({ type: 'FieldNotFound', table: 'members', field: 'email' })
  expect(failureOf(await opened.check({ ...request, targets: [{ to: 'nowhere' }] }, none))).toMatchObject({ type: 'FieldNotFound' })
  good(await opened.check(request, none))
  good(await opened.bringIn())
  expect(await rowsIn(book)).toHaveLength(4)
})

const MANY = 6_000
const many = (rows = MANY) => `name,fee,email\n${Array.from({ length: rows }, (_, i) => `Nr ${i},${i % 50 === 7 ? 'much' : i}.50,${i % 100 === 3 ? 'ada@example.org' : `nr${i}@example.org`}\n`).join('')}`

test('many records come in as one step too, which goes back and forth', async () => {
  const book = await openBook()
  const { device, clock } = book.client
  const opened = await open(book, many())
  const request = await requestFor(book, opened)
  const check = good(await opened.check(request, none))
  expect(check).toMatchObject({ rows: MANY, added: 5820, changed: 0, refusedCount: 180 })
  const total = async () => good(await device.rows(book.bookId, { table: 'members', from: 0, count: 1, sort: [], search: '' })).total
  expect(await total()).toBe(2)
  const { generation } = good(await device.snapshot(book.bookId)).head
  expect(good(await opened.bringIn())).toMatchObject({ generation: generation + 1, records: 5820, added: 5820, undo: 'bringIn' })
  expect(await total()).toBe(5822)
  const last = async () => good(await device.rows(book.bookId, { table: 'members', from: 5821, count: 1, sort: [], search: '' })).rows[0]?.cells.slice(1, 3)
  expect(await last()).toEqual(['Nr 5999', 599950])
  expect(good(await device.listRestorePoints(book.bookId)).map(({ reason }) => reason)).toContain('before-step')
  for (let round = 0; round < 2; round++) {
    expect(good(await device.undo(book.bookId, clock.now()))).toMatchObject({ redo: 'bringIn', undo: null })
    expect(await total()).toBe(2)
    expect(good(await device.redo(book.bookId, clock.now()))).toMatchObject({ undo: 'bringIn', redo: null })
    expect(await last()).toEqual(['Nr 5999', 599950])
  }
  // what is stored is the same: another window of the browser reads it
  good(await device.settle())
  const { bytes } = good(await device.snapshot(book.bookId))
  const copy = engine.open(bytes)
  expect(copy.rows('PRAGMA integrity_check')).toEqual([['ok']])
  copy.close()
})

test('many records: nothing is done where the book was changed since, or cancelled; keys tell duplicates', async () => {
  const book = await openBook()
  const { device, clock } = book.client
  const opened = await open(book, many())
  const request = await requestFor(book, opened, { key: ['email'], duplicates: 'update' })
  expect(good(await opened.check(request, none))).toMatchObject({ changed: 1 })
  good(await device.edit(book.bookId, { type: 'addRecord', table: 'members', values: { name: 'Zoe' } }, clock.now()))
  expect(failureOf(await opened.bringIn())).toEqual({ type: 'RecordChangedSince', table: 'members' })
  expect(await rowsIn(book)).toHaveLength(3)
  good(await opened.check(request, none))
  opened.close()
  expect(failureOf(await opened.bringIn())).toEqual({ type: 'Cancelled' })
  expect(await rowsIn(book)).toHaveLength(3)
})

test('references that are looked at only at the end are told before anything is done', async () => {
  const book = await openBook('CREATE TABLE chain (id INTEGER PRIMARY KEY, next INTEGER REFERENCES chain (id) DEFERRABLE INITIALLY DEFERRED);')
  const opened = await open(book, `id,next\n${Array.from({ length: MANY }, (_, i) => `${i + 1},${i + 2}\n`).join('')}`)
  expect(failureOf(await opened.check(await requestFor(book, opened, { table: 'chain' }), none))).toEqual({ type: 'ReferencesBroken', count: 1 })
})

test('rows that a trigger passes over are told, each one', async () => {
  const book = await openBook(`${BOOK} CREATE TRIGGER no_cleo BEFORE INSERT ON members WHEN new.name = 'Cleo' BEGIN SELECT RAISE(IGNORE); END;
    CREATE TRIGGER no_rise BEFORE UPDATE ON members WHEN new.fee > 5000 BEGIN SELECT RAISE(IGNORE); END;`, true)
  const opened = await open(book, 'name,fee,email\nCleo,1.00,cleo@example.org\nDora,2.00,dora@example.org\nAda,99.00,ada@example.org\n')
  const check = good(await opened.check(await requestFor(book, opened, { key: ['email'], duplicates: 'update' }), none))
  expect(check).toMatchObject({ rows: 3, added: 1, changed: 0, refusedCount: 2 })
  expect(check.refused.flatMap(({ row, problems }) => problems.map(({ failure }) => [row, failure.type === 'ConstraintBroken' && failure.detail]))).toEqual([[2, 'a trigger of the table passes over it'], [4, 'a trigger of the table passes over it']])
  good(await opened.bringIn())
  expect((await rowsIn(book)).map(([, name, fee]) => [name, fee])).toEqual([['Ada', 1250], ['Ben', 300], ['Dora', 200]])
})

test('rows of a table that refers to itself may come in any order', async () => {
  const book = await openBook('CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT, boss INTEGER REFERENCES staff (id));')
  const opened = await open(book, 'id,name,boss\n1,Ada,3\n2,Ben,1\n3,Cleo,\n4,Dan,9\n')
  const request = await requestFor(book, opened, { table: 'staff' })
  expect(good(await opened.check(request, none))).toMatchObject({ added: 3, refusedCount: 1, refused: [{ row: 5 }] })
  good(await opened.bringIn())
  expect(await rowsIn(book, 'staff')).toEqual([[1, 'Ada', 3], [2, 'Ben', 1], [3, 'Cleo', null]])
})

test('files that are no tables are refused in plain words', async () => {
  const { client, bookId } = await openBook()
  const failure = async (content: BlobPart, name: string) => failureOf(await client.openImport(new File([content], name), bookId, FORMS, none).outcome)?.type
  expect(await failure('', 'a.csv')).toBe('FileEmpty')
  expect(await failure(bytesOf(engine, 'CREATE TABLE t (a)'), 'a.csv')).toBe('FileUnreadable')
  expect(await failure(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6]), 'a.csv')).toBe('FileUnreadable')
  expect(await failure('a,b\n"x,1\n2,3', 'a.csv')).toBe('FileUnreadable')
  expect(await failure('a,b\n', 'a.csv')).toBe('FileUnreadable')
})

test('names all that is wrong with a row, field by field', async () => {
  const book = await openBook(`${BOOK} CREATE TABLE marks (id INTEGER PRIMARY KEY, who TEXT NOT NULL, mark INTEGER CHECK (mark >= 1 AND mark <= 6), email TEXT UNIQUE); INSERT INTO marks VALUES (1, 'Ada', 2, 'ada@example.org')`)
  const opened = await open(book, 'name,fee,joined,email\n,much,30.2.2026,ada@example.org\nCleo,1.00,1.2.2026,c@example.org\n')
  const check = good(await opened.check(await requestFor(book, opened), none))
  expect(check.refused).toMatchObject([{ row: 2, values: ['', 'much', '30.2.2026', 'ada@example.org'], problems: [0, 1, 2, 3].map((column) => ({ column })) }])
  expect(check.refused[0]?.problems.map(({ failure }) => failure.type)).toEqual(['ConstraintBroken', 'ValueDoesNotFit', 'ValueDoesNotFit', 'ConstraintBroken'])
  const more = await open(book, 'who,mark,email\nBen,7,ada@example.org\nCleo,0,\n')
  const marks = good(await more.check(await requestFor(book, more, { table: 'marks' }), none))
  expect(marks.refused.map(({ problems }) => problems.map(({ column }) => column))).toEqual([[1, 2], [1]])
})

const COINS = 'CREATE TABLE coins (id INTEGER PRIMARY KEY, day DATE, what TEXT, amount MONEY_INTEGER, weight REAL); INSERT INTO coins (day, what, amount, weight) VALUES (\'2026-01-01\', \'Tea\', 250, 2.0), (\'2026-01-01\', \'Tea\', 250, 2.0), (\'2026-01-02\', \'Bread\', 320, NULL), (\'2026-01-03\', \'Tea\', NULL, 1.5)'

test('leaves exact copies of what is there out, one for one, and takes them where one says so', async () => {
  const book = await openBook(COINS)
  const text = 'day,what,amount,weight\n2026-01-01,Tea,2.50,2\n2026-01-01,Tea,2.50,2.0\n2026-01-01,Tea,2.50,2\n2026-01-02,Bread,3.20,\n2026-01-02,bread,3.20,\n2026-01-03,Tea,0,1.5\n2026-01-09,New,1,1\n2026-01-09,New,1,1\n'
  const opened = await open(book, text)
  const request = await requestFor(book, opened, { table: 'coins' })
  // the third tea is one more than the table has; what only looks alike, or is twice in the file alone, comes in
  expect(good(await opened.check(request, none))).toMatchObject({ rows: 8, added: 5, copies: 3, repeated: 0, refusedCount: 0 })
  expect(good(await opened.check({ ...request, copies: 'add' }, none))).toMatchObject({ added: 8, copies: 3 })
  good(await opened.check(request, none))
  good(await opened.bringIn())
  expect(await rowsIn(book, 'coins')).toHaveLength(9)
  const again = await open(book, text)
  expect(good(await again.check(await requestFor(book, again, { table: 'coins' }), none))).toMatchObject({ added: 0, copies: 8 })
  // fields that do not take part do not count
  const partly = await open(book, 'what\nBread\nCake\n')
  expect(good(await partly.check(await requestFor(book, partly, { table: 'coins' }), none))).toMatchObject({ added: 1, copies: 1 })
})

test('exact copies are known by keys of any sort, and among many records', async () => {
  const book = await openBook(`CREATE TABLE codes (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID; INSERT INTO codes VALUES ('a', 'Ada'), ('b', 'Ben');
    CREATE TABLE readings (id INTEGER PRIMARY KEY, n INTEGER, t TEXT); WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i LIMIT 20000) INSERT INTO readings (n, t) SELECT i % 5000, 'reading ' || (i % 5000) FROM i`)
  const one = await open(book, 'code,name\na,Ada\nb,Bea\nc,Cleo\n')
  expect(good(await one.check(await requestFor(book, one, { table: 'codes' }), none))).toMatchObject({ added: 1, copies: 1, refusedCount: 1 })
  const two = await open(book, `n,t\n${Array.from({ length: 25_000 }, (_, i) => `${i % 5000},reading ${i % 5000}\n`).join('')}`)
  expect(good(await two.check(await requestFor(book, two, { table: 'readings' }), none))).toMatchObject({ added: 5000, copies: 20_000 })
})

test('a row is mended on the spot, looked at at once, and comes along', async () => {
  const book = await openBook()
  const opened = await open(book, 'name,fee,email\n,much,ada@example.org\nCleo,1.00,cleo@example.org\nDora,two,dora@example.org\n')
  const request = await requestFor(book, opened)
  expect(good(await opened.check(request, none))).toMatchObject({ added: 1, refusedCount: 2 })
  const first = good(await opened.mend({ row: 2, values: { 0: 'Ben', 1: '3,50' } }))
  expect(first).toMatchObject({ counts: { added: 1, refusedCount: 2 }, refused: { row: 2, values: ['Ben', '3,50', 'ada@example.org'], problems: [{ column: 2 }] } })
  // what another row of the file has by now is told too
  expect(good(await opened.mend({ row: 2, values: { 0: 'Ben', 1: '3,50', 2: 'cleo@example.org' } })).refused?.problems).toMatchObject([{ column: 2 }])
  expect(good(await opened.mend({ row: 2, values: { 0: 'Ben', 1: '3.50', 2: 'benno@example.org' } }))).toMatchObject({ counts: { added: 2, refusedCount: 1 }, refused: null })
  good(await opened.bringIn())
  expect((await rowsIn(book)).slice(2).map((cells) => cells.slice(1, 3))).toEqual([['Cleo', 100], ['Ben', 350]])
  // what was mended before is part of a new trial
  const again = await open(book, 'name,fee\nEmil,x\nFay,y\n')
  expect(good(await again.check({ ...(await requestFor(book, again)), mended: [{ row: 2, values: { 1: '5' } }] }, none))).toMatchObject({ added: 1, refusedCount: 1, refused: [{ row: 3 }] })
})

test('a row that is mended bit by bit keeps each of them, and is listed however many others there are', async () => {
  const book = await openBook()
  const opened = await open(book, 'name,fee,email\n,much,ada@example.org\n')
  good(await opened.check(await requestFor(book, opened), none))
  expect(good(await opened.mend({ row: 2, values: { 0: 'Ben' } })).refused?.problems).toMatchObject([{ column: 1 }, { column: 2 }])
  expect(good(await opened.mend({ row: 2, values: { 1: '3.50' } })).refused?.problems).toMatchObject([{ column: 2 }])
  expect(good(await opened.mend({ row: 2, values: { 2: 'benno@example.org' } }))).toMatchObject({ counts: { added: 1, refusedCount: 0 }, refused: null })
  const long = await open(book, `name,fee\n${Array.from({ length: 1_100 }, (_, i) => `Nr ${i},much\n`).join('')}`)
  const { refused } = good(await long.check({ ...(await requestFor(book, long)), mended: [{ row: 1_050, values: { 1: 'a lot' } }] }, none))
  expect(refused.at(-1)).toMatchObject({ row: 1_050, values: ['Nr 1048', 'a lot'] })
}, 20_000)

test('an exact copy that the table does not take is refused, and counted as nothing else', async () => {
  const book = await openBook()
  const opened = await open(book, 'name,email\nAda,ada@example.org\nCleo,cleo@example.org\n')
  const request = await requestFor(book, opened)
  expect(good(await opened.check(request, none))).toMatchObject({ added: 1, copies: 1, refusedCount: 0 })
  expect(good(await opened.check({ ...request, copies: 'add' }, none))).toMatchObject({ added: 1, copies: 0, refusedCount: 1 })
})

test('rows of a large file are mended too', async () => {
  const book = await openBook()
  const opened = await open(book, many())
  good(await opened.check(await requestFor(book, opened), none))
  expect(good(await opened.mend({ row: 9, values: { 1: '7.50' } }))).toMatchObject({ counts: { added: 5821, refusedCount: 179 }, refused: null })
  expect(good(await opened.bringIn())).toMatchObject({ records: 5821, added: 5821 })
  expect(good(await book.client.device.rows(book.bookId, { table: 'members', from: 0, count: 9, sort: [], search: 'nr7@example.org' })).rows[0]?.cells.slice(1, 3)).toEqual(['Nr 7', 750])
})
