import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { memoryFileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import { inspectFile } from '../../../src/core/restore/inspectFile'
import type { FileVerdict } from '../../../src/core/restore/inspection'
import { FILE_ALONE } from '../../../src/core/restore/inspectRequest'
import { createRandom, type Random } from '../../support/random'
import { databaseOf, utf8 } from '../../support/corpus'
import { workbookOf } from '../../support/workbook'
import { backupOf, createDeps } from '../backup/backupParts'

// NIGHTSAFE_MUTANTS=50000 makes so many flips of each file, and every truncation: half an hour with 50,000
const demanded = Number(process.env.NIGHTSAFE_MUTANTS ?? 0)
const FLIPS = demanded || 150
const CUTS = demanded ? Number.POSITIVE_INFINITY : 100
/** Where every byte is spoilt, one at a time: headers, magic numbers, manifests. */
const HEADER = demanded ? 512 : 110

const SQL = `PRAGMA page_size = 512;
  CREATE TABLE expenses (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT, rate REAL, receipt BLOB);
  CREATE INDEX by_note ON expenses (note);
  CREATE VIEW total AS SELECT sum(amount) FROM expenses;
  INSERT INTO expenses VALUES (1, 1250, 'Groceries', 0.19, x'0001'), (2, 9007199254740993, 'Rent', 2.0, NULL)`
const DUMP = `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);\nINSERT INTO t VALUES(1,'one');\nINSERT INTO t VALUES(2,'two');\nCOMMIT;\n`
const CSV = 'date,amount,note\n2026-11-20,12.50,Groceries\n2026-11-21,3.00,"Bus, day pass"\n2026-11-21,700.00,Rent\n'
const PASSPHRASE = 'correct-horse-battery-staple'

const base = await createDeps()
const sample = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/foreign', name)))
const own = async (change: Parameters<typeof backupOf>[2]) => (await backupOf(base, SQL, change)).bytes

/** A healthy file. `sealed`: no byte of it may change without being noticed. */
interface Original {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sealed: boolean
}

const originals: Original[] = [
  { name: 'own .db', bytes: await own({ form: 'db' }), sealed: true },
  { name: 'own .json', bytes: await own({ form: 'json' }), sealed: true },
  { name: 'own .db.gz', bytes: await own({ form: 'db', gzip: true }), sealed: true },
  { name: 'own .json.gz', bytes: await own({ form: 'json', gzip: true }), sealed: true },
  { name: 'own .json.age', bytes: await own({ form: 'json', passphrase: PASSPHRASE }), sealed: true },
  { name: 'own .db.gz.age', bytes: await own({ form: 'db', gzip: true, passphrase: PASSPHRASE }), sealed: true },
  { name: 'SQLite', bytes: databaseOf(base, SQL), sealed: false },
  { name: 'SQLite in gzip', bytes: new Uint8Array(gzipSync(databaseOf(base, SQL))), sealed: false },
  { name: 'budget manager', bytes: utf8('{"metadata":{"backup_date":"2024-01-01T12:00:00","version":"1.0","database_type":"SQLite"},"data":{"users":[{"id":1,"name":"Ada"},{"id":2,"name":"Björn"}],"empty":[]}}'), sealed: false },
  { name: 'FF2API', bytes: utf8('{"backup_info":{"version":"1"},"configurations":[{"name":"Daily","mappings":{"a":[1,2.50,null]}}],"errors":[]}'), sealed: false },
  { name: 'records in JSON', bytes: utf8('[{"id":1,"name":"Ada"},{"id":2,"name":"Björn"}]'), sealed: false },
  { name: 'SQL dump', bytes: utf8(DUMP), sealed: false },
  { name: 'CSV', bytes: utf8(CSV), sealed: false },
  { name: 'Excel', bytes: workbookOf({ Sales: [['date', 'amount'], ['2026-11-20', { n: '12.5' }], ['2026-11-21', { n: '3' }]] }), sealed: false },
  { name: 'archive of a database', bytes: sample('backup_2025-05-14_03-00-00_UTC_local_rows-420.tar.gz').slice(), sealed: false },
]

const ACCEPTED: readonly FileVerdict[] = ['own-backup', 'foreign-sqlite', 'foreign-json', 'foreign-tables']

/** What inspecting a mutant comes to: it never throws and never takes long. */
async function verdictOf(name: string, bytes: Uint8Array): Promise<FileVerdict> {
  const begun = performance.now()
  const inspected = await inspectFile(base, memoryFileSource(name, bytes), unwatchedWork, { ...FILE_ALONE, passphrase: PASSPHRASE })
  inspected.close()
  expect(performance.now() - begun).toBeLessThan(10_000)
  return inspected.inspection.verdict
}

function flipped(bytes: Uint8Array, at: number, random: Random): { bytes: Uint8Array; how: string } {
  const copy = bytes.slice()
  const mask = random.chance(0.5) ? 1 << random.int(0, 7) : random.int(1, 255)
  copy[at] = (copy[at] ?? 0) ^ mask
  return { bytes: copy, how: `byte ${at} xor ${mask}` }
}

describe.each(originals)('mutants of $name', ({ name, bytes, sealed }) => {
  const accepts = async (mutant: Uint8Array) => ACCEPTED.includes(await verdictOf(name, mutant))

  test('the original is accepted', async () => {
    expect(await accepts(bytes)).toBe(true)
  })

  test('cut short', { timeout: demanded ? 36_000_000 : 600_000 }, async () => {
    const accepted: number[] = []
    const step = Math.max(1, Math.ceil(bytes.length / CUTS))
    for (let length = 0; length < bytes.length; length += step) if (await accepts(bytes.slice(0, length))) accepted.push(length)
    if (sealed) expect(accepted).toEqual([])
  })

  test('with a byte changed', { timeout: demanded ? 36_000_000 : 600_000 }, async () => {
    const random = createRandom(`mutants of ${name}`)
    const accepted: string[] = []
    const places = [...Array(Math.min(HEADER, bytes.length)).keys(), ...Array.from({ length: FLIPS }, () => random.int(0, bytes.length - 1))]
    for (const at of places) {
      const mutant = flipped(bytes, at, random)
      if (await accepts(mutant.bytes)) accepted.push(mutant.how)
    }
    if (sealed) expect(accepted).toEqual([])
  })
})
