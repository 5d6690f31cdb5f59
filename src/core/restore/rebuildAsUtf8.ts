import { bytesToText } from '../base/bytes'
import type { Failure } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { createJsonLoader, JsonBackupError } from '../backup/jsonLoader'
import { lineFields, readRecordLines } from '../backup/recordLines'
import { readSchema } from '../backup/schemaDigest'
import { readTableShapes, readVirtualTables } from '../backup/tableShape'
import { CARRIED_PRAGMAS } from '../backup/writeJsonBackup'
import type { SqlDatabase, SqlEngine } from '../book/sqlEngine'

function readSequences(db: SqlDatabase): Map<string, unknown> {
  if (db.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length === 0) return new Map()
  return new Map(db.rows('SELECT name, CAST(seq AS TEXT) FROM sqlite_sequence').map(([name, seq]) => [String(name), { i: String(seq) }]))
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
      loader.startTable(shape.name, lineFields(shape, new Set()).map((field) => field.name))
      for (const { bytes } of readRecordLines(from, shape, new Set())) {
        const lines = (bytesToText(bytes) ?? '').split('\n').filter((line) => line !== '')
        loader.addRecords(lines.map((line) => JSON.parse(line) as unknown))
        const paused = await work.pause()
        if (!paused.ok) return paused
      }
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
