import type { Work } from '../../base/progress'
import { digestContent } from '../../backup/contentDigest'
import { MANIFEST_TABLE } from '../../backup/tableShape'
import type { SqlDatabase, SqlEngine } from '../../book/sqlEngine'
import { checkForeignKeys, listTables, objectFindings, readDatabaseObjects } from '../checkDatabase'
import { failureToFinding } from '../failureToFinding'
import type { FileContents } from '../fileContents'
import { failedOutcome, unusable, type ContentOutcome } from '../inspectDatabase'
import type { Finding } from '../inspection'
import { namesFinding } from './describeLoading'
import { createDumpLoader } from './dumpLoader'
import { damagedStop, type ForeignStop } from './foreignSource'
import { repeatReading } from './inspectForeign'
import { createStatementReader } from './sqlStatements'

/** Characters that one statement may have; a quote that never ends would otherwise be the whole file. */
const MAX_STATEMENT = 256 * 1024 * 1024
const NOT_UTF8 = damagedStop('corrupt', 'Some of its characters are no UTF-8.')

function textReader(): { read(bytes: Uint8Array, last: boolean): string | null } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return {
    read(bytes, last) {
      try {
        return decoder.decode(bytes, { stream: !last })
      } catch (error) {
        if (error instanceof TypeError) return null
        throw error
      }
    },
  }
}

/** Runs the dump's statements as they stream by. Gives what stopped it, or the findings. */
async function loadDump(db: SqlDatabase, chunks: AsyncIterable<Uint8Array>, size: number, work: Work): Promise<ForeignStop | Finding[]> {
  const statements = createStatementReader()
  const loader = createDumpLoader(db)
  const text = textReader()
  let held = ''
  let done = 0
  const take = (bytes: Uint8Array, last: boolean): ForeignStop | null => {
    const piece = text.read(bytes, last)
    if (piece === null) return NOT_UTF8
    held += piece
    // to join texts takes as long as they are: a long statement grows by as much as there is of it
    if (last || held.length >= statements.pending) {
      const more = held
      held = ''
      for (const sql of statements.write(more)) {
        const stop = loader.statement(sql)
        if (stop) return stop
      }
    }
    if (statements.pending + held.length <= MAX_STATEMENT) return null
    return { kind: 'refused', finding: { code: 'too-large', severity: 'error', detail: 'One of its statements is larger than can be taken in here.' } }
  }
  for await (const chunk of chunks) {
    const stop = take(chunk, false)
    if (stop) return stop
    done += chunk.length
    work.report({ step: 'reading', done, total: size })
    const paused = await work.pause()
    if (!paused.ok) return { kind: 'cancelled', failure: paused.failure }
  }
  const last = take(new Uint8Array(), true)
  if (last) return last
  if (statements.end() !== '') return damagedStop('truncated', 'It ends in the middle of a statement.')
  const stop = loader.finish()
  if (stop) return stop
  return [
    ...namesFinding('not-carried', 'warning', 'Virtual tables are not taken in; what they store comes as plain tables', loader.virtualTables),
    ...namesFinding('reserved-name', 'warning', 'What a backup says of itself is not taken in', loader.hadManifest ? [MANIFEST_TABLE] : []),
  ]
}

function stopToOutcome(stop: ForeignStop): ContentOutcome {
  switch (stop.kind) {
    case 'damaged': return unusable('damaged', 'sql-dump', [stop.finding])
    case 'refused': return unusable('not-a-backup', null, [stop.finding])
    case 'cancelled': return unusable('not-a-backup', null, [failureToFinding(stop.failure).finding])
    case 'other-shape': return unusable('not-a-backup', null, [{ code: 'not-a-backup', severity: 'error', detail: stop.reason }])
  }
}

async function describeDump(db: SqlDatabase, found: readonly Finding[], work: Work): Promise<ContentOutcome> {
  const objects = readDatabaseObjects(db)
  const digest = await digestContent(db, [], work)
  if (!digest.ok) return failedOutcome(digest.failure, 'sql-dump')
  const tables = listTables(digest.value.tables, objects)
  const findings = [...checkForeignKeys(db), ...objectFindings(objects), ...found]
  if (tables.length === 0) findings.push({ code: 'no-tables', severity: 'warning', detail: 'The dump is empty: it has no tables and no views.' })
  return { verdict: 'foreign-sqlite', format: 'sql-dump', manifest: null, contentDigest: digest.value.contentDigest, tables, objects, findings, db }
}

/** Reads SQL as `sqlite3 .dump` writes it into a database of its own. Only what a dump holds is run, and nothing that could run by itself. */
export async function inspectDump(engine: SqlEngine, contents: FileContents, byteOrderMark: boolean, work: Work): Promise<ContentOutcome> {
  const reading = repeatReading(contents, byteOrderMark)
  if (!('open' in reading)) return reading
  const db = engine.open(null, { untrusted: true })
  let kept = false
  try {
    const loaded = await loadDump(db, reading.open(), contents.size ?? 0, work)
    const broken = reading.failed()
    if (broken) return broken
    if (!Array.isArray(loaded)) return stopToOutcome(loaded)
    const outcome = await describeDump(db, loaded, work)
    kept = outcome.db !== null
    return outcome
  } finally {
    if (!kept) db.close()
  }
}
