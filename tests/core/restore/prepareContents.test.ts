import { describe, expect, test } from 'vitest'

import { unwatchedWork } from '../../../src/core/base/progress'
import { digestContent } from '../../../src/core/backup/contentDigest'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import type { BookHead } from '../../../src/core/book/bookHead'
import { prepareContents, type PrepareRequest } from '../../../src/core/restore/prepareContents'
import { createCorpus, databaseOf } from '../../support/corpus'
import { createRandom } from '../../support/random'
import { AT, bytesOf, requestOf, sourceOf } from '../backup/backupParts'
import { createInspectDeps, inspect, query } from './inspectParts'

const deps = await createInspectDeps()
const OLD = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, password_hash TEXT);
  CREATE TABLE log (what TEXT); CREATE VIEW names AS SELECT name FROM users;
  CREATE TRIGGER watch AFTER UPDATE ON users BEGIN INSERT INTO log VALUES (new.name); END;
  INSERT INTO users VALUES (1, 'Amara', 'old-1'), (2, 'Björn', 'old-2'), (3, 'Chidi', 'old-3')`
const NEW = `${OLD}; DELETE FROM users WHERE id = 3; UPDATE users SET password_hash = 'new-' || id; DELETE FROM log`

async function backupFile(sql: string, form: 'db' | 'json' = 'db') {
  const made = await makeBackup(deps, sourceOf(databaseOf(deps, sql)), requestOf({ form }), unwatchedWork)
  if (!made.ok) throw new Error(JSON.stringify(made.failure))
  return { bytes: await bytesOf(made.value.file), manifest: made.value.manifest }
}

function liveBook(sql: string, change: Partial<BookHead> = {}) {
  const bytes = databaseOf(deps, sql)
  return { head: { ...sourceOf(bytes).head, generation: 20, ...change }, bytes }
}

async function prepare(file: Uint8Array, change: Partial<PrepareRequest> = {}) {
  const inspected = await inspect(deps, file)
  const prepared = await prepareContents(deps, inspected, { live: null, name: 'Name', currency: 'EUR', wake: false, at: AT, ...change }, unwatchedWork)
  inspected.close()
  return prepared
}

async function prepared(file: Uint8Array, change: Partial<PrepareRequest> = {}) {
  const result = await prepare(file, change)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

describe.each(['db', 'json'] as const)('an own %s backup', (form) => {
  test('goes back over its book: same id, a new branch, the book’s own secrets', async () => {
    const { bytes: file, manifest } = await backupFile(OLD, form)
    expect(manifest.fieldsLeftOut).toEqual([{ table: 'users', field: 'password_hash' }])
    const { identity, bytes, generation, contentDigest } = await prepared(file, { live: liveBook(NEW) })
    expect(identity).toMatchObject({ bookId: manifest.book.id, name: 'Household budget', asleep: [] })
    expect(identity.lineage).toEqual([...manifest.book.lineage, { branch: expect.any(String) as unknown, from: 21, after: 14 }])
    expect(generation).toBe(14)
    expect(query(deps, bytes, 'SELECT id, name, password_hash FROM users')).toEqual([[1, 'Amara', 'new-1'], [2, 'Björn', 'new-2'], [3, 'Chidi', null]])
    expect(query(deps, bytes, 'SELECT count(*) FROM log')).toEqual([[0]])
    expect(query(deps, bytes, "SELECT name FROM sqlite_schema WHERE type <> 'table' OR name LIKE '%nightsafe%' ORDER BY name")).toEqual([['names'], ['watch']])
    const db = deps.engine.open(bytes)
    expect(await digestContent(db, [], unwatchedWork)).toMatchObject({ ok: true, value: { contentDigest } })
    expect(await digestContent(db, manifest.fieldsLeftOut, unwatchedWork)).toMatchObject({ ok: true, value: { contentDigest: manifest.contentDigest } })
    db.close()
  })

  test('comes to a fresh device with its secrets empty and its generation going on', async () => {
    const { bytes: file, manifest } = await backupFile(OLD, form)
    const { identity, bytes } = await prepared(file)
    expect(identity.bookId).toBe(manifest.book.id)
    expect(identity.lineage.at(-1)).toMatchObject({ from: 15, after: 14 })
    expect(query(deps, bytes, 'SELECT DISTINCT password_hash FROM users')).toEqual([[null]])
  })
})

test('an own backup can begin a book of its own', async () => {
  const { bytes: file, manifest } = await backupFile(OLD)
  const { identity, generation } = await prepared(file, { asNewBook: true })
  expect(identity.bookId).not.toBe(manifest.book.id)
  expect(identity).toMatchObject({ name: 'Name', lineage: [{ from: 1, after: 0 }] })
  expect(generation).toBe(0)
})

test('a newer file goes on from its own generation', async () => {
  const { bytes: file } = await backupFile(OLD)
  const { identity } = await prepared(file, { live: liveBook(NEW, { generation: 3 }) })
  expect(identity.lineage.at(-1)).toMatchObject({ from: 15, after: 14 })
})

test('what was refused stays refused', async () => {
  const { bytes: file } = await backupFile(OLD)
  file[Buffer.from(file).indexOf('Amara')] = 0x61
  expect(await prepare(file)).toMatchObject({ ok: false, failure: { type: 'SealMismatch' } })
  expect(await prepare(file.slice(0, -100))).toMatchObject({ ok: false, failure: { type: 'Damaged' } })
  expect(await prepare(new Uint8Array())).toMatchObject({ ok: false, failure: { type: 'FileEmpty' } })
  expect(await prepare(Buffer.from('%PDF-1.7'))).toMatchObject({ ok: false, failure: { type: 'NotABackup', hint: 'pdf' } })
  expect(await prepare(databaseOf(deps, 'CREATE TABLE t (a); DROP TABLE t'))).toMatchObject({ ok: false, failure: { type: 'NothingToRestore' } })
})

test('every healthy file of the corpus survives: same digest, UTF-8, pages of 4096, and healthy', { timeout: 120_000 }, async () => {
  const corpus = await createCorpus(deps, createRandom('prepare corpus'))
  for (const file of corpus.filter(({ verdict, name }) => verdict.startsWith('foreign-') && name !== 'many-tables.db')) {
    const { inspection } = await inspect(deps, file.bytes)
    if (inspection.tables.length === 0) {
      expect(await prepare(file.bytes), file.name).toMatchObject({ ok: false, failure: { type: 'NothingToRestore' } })
      continue
    }
    const { bytes, contentDigest, identity } = await prepared(file.bytes)
    expect(contentDigest, file.name).toBe(inspection.contentDigest)
    expect(identity.asleep.length, file.name).toBe(inspection.views.length + inspection.triggers.length)
    expect([bytes[16], bytes[17], bytes[18], bytes[19], bytes[52], bytes[59]], file.name).toEqual([16, 0, 1, 1, 0, 1])
    expect(query(deps, bytes, 'PRAGMA integrity_check'), file.name).toEqual([['ok']])
  }
})

test('full-text search still answers after it was taken in', async () => {
  const { bytes } = await prepared(databaseOf(deps, "PRAGMA page_size = 1024; CREATE VIRTUAL TABLE f USING fts4(body); INSERT INTO f VALUES ('lift repair'), ('rent')"))
  expect(query(deps, bytes, "SELECT body FROM f WHERE f MATCH 'repair'")).toEqual([['lift repair']])
})
