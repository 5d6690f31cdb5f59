import { textToBytes } from '../base/bytes'
import type { Cell } from '../base/cell'
import type { Failure, FailureOf } from '../base/failure'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { createSha256 } from '../base/sha256'
import type { SqlDatabase } from '../book/sqlEngine'
import { digestContent, type ContentDigest, type OnLines } from './contentDigest'
import { FORMAT_VERSION, type FieldName, type Manifest } from './manifest'
import { readSchema } from './schemaDigest'
import type { SpooledFile, SpoolStore } from './spool'
import { readReporting } from './spoolChunks'
import { readVirtualTables } from './tableShape'

const LINE_FEED = 10
const COMMA = 44

/** How every JSON backup begins. */
export const JSON_START = `{"format":"nightsafe-backup","formatVersion":${FORMAT_VERSION},\n`

/** Prefix and suffix of the seal's line; the digits between them are zeros where the seal is computed. */
export const SEAL_START = '"seal":"'
export const SEAL_END = '"}\n'

/** The settings of a database file that belong to the book; JSON carries them as entries of the schema. */
export const CARRIED_PRAGMAS = ['user_version', 'application_id'] as const

/** The part of a JSON backup that holds the records, and their digest. */
export interface JsonData<F extends SpooledFile> {
  readonly content: ContentDigest
  readonly file: F
}

/** Puts a comma before each line feed but the last, which goes: `a\nb\n` becomes `\na,\nb`. */
function separateLines(lines: Uint8Array, records: number, first: boolean): Uint8Array {
  const out = new Uint8Array(lines.length + records - (first ? 1 : 0))
  let at = 0
  let from = 0
  for (let i = 0; i < records; i++) {
    const to = lines.indexOf(LINE_FEED, from)
    if (!first || i > 0) out[at++] = COMMA
    out[at++] = LINE_FEED
    out.set(lines.subarray(from, to), at)
    at += to - from
    from = to + 1
  }
  return out
}

/**
 * Digests the records and spools them as the `data` of a JSON backup, in one pass. Fails with `NotInJson` where the book
 * has virtual tables, whose content JSON cannot carry. Throws `SpoolError`.
 */
export async function writeJsonData<F extends SpooledFile>(
  db: SqlDatabase, leaveOut: readonly FieldName[], spools: SpoolStore<F>, work: Work,
): Promise<Result<JsonData<F>, Failure>> {
  const [virtual] = readVirtualTables(db)
  if (virtual !== undefined) return fail({ type: 'NotInJson', object: virtual, reason: 'virtual table' })
  const spool = spools.open()
  let tables = 0
  let firstLines = true
  const onLines: OnLines = async (table, fields, batch) => {
    if (batch === null) {
      await spool.write(textToBytes(`${tables++ === 0 ? '' : ']},'}\n${JSON.stringify(table.name)}:{"fields":${JSON.stringify(fields)},"records":[`))
      firstLines = true
    } else {
      await spool.write(separateLines(batch.bytes, batch.records, firstLines))
      firstLines = false
    }
  }
  let isFinished = false
  try {
    await spool.write(textToBytes('"data":{'))
    const content = await digestContent(db, leaveOut, work, onLines)
    if (!content.ok) return content
    await spool.write(textToBytes(`${tables > 0 ? ']}' : ''}},\n`))
    const file = await spool.finish()
    isFinished = true
    return ok({ content: content.value, file })
  } finally {
    if (!isFinished) await spool.discard()
  }
}

function schemaText(db: SqlDatabase): string {
  const pragmas = CARRIED_PRAGMAS.flatMap((name) => {
    const [row] = db.rows(`PRAGMA ${name}`)
    const value = Number(row?.[0] ?? 0)
    return value === 0 ? [] : [{ type: 'pragma', name, table: '', sql: `PRAGMA ${name} = ${value}` }]
  })
  const objects = [...pragmas, ...readSchema(db)]
  return `"schema":[${objects.map((object) => `\n${JSON.stringify(object)}`).join(',')}],\n`
}

/** The last numbers given by AUTOINCREMENT, by table. */
function sequencesText(db: SqlDatabase): string {
  if (db.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length === 0) return '"sequences":{},\n'
  const rows = db.rows("SELECT name, CAST(max(seq) AS TEXT) FROM sqlite_sequence WHERE typeof(name) = 'text' AND typeof(seq) = 'integer' GROUP BY name ORDER BY name")
  const members = rows.map(([name, seq]) => {
    const cell: Cell = Number.isSafeInteger(Number(seq)) ? Number(seq) : { i: String(seq) }
    return `${JSON.stringify(name)}:${JSON.stringify(cell)}`
  })
  return `"sequences":{${members.join(',')}},\n`
}

/** A JSON backup, sealed: `data` from `writeJsonData` on the same database, which belongs to the file that this gives. */
export async function writeJsonBackup<F extends SpooledFile>(
  db: SqlDatabase, manifest: Manifest, data: JsonData<F>, spools: SpoolStore<F>, work: Work,
): Promise<Result<{ file: F; seal: string }, FailureOf<'Cancelled'>>> {
  const head = textToBytes(`${JSON_START}"metadata":${JSON.stringify(manifest)},\n${schemaText(db)}`)
  const end = textToBytes(sequencesText(db))
  const sha = createSha256()
  sha.update(head)
  // the head tells the digests of the data, so the seal over both needs the data a second time
  for await (const chunk of readReporting(data.file, 'writing', work)) {
    sha.update(chunk)
    const paused = await work.pause()
    if (!paused.ok) return paused
  }
  sha.update(end)
  sha.update(textToBytes(`${SEAL_START}${'0'.repeat(64)}${SEAL_END}`))
  const seal = sha.hex()
  return ok({ file: spools.join([head, data.file, end, textToBytes(`${SEAL_START}${seal}${SEAL_END}`)]), seal })
}
