import { expect, test } from 'vitest'
import { equalBytes } from '../../../src/core/base/bytes'
import { unwatchedWork, watchedWork, type ProgressStep } from '../../../src/core/base/progress'
import type { Compression } from '../../../src/core/backup/compression'
import { makeBackup } from '../../../src/core/backup/makeBackup'
import { readBackup } from '../../../src/core/backup/readBackup'
import type { SqlDatabase, SqlEngine } from '../../../src/core/book/sqlEngine'
import { backupOf, createDeps, fileOf, requestOf, sourceOf } from './backupParts'

const deps = await createDeps()
const FORMS = [['db', false], ['json', false], ['db', true], ['json', true]] as const

function bookBytes(sql: string): Uint8Array {
  const db = deps.engine.open(null)
  db.run(sql)
  const bytes = db.bytes()
  db.close()
  return bytes
}

const BOOK = bookBytes(`CREATE TABLE t (id INTEGER PRIMARY KEY, v);
  WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) INSERT INTO t SELECT n, printf('%.*c', 500, 'x') FROM c`)

test.each(FORMS)('%s, packed %s: reports what it does, can be cancelled at any pause, and leaves the source alone', async (form, gzip) => {
  const before = BOOK.slice()
  const steps = new Set<ProgressStep>()
  let pauses = 0
  const count = watchedWork(({ step, done, total }) => {
    steps.add(step)
    if (total > 0 && done > total) throw new Error(`${step}: ${done} of ${total}`)
  }, () => false, () => (pauses++, Promise.resolve()))
  expect(await makeBackup(deps, sourceOf(BOOK), requestOf({ form, gzip }), count)).toMatchObject({ ok: true })
  expect([...steps]).toEqual(['digesting', 'writing', ...(gzip ? ['compressing'] : []), 'testing'])
  expect(pauses).toBeGreaterThan(5)
  for (let at = 1; at <= pauses; at += Math.ceil(pauses / 8)) {
    let left = at
    const cancelled = watchedWork(() => undefined, () => --left === 0, () => Promise.resolve())
    expect(await makeBackup(deps, sourceOf(BOOK), requestOf({ form, gzip }), cancelled)).toEqual({ ok: false, failure: { type: 'Cancelled' } })
  }
  expect(equalBytes(BOOK, before)).toBe(true)
})

test('a book with no tables can be backed up', async () => {
  for (const [form, gzip] of FORMS) expect((await backupOf(deps, 'CREATE TABLE t (a); DROP TABLE t', { form, gzip })).manifest.tables).toEqual([])
})

test('a packer that loses a byte is found out by the test restore', async () => {
  const lossy: Compression = {
    gunzip: deps.compression.gunzip,
    async *gzip(chunks) {
      async function* damaged() {
        for await (const chunk of chunks) yield chunk.map((byte) => (byte === 120 ? 121 : byte))
      }
      yield* deps.compression.gzip(damaged())
    },
  }
  for (const form of ['db', 'json'] as const) {
    const made = await makeBackup({ ...deps, compression: lossy }, sourceOf(BOOK), requestOf({ form, gzip: true }), unwatchedWork)
    expect(made).toMatchObject({ ok: false, failure: { type: 'TestRestoreFailed' } })
  }
})

test('an engine that writes other bytes than it holds is found out by the test restore', async () => {
  const forgetful: SqlEngine = {
    ...deps.engine,
    open(bytes, options) {
      const db = deps.engine.open(bytes, options)
      const forget = (real: SqlDatabase): SqlDatabase => ({ ...real, bytes: () => (real.run('DELETE FROM t WHERE id = 77'), real.bytes()) })
      return options?.untrusted ? db : forget(db)
    },
  }
  const made = await makeBackup({ ...deps, engine: forgetful }, sourceOf(BOOK), requestOf(), unwatchedWork)
  expect(made).toMatchObject({ ok: false, failure: { type: 'TestRestoreFailed', detail: 'Table t should have 3000 records and has 2999.' } })
})

test('a damaged book is not backed up as if it were whole', async () => {
  const damaged = BOOK.slice()
  damaged.fill(0xff, 4096 * 20, 4096 * 22)
  for (const form of ['db', 'json'] as const) {
    expect(await makeBackup(deps, sourceOf(damaged), requestOf({ form }), unwatchedWork)).toMatchObject({ ok: false, failure: { type: 'Damaged' } })
  }
})

test('the nonce is drawn again when the book already holds it', async () => {
  const nonces = [7, 9]
  let asked = 0
  const counting = await createDeps((count) => (asked++, new Uint8Array(count).fill(nonces.shift() ?? 1)))
  const made = await backupOf(counting, `CREATE TABLE t (v); INSERT INTO t VALUES ('nightsafe-seal ${'07'.repeat(16)} ')`)
  expect(asked).toBe(2)
  expect(made.manifest.tables[0]?.records).toBe(1)
})

test('constraints that old records break do not keep a book from its backup', async () => {
  const sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, v CHECK (v > 0)); PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (1, -5)"
  for (const [form, gzip] of FORMS) expect((await backupOf(deps, sql, { form, gzip })).manifest.tables[0]?.records).toBe(1)
})

test.each(FORMS)('%s, packed %s: numbers once given are not given again after a restore', async (form, gzip) => {
  const made = await backupOf(deps, 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (3), (9007199254740995); DELETE FROM t WHERE id > 3', { form, gzip })
  const read = await readBackup(deps, fileOf(made.bytes), { form, gzip, passphrase: null }, unwatchedWork)
  if (!read.ok) throw new Error(JSON.stringify(read.failure))
  expect(read.value.db.rows('SELECT name, CAST(seq AS TEXT) FROM sqlite_sequence')).toEqual([['t', '9007199254740995']])
  read.value.db.close()
})
