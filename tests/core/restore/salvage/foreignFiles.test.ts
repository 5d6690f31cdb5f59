import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import initSqlJs, { type Database } from 'sql.js'
import { expect, test } from 'vitest'
import { memoryFileSource } from '../../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../../src/core/base/progress'
import { inspectFile } from '../../../../src/core/restore/inspectFile'
import { salvageFile } from '../../../../src/core/restore/salvage/salvageFile'
import { createRandom, type Random } from '../../../support/random'
import { deps } from '../foreignParts'

// A damaged copy of every sample is refused, or salvaged with a report that is true: held against the source, which is
// read here in ways of its own.

const FOLDER = 'tests/fixtures/foreign'
const ROUNDS = 6
const LONGEST_MS = 10_000
const SQL = await initSqlJs()

/** Every table's records, as texts that can be compared. */
type Source = ReadonlyMap<string, readonly string[]>
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const rowsOf = (db: Database, sql: string) => db.exec(sql)[0]?.values ?? []
const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"

function tablesOf(db: Database): Map<string, string[]> {
  return new Map(rowsOf(db, TABLES).map(([name]) => {
    const table = String(name)
    const fields = rowsOf(db, `SELECT name FROM pragma_table_info('${table.replaceAll("'", "''")}')`).map(([field]) => `quote(${quoted(String(field))})`)
    return [table, rowsOf(db, `SELECT ${fields.join(', ')} FROM ${quoted(table)}`).map((row) => row.join('|'))]
  }))
}

function readDatabase(bytes: Buffer): Source {
  const copy = Buffer.from(bytes)
  copy.set([1, 1], 18)
  const db = new SQL.Database(copy)
  const tables = tablesOf(db)
  db.close()
  return tables
}

/** A record of a JSON document whatever its fields are kept as: its values in their order, amounts as digits, nested ones as JSON. */
const jsonText = (record: object) =>
  Object.entries(record).filter(([, value]) => value !== null).map(([field, value]) => `${field}=${typeof value === 'object' ? JSON.stringify(value) : typeof value === 'boolean' ? Number(value) : String(value)}`).sort().join('|')

function readJson(text: string): Source {
  const lists = (value: unknown): [string, string[]][] =>
    Object.entries(value as object).flatMap(([name, part]): [string, string[]][] =>
      Array.isArray(part) ? [[name, part.map((record) => jsonText(record as object))]] : typeof part === 'object' && part !== null ? lists(part) : [])
  return new Map(lists(JSON.parse(text)))
}

/** The salvaged book's records in the same form as `readJson` has them. */
function jsonRecordsOf(db: Database): Source {
  return new Map(rowsOf(db, TABLES).map(([name]) => {
    const table = String(name)
    const fields = rowsOf(db, `SELECT name, type FROM pragma_table_info('${table}')`)
    const records = rowsOf(db, `SELECT * FROM ${quoted(table)}`).map((row) =>
      jsonText(Object.fromEntries(fields.map(([field, type], i): [string, unknown] => {
        const value = row[i] ?? null
        if (value === null) return [String(field), null]
        if (type === 'JSON_TEXT') return [String(field), JSON.parse(String(value))]
        return [String(field), type === 'MONEY_INTEGER' ? (Number(value) / 100).toFixed(2) : value]
      }))))
    return [table, records]
  }))
}

const databaseIn = (archive: Buffer) => archive.subarray(512, 512 + Number.parseInt(archive.toString('latin1', 124, 135), 8))

interface Sample {
  readonly source: Source
  /** The salvaged book's records in the same form. */
  read(db: Database): Source
}

function sampleOf(name: string, bytes: Buffer): Sample | null {
  if (name.endsWith('.db')) return { source: readDatabase(bytes), read: tablesOf }
  if (name.endsWith('.tar.gz')) return { source: readDatabase(databaseIn(gunzipSync(bytes))), read: tablesOf }
  return name.endsWith('.json') ? { source: readJson(bytes.toString('utf8')), read: jsonRecordsOf } : null
}

const at = (bytes: Uint8Array, random: Random) => random.int(0, bytes.length - 1)
const flip = (bytes: Uint8Array, place: number, random: Random) => {
  bytes[place] = (bytes[place] ?? 0) ^ (1 << random.int(0, 7))
}

/** Flips can change a value that still stands in a record, and so can all that follows a broken place in packed bytes. */
const DAMAGES: Record<string, (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>> = {
  'cut off': (bytes, random) => bytes.slice(0, at(bytes, random)),
  'header flipped': (bytes, random) => {
    for (let i = 0; i < 3; i++) flip(bytes, random.int(0, 31), random)
    return bytes
  },
  'page zeroed': (bytes, random) => {
    const page = Math.floor(at(bytes, random) / 4096) * 4096
    return bytes.fill(0, page, page + 4096)
  },
  'header zeroed': (bytes, random) => bytes.fill(0, 0, random.int(1, 200)),
  flipped: (bytes, random) => {
    for (let i = 0; i < 3; i++) flip(bytes, at(bytes, random), random)
    return bytes
  },
}

const countOf = (texts: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

function strangersIn(found: readonly string[], source: readonly string[]): string[] {
  const left = countOf(source)
  return found.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}

test.each(readdirSync(FOLDER))('a damaged copy of %s is refused, or salvaged with a true report', { timeout: 120_000 }, async (name) => {
  const original = readFileSync(`${FOLDER}/${name}`)
  const sample = sampleOf(name, original)
  const random = createRandom(`salvage ${name}`)
  let salvaged = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const [damage, make] of Object.entries(DAMAGES)) {
      const bytes = make(new Uint8Array(original), random)
      const what = `${name}, ${damage}, round ${round}`
      const begun = performance.now()
      const result = await salvageFile(deps, memoryFileSource(name, bytes), unwatchedWork, { passphrase: null, entry: null, wal: null, currency: 'EUR' })
      expect(performance.now() - begun, what).toBeLessThan(LONGEST_MS)
      if (!result.ok) {
        // nothing could be read: then the file is not taken in as it is either, unless the damage left it whole
        const inspected = await inspectFile(deps, memoryFileSource(name, bytes), unwatchedWork)
        inspected.close()
        expect(sample === null || ['damaged', 'not-a-backup'].includes(inspected.inspection.verdict), `${what}: ${inspected.inspection.verdict}`).toBe(true)
        continue
      }
      salvaged++
      expect(sample, `${what}: nothing of this kind is salvaged`).not.toBeNull()
      if (!sample) continue
      const { report } = result.value
      const db = new SQL.Database(result.value.bytes)
      const found = sample.read(db)
      db.close()
      const said = report.findings.map(({ detail }) => detail).join('\n')
      expect(report.recovered, what).toBe([...found.values()].reduce((sum, records) => sum + records.length, 0))
      expect(report.tables.map((table) => [table.name, table.recovered]).sort(), what).toEqual(expect.arrayContaining([...found].map(([table, records]) => [table, records.length]).sort()))
      for (const { name: table, recovered, lost, named } of report.tables) {
        const source = sample.source.get(table)
        const records = found.get(table) ?? []
        if (!source) {
          expect(named || /^(.*_perhaps_deleted|lost_table_.*)$/.test(table) || damage === 'flipped' || damage === 'header flipped' || name.endsWith('.gz'), `${what}: ${table} was not there`).toBe(true)
          continue
        }
        if (lost !== null) expect(recovered + lost, `${what}: ${table}\n${said}`).toBe(source.length)
        const strangers = strangersIn(records, source)
        if (strangers.length > 0) expect(said, `${what}: ${table}: ${strangers[0] ?? ''}`).toContain('cannot be told from a right one')
        if (damage !== 'flipped' && damage !== 'header flipped' && !name.endsWith('.gz')) expect(strangers, `${what}: ${table}`).toEqual([])
      }
    }
  }
  console.log(`${name}: ${salvaged} of ${ROUNDS * Object.keys(DAMAGES).length} damaged copies salvaged`)
})
