import papaparse from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import initSqlJs from 'sql.js'
import type { Clerk } from './clerk'
import { expect } from './test'

/** A record as people mean it: money in whole units, days as `YYYY-MM-DD`. Fields that are left out do not matter. */
export type Expected = Readonly<Record<string, string | number | boolean | null>>

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString().slice(0, 10) : (value ?? null))

/** A text of a CSV file, as the kind of value that is expected there. */
function fromCsv(text: string, like: Expected[string]): unknown {
  if (text === '') return null
  if (typeof like === 'number') return Number(text)
  return typeof like === 'boolean' ? text === 'yes' : text
}

function only(record: Readonly<Record<string, unknown>>, like: Expected): Record<string, unknown> {
  return Object.fromEntries(Object.keys(like).map((name) => [name, plain(record[name])]))
}

/** Exports the table as it is looked at in three forms, reads each file back and holds it against what is expected. */
export async function expectExports(clerk: Clerk, expected: readonly Expected[]): Promise<void> {
  const csv = await clerk.export('CSV')
  const parsed = papaparse.parse<Record<string, string>>(csv.bytes.toString('utf8'), { header: true, skipEmptyLines: true })
  const fromText = parsed.data.map((row, at) => Object.fromEntries(Object.entries(expected[at] ?? {}).map(([name, like]) => [name, fromCsv(row[name] ?? '', like)])))
  expect(fromText, csv.name).toEqual(expected)
  expect(parsed.data, csv.name).toHaveLength(expected.length)

  const workbook = await clerk.export('Workbook')
  const [sheet] = await readXlsxFile(workbook.bytes)
  const [heads = [], ...rows] = sheet?.data ?? []
  const records = rows.map((row) => Object.fromEntries(heads.map((name, at) => [String(name), row[at]])))
  expect(records.map((record, at) => only(record, expected[at] ?? {})), workbook.name).toEqual(expected)

  const json = await clerk.export('JSON')
  const objects = JSON.parse(json.bytes.toString('utf8')) as Record<string, unknown>[]
  expect(objects.map((record, at) => only(record, expected[at] ?? {})), json.name).toEqual(expected)
}

/** Opens a backup with SQLite itself and holds the number of records of each table against what is expected. */
export async function expectBackup(bytes: Buffer, records: Readonly<Record<string, number>>): Promise<void> {
  const { Database } = await initSqlJs()
  const db = new Database(bytes)
  try {
    const counted = Object.keys(records).map((table) => [table, Number(db.exec(`SELECT count(*) FROM "${table}"`)[0]?.values[0]?.[0])])
    expect(Object.fromEntries(counted), 'records in the backup').toEqual(records)
  } finally {
    db.close()
  }
}
