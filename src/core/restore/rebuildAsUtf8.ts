import { bytesToBase64, hexToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { createJsonLoader, JsonBackupError } from '../backup/jsonLoader'
import { quoteIdentifier } from '../base/quoteIdentifier'
import { lineFields } from '../backup/recordLines'
import { readSchema } from '../backup/schemaDigest'
import { readTableShapes, readVirtualTables, type TableShape } from '../backup/tableShape'
import { CARRIED_PRAGMAS } from '../backup/writeJsonBackup'
import type { SqlDatabase, SqlEngine } from '../book/sqlEngine'

function readSequences(db: SqlDatabase): Map<string, unknown> {
  if (db.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length === 0) return new Map()
  return new Map(db.rows('SELECT name, CAST(seq AS TEXT) FROM sqlite_sequence').map(([name, seq]) => [String(name), { i: String(seq) }]))
}

/** Fields in one JSON array; SQLite takes at most 1000 arguments. */
const FIELDS_AT_ONCE = 500
const RECORDS_AT_ONCE = 500

/** SQL for a value as JSON. Text is left to SQLite's own conversion, since its bytes are UTF-16 here. */
function cellSql(name: string): string {
  const c = quoteIdentifier(name)
  return `CASE typeof(${c}) WHEN 'integer' THEN json_object('i', CAST(${c} AS TEXT)) WHEN 'real' THEN json_object('r', ${c}) ` +
    `WHEN 'blob' THEN json_object('b', hex(${c})) ELSE ${c} END`
}

function toCell(value: unknown): Cell {
  if (value === null || typeof value === 'string') return value
  const tagged = value as { i?: string; r?: number; b?: string }
  if (tagged.i !== undefined) return { i: tagged.i }
  if (tagged.r !== undefined) return Number.isInteger(tagged.r) || !Number.isFinite(tagged.r) ? { r: String(tagged.r) } : tagged.r
  return { b: bytesToBase64(hexToBytes(tagged.b ?? '') ?? new Uint8Array()) }
}

/** The records of a table as cells, in the order of the table. */
function* readRecords(db: SqlDatabase, shape: TableShape, fields: readonly string[]): Generator<Cell[]> {
  const arrays: string[] = []
  for (let i = 0; i < fields.length; i += FIELDS_AT_ONCE) arrays.push(`json_array(${fields.slice(i, i + FIELDS_AT_ONCE).map(cellSql).join(', ')})`)
  const statement = db.prepare(`SELECT ${arrays.length === 0 ? "'[]'" : arrays.join(', ')} FROM ${quoteIdentifier(shape.name)} NOT INDEXED`)
  try {
    for (let row = statement.next(); row; row = statement.next()) {
      yield row.flatMap((part) => (JSON.parse(String(part)) as unknown[]).map(toCell))
    }
  } finally {
    statement.free()
  }
}

/**
 * Copies a database whose text is UTF-16 into a new one in UTF-8, record by record through cells, because SQLite cannot
 * change the encoding of a file in place. Schema, sequences and the two header values that belong to the book come
 * along. The caller closes the new one. Fails with `NotInJson` for virtual tables, which only a file copy can carry.
 */
export async function rebuildAsUtf8(engine: SqlEngine, from: SqlDatabase, work: Work): Promise<Result<SqlDatabase, Failure>> {
  const [virtual] = readVirtualTables(from)
  if (virtual !== undefined) return fail({ type: 'NotInJson', object: virtual, reason: 'it is a virtual table in a UTF-16 database.' })
  const to = engine.open(null, { untrusted: true })
  let kept = false
  try {
    const loader = createJsonLoader(to, [])
    const pragmas = CARRIED_PRAGMAS.map((name) => ({ type: 'pragma' as const, name, table: name, sql: `PRAGMA ${name} = ${String(from.rows(`PRAGMA ${name}`)[0]?.[0] ?? 0)}` }))
    loader.addSchema([...pragmas, ...readSchema(from)])
    for (const shape of readTableShapes(from)) {
      const fields = lineFields(shape, new Set()).map((field) => field.name)
      loader.startTable(shape.name, fields)
      let some: Cell[][] = []
      for (const record of readRecords(from, shape, fields)) {
        some.push(record)
        if (some.length < RECORDS_AT_ONCE) continue
        loader.addRecords(some)
        some = []
        const paused = await work.pause()
        if (!paused.ok) return paused
      }
      loader.addRecords(some)
      loader.endTable()
    }
    loader.finish(readSequences(from))
    kept = true
    return ok(to)
  } catch (error) {
    if (error instanceof JsonBackupError) return fail({ type: 'RestoreNotVerified', detail: error.message })
    throw error
  } finally {
    if (!kept) to.close()
  }
}
