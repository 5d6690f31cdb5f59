import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../core/base/failure'
import { readFileChunks } from '../core/base/fileChunks'
import { unwatchedWork } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import { createSha256 } from '../core/base/sha256'
import { safeFileName } from '../core/backup/backupFileName'
import { fieldsToLeaveOut } from '../core/backup/secretFields'
import { readTableShapes } from '../core/backup/tableShape'
import type { FieldName } from '../core/backup/manifest'
import { dropManifest } from '../core/backup/writeDbBackup'
import { tableToCsv } from '../core/book/csv'
import { currencyDigits } from '../core/book/currencyDigits'
import { describeBook, withCounts } from '../core/book/describeBook'
import type { KeyedTable } from '../core/book/keyedTable'
import { SqlError, type SqlDatabase } from '../core/book/sqlEngine'
import type { InspectedFile } from '../core/restore/inspectFile'
import { prepareContents, refusal } from '../core/restore/prepareContents'
import { nodeClock } from '../platform/node/nodeClock'
import { openNodeFileSource } from '../platform/node/nodeFileSource'
import { systemErrorCode, systemErrorToReason } from '../platform/node/systemError'
import { writeVerifiedFile } from '../platform/node/writeVerifiedFile'
import { checkPlace, fileNameToBookName, type ConvertDeps } from './newFile'
import type { ConvertTask, ExportedTable, TaskResult } from './task'

/** Where tables go to as CSV: one of them into a file, or each into a file of its own in a folder. */
export type CsvTarget = 'file' | 'folder'

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (systemErrorCode(error) !== null) return false
    throw error
  }
}

/** Whether a name asks for CSV: it ends in .csv, ends with a slash, or is a folder that is there. */
export async function nameToCsvTarget(name: string): Promise<CsvTarget | null> {
  if (/[/\\]$/.test(name) || (await isFolder(name))) return 'folder'
  return /\.csv$/i.test(name) ? 'file' : null
}

/** The same records as the app would show: money scaled, references told. */
interface Exportable {
  readonly db: SqlDatabase
  readonly currency: string
  readonly leftOut: readonly FieldName[]
}

async function openExportable(deps: ConvertDeps, task: ConvertTask, file: InspectedFile): Promise<Result<Exportable, Failure>> {
  const { db, inspection } = file
  if (file.locked) return fail(file.locked)
  if (!db) return fail(refusal(inspection))
  // what a newer app wrote is shown as it is: nothing is known of what it means
  if (inspection.manifest || inspection.verdict === 'newer-app') return ok({ db, currency: inspection.manifest?.book.currency ?? 'EUR', leftOut: inspection.manifest?.fieldsLeftOut ?? [] })
  const request = { live: null, name: fileNameToBookName(task.from), currency: 'EUR', wake: false, at: nodeClock.now() }
  const prepared = await prepareContents(deps, file, request, unwatchedWork)
  if (!prepared.ok) return prepared
  const book = deps.engine.open(prepared.value.bytes, { untrusted: true })
  return ok({ db: book, currency: request.currency, leftOut: task.keepSecrets ? [] : fieldsToLeaveOut(readTableShapes(book), [], []) })
}

/** One file name for each table, none taken twice on systems that do not tell capitals from small letters. */
function fileNames(tables: readonly KeyedTable[]): Map<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const { name } of tables) {
    const plain = safeFileName(name) || 'table'
    let free = plain
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${plain}_${n}`
    taken.add(free.toLowerCase())
    names.set(name, `${free}.csv`)
  }
  return names
}

/** Writes a file and reads it back: what is on the disk must be what was written. */
async function writeCompared(deps: ConvertDeps, path: string, parts: Iterable<Uint8Array<ArrayBuffer>>): Promise<Result<number, Failure>> {
  const sent = createSha256()
  function* watched() {
    for (const part of parts) {
      sent.update(part)
      yield part
    }
  }
  return writeVerifiedFile(path, watched(), deps.randomBytes, async (temporary) => {
    const source = await openNodeFileSource(temporary)
    if (!source.ok) return source
    const found = createSha256()
    for await (const chunk of readFileChunks(source.value)) found.update(chunk)
    await source.value.close()
    return found.hex() === sent.hex() ? ok() : fail<Failure>({ type: 'TestRestoreFailed', detail: 'What was read back is not what was written.' })
  })
}

function withoutFields(table: KeyedTable, leftOut: readonly FieldName[]): KeyedTable {
  const isOut = (field: string) => leftOut.some((out) => out.table.toLowerCase() === table.name.toLowerCase() && out.field.toLowerCase() === field.toLowerCase())
  return { ...table, fields: table.fields.filter(({ name }) => !isOut(name)) }
}

/** The tables that are wanted, or a sentence where the command does not say which. */
function chooseTables(tables: readonly KeyedTable[], target: CsvTarget, name: string | null): Result<readonly KeyedTable[], string> {
  const listed = tables.map((table) => table.name).join(', ')
  if (name !== null) {
    const found = tables.filter((table) => table.name.toLowerCase() === name.toLowerCase())
    return found.length > 0 ? ok(found) : fail(`There is no table “${name}”. The file has: ${listed}.`)
  }
  if (target === 'folder' || tables.length === 1) return ok(tables)
  return fail(`A CSV file holds one table: name it with --table (${listed}), or give a folder, with a slash at its end, for all of them.`)
}

async function writeTables(deps: ConvertDeps, task: ConvertTask, target: CsvTarget, { db, currency, leftOut }: Exportable): Promise<TaskResult> {
  const all = withCounts(db, describeBook(db, { asleep: [], samples: [] }), new Map()).tables.filter(({ kind }) => kind === 'table')
  if (all.length === 0) return { type: 'failed', failure: { type: 'NothingToRestore' } }
  const chosen = chooseTables(all, target, task.table)
  if (!chosen.ok) return { type: 'misused', reason: chosen.failure }
  const names = fileNames(chosen.value)
  const pathOf = ({ name }: KeyedTable) => (target === 'file' ? task.to : join(task.to, names.get(name) ?? 'table.csv'))
  for (const path of chosen.value.map(pathOf)) {
    const place = await checkPlace(task.from, path, task.force)
    if (!place.ok) return { type: 'misused', reason: place.failure }
  }
  const refused = target === 'folder' ? await makeFolder(task.to) : null
  if (refused) return { type: 'failed', failure: refused }
  const files: ExportedTable[] = []
  for (const table of chosen.value) {
    const path = pathOf(table)
    const written = await writeCompared(deps, path, tableToCsv(db, withoutFields(table, leftOut), currencyDigits(currency)))
    if (!written.ok) return { type: 'failed', failure: written.failure }
    files.push({ table: table.name, path, records: table.records ?? 0, size: written.value })
  }
  return { type: 'exported', files, leftOut: leftOut.filter((out) => chosen.value.some(({ name }) => name.toLowerCase() === out.table.toLowerCase())) }
}

async function makeFolder(path: string): Promise<Failure | null> {
  try {
    await mkdir(path, { recursive: true })
    return null
  } catch (error) {
    return { type: 'StorageUnavailable', medium: path, reason: systemErrorToReason(error) }
  }
}

/**
 * Writes the tables of a file as CSV, for reading by people and spreadsheets; each is read back before it gets its name.
 * Views are not run. Fields that look secret in a file of another program stay out unless they are asked for.
 */
export async function exportTables(deps: ConvertDeps, task: ConvertTask, target: CsvTarget, file: InspectedFile): Promise<TaskResult> {
  try {
    const opened = await openExportable(deps, task, file)
    if (!opened.ok) return { type: 'failed', failure: opened.failure }
    try {
      return await writeTables(deps, task, target, opened.value)
    } finally {
      if (opened.value.db !== file.db) opened.value.db.close()
    }
  } catch (error) {
    if (error instanceof SqlError) return { type: 'failed', failure: { type: 'Damaged', detail: error.message } }
    throw error
  }
}

/** Writes the database inside a newer app's `.db` backup as it is, no longer a backup: any SQLite program opens it. */
export async function exportDatabase(deps: ConvertDeps, to: string, db: SqlDatabase): Promise<TaskResult> {
  try {
    // a seal left on a free page would make the file look like a backup that lost its description
    db.run('PRAGMA query_only = OFF; PRAGMA secure_delete = ON')
    dropManifest(db)
    const bytes = db.bytes()
    const written = await writeCompared(deps, to, [bytes])
    return written.ok ? { type: 'exported', files: [{ table: null, path: to, records: null, size: written.value }], leftOut: [] } : { type: 'failed', failure: written.failure }
  } catch (error) {
    if (error instanceof SqlError) return { type: 'failed', failure: { type: 'Damaged', detail: error.message } }
    throw error
  }
}
