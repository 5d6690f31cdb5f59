import { expect, test } from 'vitest'
import type { Failure } from '../../src/core/base/failure'
import type { Result } from '../../src/core/base/result'
import type { NightsafeClient } from '../../src/worker/client/nightsafeClient'
import { bytesOf } from '../core/restore/difference/books'
import { createMemoryClient } from '../support/createMemoryClient'
import { openEngine } from '../support/engines'
import { good } from '../support/sessions'

const engine = await openEngine()
const MEMBERS = "CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, fee MONEY_INTEGER, joined DATE); INSERT INTO members VALUES (1, 'Ada', 1250, '2026-01-01'), (2, 'Ben', 300, '2026-02-01');"
const fileOf = (sql: string, name = 'copy.db') => new File([bytesOf(engine, sql)], name)
const none = () => undefined
const done = async <T>(run: { outcome: Promise<Result<T, Failure>> }): Promise<T> => good(await run.outcome)

/** A client with one open book, begun from a file. */
async function openBook(sql = MEMBERS): Promise<{ client: NightsafeClient; bookId: string }> {
  const client = await createMemoryClient()
  good(await client.start())
  const { bookId } = await done(client.openAsNewBook(fileOf(sql), { name: 'Members', currency: 'EUR', wake: false }, none))
  return { client, bookId }
}

async function rowsIn(client: NightsafeClient, bookId: string, table = 'members') {
  return good(await client.device.rows(bookId, { table, from: 0, count: 100, sort: [], search: '' })).rows.map(({ cells }) => cells)
}

test('brings records of a file in, once, takes them back and does it again', async () => {
  const { client, bookId } = await openBook()
  const given = fileOf(`${MEMBERS} UPDATE members SET fee = 400 WHERE id = 2; INSERT INTO members VALUES (3, 'Cleo', 0, NULL); DELETE FROM members WHERE id = 1`)
  const copy = { kind: 'file', given, intoTable: null } as const
  const difference = await done(client.openDifference(copy, bookId, none))
  expect(difference.summary.tables).toMatchObject([{ name: 'members', onlyHere: 1, onlyInFile: 1, changed: 1 }])
  const all = { tables: [{ table: 'members', keys: 'all' as const }] }
  expect(good(await difference.checkBringIn(all))).toEqual({ added: 1, changed: 1, newTables: [], brokenCount: 0, broken: [] })
  const before = await rowsIn(client, bookId)
  const brought = good(await difference.bringIn(all))
  expect(brought).toMatchObject({ added: 1, changed: 1, head: { generation: 2 } })
  const after = await rowsIn(client, bookId)
  expect(after).toEqual([[1, 'Ada', 1250, '2026-01-01'], [2, 'Ben', 400, '2026-02-01'], [3, 'Cleo', 0, null]])
  const [entry] = good(await client.device.journal({ bookId, before: null, limit: 1 }))
  expect(entry?.event).toEqual({ type: 'brought-in', fileName: 'copy.db', added: 1, changed: 1 })
  expect(good(await difference.bringIn(all))).toMatchObject({ added: 0, changed: 0, head: { generation: 2 } })
  good(await client.device.undo(bookId, client.clock.now()))
  expect(await rowsIn(client, bookId)).toEqual(before)
  good(await client.device.redo(bookId, client.clock.now()))
  expect(await rowsIn(client, bookId)).toEqual(after)
  difference.close()
  expect(await difference.rows({ table: 'members', kinds: ['changed'], field: null, search: '', from: 0, count: 1 })).toEqual({ ok: false, failure: { type: 'Cancelled' } })
})

test('takes back what was too much to be remembered record by record', async () => {
  const { client, bookId } = await openBook()
  const given = fileOf(`${MEMBERS} WITH RECURSIVE c (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM c WHERE i < 8000) INSERT INTO members SELECT i, 'Name ' || i, i, NULL FROM c`)
  const difference = await done(client.openDifference({ kind: 'file', given, intoTable: null }, bookId, none))
  expect(good(await difference.bringIn({ tables: [{ table: 'members', keys: 'all' }] }))).toMatchObject({ added: 7998, changed: 0 })
  good(await client.device.undo(bookId, client.clock.now()))
  expect(await rowsIn(client, bookId)).toHaveLength(2)
  difference.close()
})

test('never brings in what a backup left out', async () => {
  const sql = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, password TEXT); INSERT INTO users VALUES (1, 'Ada', 'secret')"
  const { client, bookId } = await openBook(sql)
  const made = await done(client.makeBackup(bookId, { kind: 'manual', note: '' }, none))
  expect(made.manifest.fieldsLeftOut).toEqual([{ table: 'users', field: 'password' }])
  good(await client.device.edit(bookId, { type: 'changeRecord', table: 'users', key: [1], values: { name: 'Eva' } }, client.clock.now()))
  const difference = await done(client.openDifference({ kind: 'file', given: new File([made.file], made.fileName), intoTable: null }, bookId, none))
  expect(difference.summary.tables).toMatchObject([{ changed: 1 }])
  good(await difference.bringIn({ tables: [{ table: 'users', keys: 'all' }] }))
  expect(await rowsIn(client, bookId, 'users')).toEqual([[1, 'Ada', 'secret']])
})

test('brings one table of a CSV file into a table, its values turned into what the table holds', async () => {
  const { client, bookId } = await openBook()
  const csv = (text: string) => ({ kind: 'file', given: new File([text], 'members.csv'), intoTable: 'members' }) as const
  const difference = await done(client.openDifference(csv('ID,Name,fee,joined\r\n2,Ben,3.50,2026-02-01\r\n7,Gül,12.00,2026-07-07\r\n'), bookId, none))
  expect(difference.summary.tables).toMatchObject([{ name: 'members', matchedBy: 'key', onlyHere: 1, onlyInFile: 1, changed: 1 }])
  expect(good(await difference.bringIn({ tables: [{ table: 'members', keys: 'all' }] }))).toMatchObject({ added: 1, changed: 1 })
  expect(await rowsIn(client, bookId)).toEqual([[1, 'Ada', 1250, '2026-01-01'], [2, 'Ben', 350, '2026-02-01'], [7, 'Gül', 1200, '2026-07-07']])
  const without = await done(client.openDifference(csv('name,fee\r\nAda,12.50\r\nDan,1\r\n'), bookId, none))
  expect(without.summary.tables).toMatchObject([{ matchedBy: 'content', onlyInFile: 1, onlyHere: 2 }])
  good(await without.bringIn({ tables: [{ table: 'members', keys: 'all' }] }))
  expect((await rowsIn(client, bookId)).at(-1)).toEqual([8, 'Dan', 100, null])
  expect(await client.openDifference(csv('id,name,fee\r\n1,Ada,a lot\r\n'), bookId, none).outcome).toEqual({
    ok: false, failure: { type: 'ValueDoesNotFit', table: 'members', field: 'fee', kind: 'money', value: 'a lot (record 1)' },
  })
})

test('brings the table of a file that was named into the table that was named', async () => {
  const { client, bookId } = await openBook()
  const given = fileOf('CREATE TABLE guests (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO guests VALUES (8, \'Eve\'); CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO staff VALUES (9, \'Fay\')')
  const copy = { kind: 'file', given, intoTable: 'members' } as const
  expect(await client.openDifference(copy, bookId, none).outcome).toEqual({ ok: false, failure: { type: 'TableNotFound', table: 'members' } })
  const difference = await done(client.openDifference({ ...copy, fromTable: 'staff' }, bookId, none))
  expect(difference.summary.tables).toMatchObject([{ name: 'members', onlyInFile: 1 }])
  good(await difference.bringIn({ tables: [{ table: 'members', keys: 'all' }] }))
  expect((await rowsIn(client, bookId)).at(-1)).toEqual([9, 'Fay', null, null])
  expect(await client.openDifference({ ...copy, fromTable: 'nobody' }, bookId, none).outcome).toEqual({ ok: false, failure: { type: 'TableNotFound', table: 'nobody' } })
})

test('opens restore points, and holds them against the book', async () => {
  const { client, bookId } = await openBook()
  const point = good(await client.device.makeRestorePoint(bookId, { reason: 'by-hand', name: 'before' }, client.clock.now()))
  if (!point) throw new Error('no restore point')
  good(await client.device.edit(bookId, { type: 'deleteRecords', table: 'members', keys: [[1]] }, client.clock.now()))
  const copy = { kind: 'restore-point', bookId, id: point.id } as const
  const opened = await done(client.openCopy(copy, none))
  expect(opened.description.tables.map(({ name, records }) => [name, records])).toEqual([['members', 2]])
  expect(good(await opened.rows({ table: 'members', from: 1, count: 5, sort: [], search: '' }))).toEqual({ rows: [{ key: [2], cells: [2, 'Ben', 300, '2026-02-01'] }], total: 2 })
  expect(await good(await opened.tableAsCsv('members')).text()).toBe('id,name,fee,joined\r\n1,Ada,12.50,2026-01-01\r\n2,Ben,3.00,2026-02-01\r\n')
  opened.close()
  const difference = await done(client.openDifference(copy, bookId, none))
  expect(difference.summary.tables).toMatchObject([{ onlyInFile: 1 }])
  good(await difference.bringIn({ tables: [{ table: 'members', keys: [[1]] }] }))
  expect(await rowsIn(client, bookId)).toHaveLength(2)
})

test('looks into files without running anything of them, and gives them as plain databases', async () => {
  const { client } = await openBook()
  const opened = await done(client.openCopy({ kind: 'file', given: fileOf(`${MEMBERS} CREATE VIEW endless AS WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT count(*) FROM c`), intoTable: null }, none))
  expect(await opened.rows({ table: 'endless', from: 0, count: 1, sort: [], search: '' })).toMatchObject({ failure: { type: 'TableIsReadOnly' } })
  expect(await opened.tableAsCsv('endless')).toMatchObject({ failure: { type: 'TableIsReadOnly' } })
  const plain = engine.open(new Uint8Array(await good(await opened.asDatabase()).arrayBuffer()))
  expect(plain.rows('SELECT count(*) FROM members')).toEqual([[2]])
  plain.close()
})

test('looks into a backup of a newer app, but does not compare it', async () => {
  const { client, bookId } = await openBook()
  const made = await done(client.makeBackup(bookId, { kind: 'manual', note: '', form: 'db' }, none))
  const bytes = new Uint8Array(await made.file.arrayBuffer())
  const db = engine.open(bytes)
  db.run(`UPDATE _nightsafe_manifest SET value = json_set(value, '$.version', '9') WHERE name = 'manifest'`)
  const copy = { kind: 'file', given: new File([db.bytes()], made.fileName), intoTable: null } as const
  db.close()
  const opened = await done(client.openCopy(copy, none))
  expect(opened.description.tables.map(({ name, records }) => [name, records])).toEqual([['members', 2]])
  const plain = engine.open(new Uint8Array(await good(await opened.asDatabase()).arrayBuffer()))
  expect(plain.rows('SELECT name FROM sqlite_schema').flat()).not.toContain('_nightsafe_manifest')
  plain.close()
  const written = new File([good(await opened.asDatabase())], 'plain.db')
  expect((await done(client.assessFile(written, null, none))).inspection.verdict).toBe('foreign-sqlite')
  expect(await client.openDifference(copy, bookId, none).outcome).toMatchObject({ failure: { type: 'NewerFormat' } })
  expect(await client.openAsNewBook(copy.given, { name: '', currency: 'EUR', wake: false }, none).outcome).toMatchObject({ failure: { type: 'NewerFormat' } })
})

test('looks into a newer JSON backup as well, and what it writes out opens as a plain database', async () => {
  const { client, bookId } = await openBook()
  const made = await done(client.makeBackup(bookId, { kind: 'manual', note: '', form: 'json' }, none))
  const newer = (await made.file.text()).replace('"formatVersion":1', '"formatVersion":2').replace('"version":"1"', '"version":"2"')
  const given = new File([newer], made.fileName)
  const opened = await done(client.openCopy({ kind: 'file', given, intoTable: null }, none))
  expect(opened.description.tables.map(({ name, records }) => [name, records])).toEqual([['members', 2]])
  const written = new File([good(await opened.asDatabase())], 'plain.db')
  expect((await done(client.assessFile(written, null, none))).inspection.verdict).toBe('foreign-sqlite')
  expect(await client.openAsNewBook(given, { name: '', currency: 'EUR', wake: false }, none).outcome).toMatchObject({ failure: { type: 'NewerFormat' } })
})

test('refuses what is no copy of anything', async () => {
  const { client, bookId } = await openBook()
  const copy = { kind: 'file', given: new File(['Dear Ada'], 'letter.txt'), intoTable: null } as const
  expect(await client.openCopy(copy, none).outcome).toMatchObject({ failure: { type: 'NotABackup' } })
  expect(await client.openDifference(copy, bookId, none).outcome).toMatchObject({ failure: { type: 'NotABackup' } })
  const run = client.openDifference(copy, bookId, none)
  run.cancel()
  expect(await run.outcome).toEqual({ ok: false, failure: { type: 'Cancelled' } })
})

test('a copy is shown as its book laid it out: what kind a calculated field is, and in which money', async () => {
  const { client, bookId } = await openBook(`${MEMBERS} CREATE TABLE sums (id INTEGER PRIMARY KEY, fee MONEY_INTEGER, twice AS (fee * 2))`)
  const fields = [{ table: 'sums', field: 'twice', kind: 'money', currency: 'USD' }] as const
  good(await client.device.edit(bookId, { type: 'changeLayout', layout: { fields } }, client.clock.now()))
  const point = good(await client.device.makeRestorePoint(bookId, { reason: 'by-hand', name: 'now' }, client.clock.now()))
  if (!point) throw new Error('no restore point')
  const made = await done(client.makeBackup(bookId, { kind: 'manual', note: '' }, none))
  for (const copy of [{ kind: 'restore-point', bookId, id: point.id }, { kind: 'file', given: new File([made.file], made.fileName), intoTable: null }] as const) {
    const open = await done(client.openCopy(copy, none))
    expect(open.description.tables.find(({ name }) => name === 'sums')?.fields.at(-1)).toMatchObject({ name: 'twice', kind: 'money', currency: 'USD' })
    open.close()
  }
})
