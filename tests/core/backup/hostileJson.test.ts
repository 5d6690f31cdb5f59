import { expect, test } from 'vitest'
import { bytesToText, textToBytes } from '../../../src/core/base/bytes'
import { unwatchedWork } from '../../../src/core/base/progress'
import { sha256Hex } from '../../../src/core/base/sha256'
import { readBackup, streamParts } from '../../../src/core/backup/readBackup'
import { readJsonBackup } from '../../../src/core/backup/readJsonBackup'
import { backupOf, createDeps, fileOf } from './backupParts'

const SQL = `CREATE TABLE __proto__ (a INTEGER PRIMARY KEY AUTOINCREMENT, b);
  CREATE TABLE expenses (id INTEGER PRIMARY KEY, note TEXT);
  INSERT INTO __proto__ VALUES (7, x'00'), (9, 2.5);
  INSERT INTO expenses VALUES (1, 'Groceries'), (2, 'Rent')`
const deps = await createDeps()
const text = bytesToText((await backupOf(deps, SQL, { form: 'json' })).bytes) ?? ''

/** The text with a right seal, whatever it says. */
function sealed(changed: string): Uint8Array {
  const open = changed.replace(/"seal":"[0-9a-f]{64}"/, `"seal":"${'0'.repeat(64)}"`)
  return textToBytes(open.replace(/"seal":"0{64}"/, `"seal":"${sha256Hex(textToBytes(open))}"`))
}

/** What comes of a file that somebody changed and sealed again. */
async function outcomeOf(changed: string | Uint8Array) {
  const read = await readBackup(deps, fileOf(typeof changed === 'string' ? sealed(changed) : changed), { form: 'json', gzip: false, passphrase: null }, unwatchedWork)
  if (!read.ok) return read.failure.type
  read.value.db.close()
  return read.value.problems.map((problem) => problem.code)
}

test('sealing again what was not changed gives the same file', async () => {
  expect(bytesToText(sealed(text))).toBe(text)
  expect(await outcomeOf(text)).toEqual([])
})

test('the layout is as documented', () => {
  expect(text.split('\n').filter((line) => !line.startsWith('"metadata"'))).toEqual([
    '{"format":"nightsafe-backup","formatVersion":1,',
    '"schema":[',
    '{"type":"table","name":"__proto__","table":"__proto__","sql":"CREATE TABLE __proto__ (a INTEGER PRIMARY KEY AUTOINCREMENT, b)"},',
    '{"type":"table","name":"expenses","table":"expenses","sql":"CREATE TABLE expenses (id INTEGER PRIMARY KEY, note TEXT)"}],',
    '"data":{',
    '"__proto__":{"fields":["a","b"],"records":[',
    '[7,{"b":"AA=="}],',
    '[9,2.5]]},',
    '"expenses":{"fields":["id","note"],"records":[',
    '[1,"Groceries"],',
    '[2,"Rent"]]}},',
    '"sequences":{"__proto__":9},',
    expect.stringMatching(/^"seal":"[0-9a-f]{64}"\}$/),
    '',
  ])
  expect(() => JSON.parse(text) as unknown).not.toThrow()
})

test('a file laid out anew, or with another line ending, is refused for its seal', async () => {
  expect(await outcomeOf(textToBytes(JSON.stringify(JSON.parse(text), null, 2)))).toBe('SealMismatch')
  expect(await outcomeOf(textToBytes(JSON.stringify(JSON.parse(text))))).toBe('SealMismatch')
  expect(await outcomeOf(textToBytes(text.replaceAll('\n', '\r\n')))).toBe('SealMismatch')
  expect(await outcomeOf(textToBytes(`\ufeff${text}`))).toBe('SealMismatch')
  expect(await outcomeOf(textToBytes(text.replace('"data":{', '"data": {')))).toBe('SealMismatch')
  expect(await outcomeOf(textToBytes(text.replace('Rent', 'Tent')))).toEqual(['seal-mismatch', 'digest-mismatch', 'digest-mismatch'])
})

test('digests and counts are held against the manifest even when the seal is right', async () => {
  expect(await outcomeOf(text.replace('Rent', 'Tent'))).toEqual(['digest-mismatch', 'digest-mismatch'])
  expect(await outcomeOf(text.replace('[2,"Rent"]]', '[2,"Rent"],\n[3,null]]'))).toEqual(['count-mismatch', 'digest-mismatch'])
  expect(await outcomeOf(text.replace('note TEXT', 'note TXET'))).toEqual(['schema-mismatch'])
  expect(await outcomeOf(text.replace('[1,"Groceries"]', '[1.0,"Groceries"]'))).toEqual([])
  expect(await outcomeOf(text.replace('2.5', '2.50000000000000000001'))).toEqual([])
})

test.each([
  ['a newer format', text.replace('"formatVersion":1', '"formatVersion":2'), 'NewerFormat'],
  ['a newer manifest', text.replace('"version":"1"', '"version":"2"'), 'NewerFormat'],
  ['an unknown member', text.replace('"databaseType"', '"extra":1,"databaseType"'), 'Damaged'],
  ['a deep manifest', text.replace('"samples":[]', `"samples":[{"table":"t","keys":[[${'['.repeat(50)}${']'.repeat(50)}]]}]`), 'TooDeep'],
  ['deep records', text.replace('[2,"Rent"]', `[2,${'['.repeat(100_000)}${']'.repeat(100_000)}]`), 'Damaged'],
  ['an unknown tag', text.replace('{"b":"AA=="}', '{"z":"AA=="}'), 'Damaged'],
  ['two tags', text.replace('{"b":"AA=="}', '{"b":"AA==","x":""}'), 'Damaged'],
  ['bad base64', text.replace('AA==', 'A==='), 'Damaged'],
  ['base64 with bits left over', text.replace('AA==', 'AB=='), 'Damaged'],
  ['an integer out of range', text.replace('{"b":"AA=="}', '{"i":"9223372036854775808"}'), 'Damaged'],
  ['a number out of range', text.replace('2.5', '1e400'), 'Damaged'],
  ['no number', text.replace('2.5', 'NaN'), 'Damaged'],
  ['a truth value', text.replace('2.5', 'true'), 'Damaged'],
  ['a short record', text.replace('[2,"Rent"]', '[2]'), 'Damaged'],
  ['a long record', text.replace('[2,"Rent"]', '[2,"Rent",0]'), 'Damaged'],
  ['a key twice', text.replace('[2,"Rent"]', '[1,"Rent"]'), 'Damaged'],
  ['a table twice', text.replace('"expenses":{', '"__proto__":{'), 'Damaged'],
  ['a table that is not there', text.replace('"expenses":{', '"other":{'), 'Damaged'],
  ['other fields', text.replace('"fields":["id","note"]', '"fields":["note","id"]'), 'Damaged'],
  ['a sequence that is no number', text.replace('{"__proto__":9}', '{"__proto__":"x"}'), 'Damaged'],
  ['SQL that is no schema', text.replace('CREATE TABLE expenses', 'DROP TABLE __proto__; CREATE TABLE expenses'), 'Damaged'],
  ['a second statement', text.replace('note TEXT)"', 'note TEXT); DROP TABLE __proto__"'), 'Damaged'],
  ['a table made by a query', text.replace('CREATE TABLE expenses (id INTEGER PRIMARY KEY, note TEXT)', 'CREATE TABLE expenses AS SELECT 1 AS id, 2 AS note'), 'Damaged'],
  ['a virtual table', text.replace('CREATE TABLE expenses (id INTEGER PRIMARY KEY, note TEXT)', 'CREATE VIRTUAL TABLE expenses USING fts4(id, note)'), 'Damaged'],
  ['the reserved table', text.replaceAll('expenses', '_nightsafe_manifest'), 'Damaged'],
  ['another pragma', text.replace('"schema":[\n', '"schema":[\n{"type":"pragma","name":"user_version","table":"","sql":"PRAGMA writable_schema = 1"},\n'), 'Damaged'],
  ['no end', text.slice(0, text.indexOf('"sequences"')), 'Damaged'],
  ['nothing', '', 'Damaged'],
])('%s: %#', async (_, changed, expected) => expect(await outcomeOf(changed)).toEqual(expected))

test('two records in one line are refused', async () => {
  expect(await outcomeOf(text.replace('[1,"Groceries"],\n[2', '[1,"Groceries"],[2'))).toBe('Damaged')
})

test('it reads the same however the bytes are cut into chunks', async () => {
  const bytes = textToBytes(text)
  for (const size of [1, 7, 75, 76, 77, 1000]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
    const read = await readJsonBackup(deps.engine, streamParts(chunks), unwatchedWork)
    expect(read).toMatchObject({ ok: true, value: { problems: [] } })
    if (read.ok) read.value.db.close()
  }
})

test('a virtual table keeps a book out of JSON, by name', async () => {
  await expect(backupOf(deps, 'CREATE VIRTUAL TABLE notes USING fts4(body)', { form: 'json' })).rejects.toThrow('{"type":"NotInJson","object":"notes","reason":"virtual table"}')
  await expect(backupOf(deps, "CREATE VIRTUAL TABLE notes USING fts4(body); INSERT INTO notes VALUES ('kept')", { form: 'db' })).resolves.toMatchObject({ manifest: { appVersion: '0.1.0' } })
})
