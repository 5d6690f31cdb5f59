import { memoryFileSource } from '../../../src/core/base/fileSource'
import { unwatchedWork } from '../../../src/core/base/progress'
import type { SqlDatabase } from '../../../src/core/book/sqlEngine'
import { inspectFile } from '../../../src/core/restore/inspectFile'
import type { Finding, Inspection } from '../../../src/core/restore/inspection'
import { createAgeEncryption } from '../../../src/platform/age/ageEncryption'
import { nodeCompression } from '../../../src/platform/node/nodeCompression'
import { readTarArchive } from '../../../src/platform/tar/tarArchive'
import { openEngine } from '../../support/engines'

export const deps = { engine: await openEngine(), compression: nodeCompression, encryption: createAgeEncryption({ workFactor: 4 }), readArchive: readTarArchive }

/** A file of another program as it was read: its tables as SQLite would quote their values, and what was said of it. */
export interface ReadFile {
  readonly inspection: Inspection
  readonly findings: readonly Finding[]
  /** Each table's fields as `name TYPE`, with KEY and → where they apply. */
  fields(table: string): string[]
  /** All records of a table, in its order, values as `quote()` writes them. */
  records(table: string): string[][]
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function fieldsOf(db: SqlDatabase, table: string): string[] {
  const references = new Map(db.rows('SELECT "from", "table" FROM pragma_foreign_key_list(?)', [table]).map(([from, to]) => [from, String(to)]))
  return db.rows('SELECT name, type, pk FROM pragma_table_info(?)', [table]).map(([name, type, pk]) =>
    `${String(name)} ${String(type)}${pk ? ' KEY' : ''}${references.has(name ?? '') ? ` → ${references.get(name ?? '') ?? ''}` : ''}`)
}

/** Inspects text or bytes; what a test asks for is read at once, so that nothing stays open. */
export async function readFile(file: string | Uint8Array, name = 'file'): Promise<ReadFile> {
  const bytes = typeof file === 'string' ? new Uint8Array(Buffer.from(file, 'utf8')) : file
  const inspected = await inspectFile(deps, memoryFileSource(name, bytes), unwatchedWork)
  const { inspection, db } = inspected
  const fields = new Map<string, string[]>()
  const records = new Map<string, string[][]>()
  if (db) {
    for (const { name: table, kind } of inspection.tables) {
      if (kind !== 'table') continue
      const names = db.rows('SELECT name FROM pragma_table_info(?)', [table]).map(([field]) => `quote(${quoted(String(field))})`)
      fields.set(table, fieldsOf(db, table))
      records.set(table, db.rows(`SELECT ${names.join(', ')} FROM ${quoted(table)}`).map((row) => row.map(String)))
    }
  }
  inspected.close()
  return { inspection, findings: inspection.findings, fields: (table) => fields.get(table) ?? [], records: (table) => records.get(table) ?? [] }
}

/** The codes of all findings. */
export const codesOf = (findings: readonly Finding[]) => findings.map(({ code }) => code)
