import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import initSqlJs from 'sql.js'

/** A record as the file has it: numbers, texts and bytes of a database; whatever JSON holds. */
export type ForeignRecord = Readonly<Record<string, unknown>>
export type ForeignTables = ReadonlyMap<string, readonly ForeignRecord[]>

const SQL = await initSqlJs()

/** The real tables of a SQLite file; records in the order of their keys. */
export function databaseTables(bytes: Uint8Array): ForeignTables {
  const db = new SQL.Database(bytes)
  try {
    const names = db.exec("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_nightsafe\\_%' ESCAPE '\\'")[0]?.values ?? []
    return new Map(
      names.map(([name]) => {
        const [answer] = db.exec(`SELECT * FROM "${String(name).replaceAll('"', '""')}"`)
        return [String(name), (answer?.values ?? []).map((row) => Object.fromEntries(row.map((value, i) => [answer?.columns[i] ?? '', value])))]
      }),
    )
  } finally {
    db.close()
  }
}

/** The lists of records in a JSON file, at its top or in its `data`. */
function jsonTables(text: string): ForeignTables {
  const whole = JSON.parse(text) as Record<string, unknown> & { data?: Record<string, unknown> }
  return new Map(Object.entries(whole.data ?? whole).flatMap(([name, value]) => (Array.isArray(value) ? [[name, value as ForeignRecord[]] as const] : [])))
}

/** The one database in an archive: blocks of 512 bytes, name at 0 and size in octal digits at 124 of each header (POSIX.1 ustar). */
function databaseInArchive(archive: Uint8Array): Uint8Array {
  const text = (from: number, to: number) => Buffer.from(archive.subarray(from, to)).toString('latin1').replace(/\0.*$/s, '')
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8)
    if (text(at, at + 100).endsWith('.db')) return archive.subarray(at + 512, at + 512 + size)
    at += 512 * (1 + Math.ceil(size / 512))
  }
  throw new Error('no database in this archive')
}

/** What is in a file of another program, read without anything of the app. */
export function readForeignTables(path: string): ForeignTables {
  const bytes = readFileSync(path)
  if (path.endsWith('.json')) return jsonTables(bytes.toString('utf8'))
  return databaseTables(path.endsWith('.tar.gz') ? databaseInArchive(gunzipSync(bytes)) : bytes)
}
