import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { textToBytes } from '../../../src/core/base/bytes'
import { unwatchedWork } from '../../../src/core/base/progress'
import { digestContent } from '../../../src/core/backup/contentDigest'
import { findBytes } from '../../../src/core/backup/findBytes'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import { readBackup } from '../../../src/core/backup/readBackup'
import { fieldsToLeaveOut } from '../../../src/core/backup/secretFields'
import { readTableShapes } from '../../../src/core/backup/tableShape'
import { dropManifest } from '../../../src/core/backup/writeDbBackup'
import { isSecretName } from '../../../src/core/book/secretName'
import { createRandom } from '../../support/random'
import { backupOf, createDeps, fileOf, requestOf, sourceOf } from './backupParts'

test.each(['password', 'user_password', 'PasswordHash', 'passwd', 'pwd', 'pwd2', 'passphrase', 'hash', 'salt', 'token', 'resetTokens', 'API_KEY', 'apiKey', 'api key', 'ApiKeys', 'apikey', 'client-secret', 'privateKey', 'HASH', 'user.password'])(
  '%s looks secret', (name) => expect(isSecretName(name)).toBe(true))

test.each(['compass', 'saltwater', 'hashtag', 'tokenize', 'key', 'keyboard', 'monkey_key', 'apiary', 'secretary', 'token_expires_at', 'has_password', 'note', 'id', '', '密码本'])(
  '%s does not look secret', (name) => expect(isSecretName(name)).toBe(false))

const USERS = `CREATE TABLE users (
    id INTEGER PRIMARY KEY, name TEXT, password TEXT NOT NULL, token TEXT UNIQUE, api_key TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, hash INTEGER NOT NULL,
    password_length AS (length(password)), CHECK (password IS NOT NULL));
  CREATE TABLE audit (what TEXT);
  CREATE TABLE sessions (token TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID;
  CREATE TABLE keys (kind TEXT, nr INTEGER, secret TEXT NOT NULL UNIQUE, PRIMARY KEY (kind, nr)) WITHOUT ROWID;
  CREATE TRIGGER log_password AFTER UPDATE ON users BEGIN INSERT INTO audit VALUES (old.password); END;
  INSERT INTO users (id, name, password, token, api_key, salt, hash) VALUES
    (1, 'Ada', 'PLANTED-one', 'PLANTED-two', 'PLANTED-three', x'504c414e544544', 7), (5, 'Bo', 'PLANTED-four', NULL, 'left-out-1', x'01', 8);
  INSERT INTO sessions VALUES ('stays', 'a key is never left out');
  INSERT INTO keys VALUES ('b', 2, 'PLANTED-five'), ('a', 1, 'PLANTED-six')`

test('both forms come back equal, empty where they were emptied, and triggers stay asleep meanwhile', async () => {
  const deps = await createDeps()
  const contents: unknown[] = []
  for (const form of ['db', 'json'] as const) {
    const made = await backupOf(deps, USERS, { form })
    expect(made.manifest.fieldsLeftOut.map(({ table, field }) => `${table}.${field}`)).toEqual([
      'keys.secret', 'users.password', 'users.token', 'users.api_key', 'users.salt', 'users.hash',
    ])
    expect(findBytes(made.bytes, textToBytes('PLANTED'))).toEqual([])
    const read = await readBackup(deps, fileOf(made.bytes), { form, gzip: false, passphrase: null }, unwatchedWork)
    if (!read.ok) throw new Error(JSON.stringify(read.failure))
    const { db } = read.value
    dropManifest(db)
    expect(db.rows('SELECT * FROM users')).toEqual([
      [1, 'Ada', '', null, 'left-out-1', '', 0, 0], [5, 'Bo', '', null, 'left-out-2', '', 0, 0],
    ].map((row) => row.map((value, i) => (i === 5 ? new Uint8Array() : value))))
    expect(db.rows('SELECT * FROM keys')).toEqual([['a', 1, 'left-out-1'], ['b', 2, 'left-out-2']])
    expect(db.rows('SELECT * FROM audit')).toEqual([])
    expect(db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).toEqual([['log_password']])
    contents.push(await digestContent(db, [], unwatchedWork))
    db.close()
  }
  expect(contents[0]).toEqual(contents[1])
})

test('a field that its constraints keep full is a failure, unless it is kept', async () => {
  const deps = await createDeps()
  const db = deps.engine.open(null)
  db.run("CREATE TABLE users (id INTEGER PRIMARY KEY, password TEXT NOT NULL CHECK (length(password) > 3)); INSERT INTO users VALUES (1, 'PLANTED')")
  for (const form of ['db', 'json'] as const) {
    const refused = await makeBackup(deps, sourceOf(db.bytes()), requestOf({ form }), unwatchedWork)
    expect(refused).toEqual({ ok: false, failure: { type: 'SecretFieldNotEmptiable', table: 'users', field: 'password' } })
    const kept = await makeBackup(deps, sourceOf(db.bytes()), requestOf({ form, keepFields: [{ table: 'users', field: 'password' }] }), unwatchedWork)
    expect(kept).toMatchObject({ ok: true, value: { manifest: { fieldsLeftOut: [] } } })
  }
})

test('a person can leave out other fields, but never a key', async () => {
  const deps = await createDeps()
  const db = deps.engine.open(null)
  db.run('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)')
  expect(fieldsToLeaveOut(readTableShapes(db), [], [{ table: 't', field: 'b' }, { table: 't', field: 'id' }, { table: 'x', field: 'b' }])).toEqual([{ table: 't', field: 'b' }])
})

test('the inventory app with its required password can be backed up in both forms', async () => {
  const deps = await createDeps()
  const bytes = readFileSync('tests/fixtures/foreign/manual_20250922_150000_inventory_update.db')
  for (const form of ['db', 'json'] as const) {
    const made = await makeBackup(deps, sourceOf(bytes), requestOf({ form }), unwatchedWork)
    expect(made).toMatchObject({ ok: true, value: { manifest: { fieldsLeftOut: [{ table: 'user', field: 'password' }] } } })
  }
})

test('nothing deleted is left in a .db backup', async () => {
  const random = createRandom('deleted records')
  const deps = await createDeps()
  for (let round = 0; round < 20; round++) {
    const records = Array.from({ length: random.int(1, 200) }, (_, i) => `(${i}, 'DELETED-${'x'.repeat(random.int(0, 300))}')`)
    const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE INDEX i ON t (v); INSERT INTO t VALUES ${records.join(', ')};
      UPDATE t SET v = 'kept' WHERE id % ${random.int(2, 9)} = 0; DELETE FROM t WHERE v LIKE 'DELETED%'`
    expect(findBytes((await backupOf(deps, sql)).bytes, textToBytes('DELETED'))).toEqual([])
  }
})
