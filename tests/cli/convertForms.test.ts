import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { convertFile } from '../../src/cli/convertTask'
import { withInspectedFile } from '../../src/cli/inspectTask'
import type { ConvertTask } from '../../src/cli/task'
import { quoteIdentifier } from '../../src/core/base/quoteIdentifier'
import { backupOf, createDeps } from '../core/backup/backupParts'
import { BOOK_SQL } from '../support/corpus'
import { seed } from '../support/seed'

const folder = mkdtempSync(join(tmpdir(), 'nightsafe-forms-'))
afterAll(() => rmSync(folder, { recursive: true }))
const deps = await createDeps()
const PASSPHRASE = 'abandon-ability-able'
const GIVEN = { passphrase: PASSPHRASE, entry: null }
const FORMS = ['json', 'db', 'json.gz', 'db.gz', 'json.age', 'db.age', 'json.gz.age', 'db.gz.age']
const at = (name: string) => join(folder, name)

const convert = (from: string, to: string, change: Partial<ConvertTask> = {}) =>
  convertFile(deps, { type: 'convert', from: resolve(folder, from), to: to.endsWith('/') ? `${at(to)}/` : at(to), given: GIVEN, force: true, keepSecrets: false, table: null, ...change })
const inspect = (name: string) => withInspectedFile(deps, resolve(folder, name), GIVEN, ({ inspection }) => Promise.resolve(inspection))

const cell = fc.oneof(
  fc.constant('NULL'),
  fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Number.isInteger(value) ? `${value.toExponential()}` : String(value))),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`),
  fc.constantFrom("'=1+1'", "'007'", "''", "'\r\n'", '9e999', '-9e999', '-0.0', "CAST(x'66ff00' AS TEXT)"),
  fc.uint8Array({ maxLength: 12 }).map((bytes) => `x'${Buffer.from(bytes).toString('hex')}'`),
)
const table = fc.record({
  name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => /^[^\0]+$/.test(name) && !/^(sqlite|_nightsafe)/i.test(name)),
  key: fc.boolean(),
  type: fc.constantFrom('', 'TEXT', 'INTEGER', 'REAL', 'BLOB', 'MONEY_INTEGER'),
  rows: fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
})
const book = fc.uniqueArray(table, { minLength: 1, maxLength: 3, selector: ({ name }) => name.toLowerCase() }).map((tables) =>
  tables.map(({ name, key, type, rows }) => {
    const named = quoteIdentifier(name)
    const made = `CREATE TABLE ${named} (${key ? 'id INTEGER PRIMARY KEY, ' : ''}a ${type}, "b ""c" ${type});`
    return made + rows.map(([a, b]) => `INSERT INTO ${named} (a, "b ""c") VALUES (${a}, ${b});`).join('')
  }).join('\n'),
)

describe('converting there and back', { timeout: 180_000 }, () => {
  test('loses nothing of any book, whatever the forms between', async () => {
    await fc.assert(
      fc.asyncProperty(book, fc.array(fc.constantFrom(...FORMS), { minLength: 2, maxLength: 4 }), async (sql, forms) => {
        const first = await backupOf(deps, sql)
        writeFileSync(at('0.db'), first.bytes)
        let from = '0.db'
        for (const [i, form] of forms.entries()) {
          const to = `${i + 1}.${form}`
          expect(await convert(from, to), to).toMatchObject({ type: 'converted', contentDigest: first.manifest.contentDigest })
          from = to
        }
        expect(await inspect(from)).toMatchObject({ verdict: 'own-backup', contentDigest: first.manifest.contentDigest, manifest: first.manifest })
      }),
      { seed, numRuns: 25 },
    )
  })

  const foreign = readdirSync('tests/fixtures/foreign').map((name) => `tests/fixtures/foreign/${name}`)
  test.each([...foreign, 'tests/fixtures/wal/shop.db', 'tests/fixtures/wal/stall.db'])('takes in every record of %s, in either form', async (path) => {
    const source = await inspect(resolve(path))
    for (const form of ['db', 'json.gz']) {
      expect(await convert(resolve(path), `book.${form}`, { keepSecrets: true })).toMatchObject({ type: 'converted', leftOut: [] })
      expect(await inspect(`book.${form}`)).toMatchObject({ verdict: 'own-backup', contentDigest: source.contentDigest })
    }
  })
})

describe('tables as CSV', { timeout: 60_000 }, () => {
  const csv = (name: string) => readFileSync(at(name), 'utf8').replace('\ufeff', '').split('\r\n')

  test('come one into a file, all into a folder, read back, and never over another file', async () => {
    const sql = `${BOOK_SQL}; CREATE TABLE "a/b" (v, password TEXT); INSERT INTO "a/b" VALUES ('=1+1', 'secret'); CREATE TABLE "A b" (v)`
    writeFileSync(at('book.db'), (await backupOf(deps, sql)).bytes)
    expect(await convert('book.db', 'one.csv')).toMatchObject({ type: 'misused', reason: expect.stringContaining('expenses, a/b, A b') as unknown })
    expect(await convert('book.db', 'one.csv', { table: 'nix' })).toMatchObject({ type: 'misused' })
    expect(await convert('book.db', 'one.csv', { table: 'EXPENSES' })).toMatchObject({ type: 'exported', files: [{ table: 'expenses', records: 3 }] })
    expect(csv('one.csv')).toHaveLength(5)
    const all = await convert('book.db', 'all/', { force: false })
    expect(all).toMatchObject({ type: 'exported', leftOut: [{ table: 'a/b', field: 'password' }] })
    expect(readdirSync(at('all')).sort()).toEqual(['A_b_2.csv', 'a_b.csv', 'expenses.csv'])
    expect(csv('all/a_b.csv')).toEqual(['v', "'=1+1", ''])
    expect(await convert('book.db', 'all/', { force: false })).toMatchObject({ type: 'misused', reason: expect.stringContaining('expenses.csv') as unknown })
    expect(await convert('one.csv', 'one.csv')).toMatchObject({ type: 'misused' })
    expect(await convert('book.db', 'two.db', { table: 'expenses' })).toMatchObject({ type: 'misused' })
  })

  test('of another program come without what looks secret, unless it is asked for', async () => {
    const shop = resolve('tests/fixtures/foreign/manual_20250922_150000_inventory_update.db')
    expect(await convert(shop, 'user.csv', { table: 'user' })).toMatchObject({ leftOut: [{ table: 'user', field: 'password' }] })
    expect(readFileSync(at('user.csv'), 'utf8')).not.toContain('not.a.real.hash')
    expect(await convert(shop, 'user.csv', { table: 'user', keepSecrets: true })).toMatchObject({ leftOut: [] })
    expect(readFileSync(at('user.csv'), 'utf8')).toContain('not.a.real.hash')
  })

  test('are a way out of what a newer app made, as a plain database is', async () => {
    const { bytes } = await backupOf(deps, BOOK_SQL)
    const newer = Buffer.from(Buffer.from(bytes).toString('latin1').replace('"version":"1"', '"version":"2"'), 'latin1')
    writeFileSync(at('newer.db'), newer)
    expect(await inspect('newer.db')).toMatchObject({ verdict: 'newer-app' })
    expect(await convert('newer.db', 'newer/')).toMatchObject({ type: 'exported', files: [{ table: 'expenses', records: 3 }] })
    expect(await convert('newer.db', 'plain.db')).toMatchObject({ type: 'exported', files: [{ table: null }] })
    expect(await inspect('plain.db')).toMatchObject({ verdict: 'foreign-sqlite', tables: [{ name: 'expenses', records: 3 }, { name: 'total' }] })
    expect(await convert('newer.db', 'newer.json')).toMatchObject({ type: 'failed', failure: { type: 'NewerFormat' } })
  })
})
