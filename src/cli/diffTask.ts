import { stat } from 'node:fs/promises'
import type { Failure } from '../core/base/failure'
import { unwatchedWork } from '../core/base/progress'
import { fail, ok, type Result } from '../core/base/result'
import { currencyDigits } from '../core/book/currencyDigits'
import { SqlError, type SqlPair } from '../core/book/sqlEngine'
import { compareBooks, type DifferenceIndex } from '../core/restore/difference/compareBooks'
import type { DifferenceSummary } from '../core/restore/difference/difference'
import { differencesToCsv } from '../core/restore/difference/differenceCsv'
import { isDifferent } from '../core/restore/difference/isDifferent'
import type { InspectedFile } from '../core/restore/inspectFile'
import { refusal } from '../core/restore/prepareContents'
import { nodeRandomBytes } from '../platform/node/nodeRandomBytes'
import { systemErrorCode } from '../platform/node/systemError'
import { writeVerifiedFile } from '../platform/node/writeVerifiedFile'
import { withInspectedFile } from './inspectTask'
import type { ConvertDeps } from './newFile'
import type { DiffTask, TaskResult } from './task'

/** Which table goes into the CSV: the one that was named, or the only one that differs. */
function tableForCsv({ tables }: DifferenceSummary, name: string | null): string | null {
  if (name !== null) return tables.find((table) => table.name.toLowerCase() === name.toLowerCase())?.name ?? null
  const differing = tables.filter(isDifferent)
  return differing.length === 1 ? (differing[0]?.name ?? null) : null
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (systemErrorCode(error) !== null) return false
    throw error
  }
}

async function writeCsv(index: DifferenceIndex, task: DiffTask, path: string, currency: string): Promise<TaskResult> {
  const table = tableForCsv(index.summary, task.table)
  if (table === null) return { type: 'misused', reason: 'A CSV file holds one table: name one that is in the files with --table.' }
  const csv = differencesToCsv(index, { table, kinds: ['only-here', 'changed', 'only-in-file'], field: null, search: '' }, currencyDigits(currency))
  if (!csv.ok) return { type: 'failed', failure: csv.failure }
  if (!task.force && (await isThere(path))) return { type: 'misused', reason: 'There is already a file of the name for the CSV. Choose another, or add --force.' }
  const parts = [...csv.value]
  const written = await writeVerifiedFile(path, (async function* () { yield* parts })(), nodeRandomBytes, () => Promise.resolve(ok()))
  return written.ok ? { type: 'compared', summary: index.summary, csv: { path, table } } : { type: 'failed', failure: written.failure }
}

function openPair(deps: ConvertDeps, here: InspectedFile, other: InspectedFile): Result<SqlPair, Failure> {
  for (const { db, inspection } of [here, other]) if (!db || inspection.verdict === 'newer-app') return fail(refusal(inspection))
  try {
    return ok(deps.engine.openPair(here.db?.bytes() ?? new Uint8Array(), other.db?.bytes() ?? new Uint8Array()))
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}

async function compareInspected(deps: ConvertDeps, task: DiffTask, here: InspectedFile, other: InspectedFile): Promise<TaskResult> {
  const pair = openPair(deps, here, other)
  if (!pair.ok) return { type: 'failed', failure: pair.failure }
  try {
    // what either file was written without is not known of it
    const leftOut = [here, other].flatMap(({ inspection }) => inspection.manifest?.fieldsLeftOut ?? [])
    const compared = await compareBooks(pair.value, { leftOut, onlyTable: null }, unwatchedWork)
    if (!compared.ok) return { type: 'failed', failure: compared.failure }
    if (task.csv === null) return { type: 'compared', summary: compared.value.summary, csv: null }
    return await writeCsv(compared.value, task, task.csv, here.inspection.manifest?.book.currency ?? 'EUR')
  } finally {
    pair.value.close()
  }
}

/** Holds two files against each other record by record; both are checked as a restore would check them. */
export async function diffFiles(deps: ConvertDeps, task: DiffTask): Promise<TaskResult> {
  return withInspectedFile(deps, task.here, task.given, (here) => withInspectedFile(deps, task.other, task.given, (other) => compareInspected(deps, task, here, other)))
}
