import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { backupOf, createDeps } from '../core/backup/backupParts'
import { BOOK_SQL, databaseOf } from '../support/corpus'
import { runNightsafe } from '../support/runNightsafe'

const folder = mkdtempSync(join(tmpdir(), 'nightsafe-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const nightsafe = (...args: string[]) => runNightsafe(folder, args)
const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes)
const deps = await createDeps()

/** A healthy-looking file whose index is over an expression that takes seconds for each record. */
function slowDatabase(): Uint8Array {
  const rows = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO t (a) SELECT i FROM n'
  return databaseOf(deps, `CREATE TABLE t (a, b AS (length(replace(hex(zeroblob(a)), '0', '00')))); ${rows}; CREATE INDEX i ON t (b);
    PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'zeroblob(a)', 'zeroblob(20000000 + a)')`)
}

const own = await backupOf(deps, BOOK_SQL)
put('own.db', own.bytes)
put('own.json', (await backupOf(deps, BOOK_SQL, { form: 'json' })).bytes)
put('flipped.db', own.bytes.map((byte, i) => (i === own.bytes.length - 9 ? byte ^ 1 : byte)))
put('foreign.db', databaseOf(deps, BOOK_SQL))
put('letter.txt', Buffer.from('Dear Amara'))
put('slow.db', slowDatabase())
put('locked.age', Buffer.from('age-encryption.org/v1\n'))

describe('inspect', { timeout: 180_000 }, () => {
  test('prints one JSON object', async () => {
    const { code, out, err } = await nightsafe('inspect', 'own.db', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const found = JSON.parse(out) as Record<string, unknown>
    expect(Object.keys(found)).toEqual(['verdict', 'format', 'manifest', 'contentDigest', 'tables', 'findings', 'wrappers', 'choices'])
    expect(found).toMatchObject({
      verdict: 'own-backup',
      format: 'nightsafe-db',
      manifest: { book: { name: 'Household budget' } },
      contentDigest: own.manifest.contentDigest,
      tables: [{ name: 'expenses', records: 3, kind: 'table' }, { name: 'total', records: null, kind: 'view' }],
      findings: [],
      wrappers: [],
      choices: [],
    })
  })

  test('describes a damaged file and exits well, says what is no backup, what is locked, what is missing', async () => {
    const [flipped, letter, locked, missing] = await Promise.all([
      nightsafe('inspect', 'flipped.db', '--json'), nightsafe('inspect', 'letter.txt'), nightsafe('inspect', 'locked.age'), nightsafe('inspect', 'missing.db', '--json'),
    ])
    expect(flipped.code).toBe(0)
    expect(JSON.parse(flipped.out)).toMatchObject({ verdict: 'damaged', findings: expect.arrayContaining([expect.objectContaining({ code: 'seal-mismatch', severity: 'error' })]) as unknown })
    expect(letter.code).toBe(10)
    expect(letter.out).toContain('This is not a backup.')
    expect(locked.code).toBe(12)
    expect(missing.code).toBe(10)
    expect(JSON.parse(missing.out)).toMatchObject({ findings: [{ code: 'unreadable', severity: 'error', detail: 'There is no file of that name.' }] })
  })

  test('ends what takes too long', async () => {
    const { code, out } = await nightsafe('inspect', 'slow.db', '--json', '--time-limit', '1')
    expect(code).toBe(10)
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'time-limit' }] })
  })
})

test('verify exits with 13 where a check fails, and well for a healthy file of another program', { timeout: 120_000 }, async () => {
  const [good, flipped, foreign, letter] = await Promise.all([
    nightsafe('verify', 'own.json'), nightsafe('verify', 'flipped.db'), nightsafe('verify', 'foreign.db', '--json'), nightsafe('verify', 'letter.txt'),
  ])
  expect(good).toMatchObject({ code: 0, err: '' })
  expect(flipped.code).toBe(13)
  expect(flipped.out).toContain('The seal is broken.')
  expect(foreign.code).toBe(0)
  expect(JSON.parse(foreign.out)).toMatchObject({ verdict: 'foreign-sqlite', manifest: null, tables: [{ name: 'expenses', kind: 'table' }, { name: 'total', kind: 'view' }] })
  expect(letter.code).toBe(10)
})

test('digest prints the digest alone, the same for all forms', { timeout: 120_000 }, async () => {
  const [db, json, foreign, asJson, flipped] = await Promise.all([
    nightsafe('digest', 'own.db'), nightsafe('digest', 'own.json'), nightsafe('digest', 'foreign.db'), nightsafe('digest', 'own.db', '--json'), nightsafe('digest', 'flipped.db'),
  ])
  expect(db).toEqual({ code: 0, out: `${own.manifest.contentDigest}\n`, err: '' })
  expect([json.out, foreign.out]).toEqual([db.out, db.out])
  expect(JSON.parse(asJson.out)).toEqual({ contentDigest: own.manifest.contentDigest })
  expect(flipped).toMatchObject({ code: 13, out: '' })
})

describe('convert', { timeout: 180_000 }, () => {
  test('goes round through all forms and keeps the manifest', async () => {
    let from = 'own.db'
    for (const to of ['a.json', 'b.json.gz', 'c.db.gz', 'd.db']) {
      expect(await nightsafe('convert', from, to, '--json'), to).toMatchObject({ code: 0, err: '' })
      from = to
    }
    const { out } = await nightsafe('verify', 'd.db', '--json')
    expect(JSON.parse(out)).toMatchObject({ verdict: 'own-backup', manifest: own.manifest })
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('makes a foreign file the first backup of a book with its name', async () => {
    expect(await nightsafe('convert', 'foreign.db', 'foreign.json')).toMatchObject({ code: 0 })
    const { manifest, contentDigest } = JSON.parse((await nightsafe('inspect', 'foreign.json', '--json')).out) as { manifest: { book: unknown }; contentDigest: string }
    expect(contentDigest).toBe(own.manifest.contentDigest)
    expect(manifest.book).toMatchObject({ name: 'foreign', generation: 1, asleep: [{ type: 'view', name: 'total' }] })
  })

  test('leaves out what looks secret in a foreign file, unless it is asked for', async () => {
    put('shop.db', readFileSync('tests/fixtures/foreign/manual_20250922_150000_inventory_update.db'))
    const left = await nightsafe('convert', 'shop.db', 'shop.json', '--json')
    expect(JSON.parse(left.out)).toMatchObject({ fieldsLeftOut: [{ table: 'user', field: 'password' }] })
    expect(readFileSync(join(folder, 'shop.json'), 'utf8')).not.toContain('not.a.real.hash')
    expect(await nightsafe('convert', 'shop.db', 'whole.json', '--keep-secrets')).toMatchObject({ code: 0 })
    expect((await nightsafe('digest', 'whole.json')).out).toBe((await nightsafe('digest', 'shop.db')).out)
  })

  test('never replaces what it reads, nor another file unasked, and takes nothing damaged', async () => {
    const before = readFileSync(join(folder, 'own.db'))
    put('there.db', Buffer.from('mine'))
    const [same, taken, ending, damaged, text] = await Promise.all([
      nightsafe('convert', 'own.db', './own.db', '--force'), nightsafe('convert', 'own.db', 'there.db'), nightsafe('convert', 'own.db', 'x.xlsx'),
      nightsafe('convert', 'flipped.db', 'no.db'), nightsafe('convert', 'letter.txt', 'no.db'),
    ])
    expect([same.code, taken.code, ending.code, damaged.code, text.code]).toEqual([2, 2, 2, 13, 10])
    expect(readFileSync(join(folder, 'own.db')).equals(before)).toBe(true)
    expect(readFileSync(join(folder, 'there.db'), 'utf8')).toBe('mine')
    expect(readdirSync(folder)).not.toContain('no.db')
    expect(await nightsafe('convert', 'own.db', 'there.db', '--force')).toMatchObject({ code: 0 })
  })
})

test('help lists the exit codes; what is not understood exits with 2', { timeout: 120_000 }, async () => {
  const [help, none, unknown, option, few, many] = await Promise.all([
    nightsafe('verify', '--help'), nightsafe(), nightsafe('destroy', 'own.db'), nightsafe('inspect', 'own.db', '--quick'), nightsafe('convert', 'own.db'), nightsafe('digest', 'own.db', 'own.json'),
  ])
  expect(help.code).toBe(0)
  expect(help.out).toMatch(/Exit codes:\n +0 +good[\s\S]+ 13 +a check failed/)
  expect([none.code, unknown.code, option.code, few.code, many.code]).toEqual([2, 2, 2, 2, 2])
})
