import { textToBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import { memoryFileSource } from '../../base/fileSource'
import type { Work } from '../../base/progress'
import { fail, ok, type Result } from '../../base/result'
import { digestContent } from '../../backup/contentDigest'
import { SqlError } from '../../book/sqlEngine'
import { inspectFile, type InspectDeps, type InspectedFile } from '../inspectFile'
import { scaleMoney } from '../scaleMoney'
import type { Salvaged } from './finishContents'
import { mendJson, type MendedJson } from './mendJson'
import { hasNoSums, headline, places, warning } from './reportTexts'
import type { SalvagedTable } from './salvageReport'

/** The tables of a document whose outer part was lost: those of the one object that is in it. */
function innerOf(text: string): string | null {
  const parts: unknown[] = Object.values(JSON.parse(text) as object).filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  return parts.length === 1 ? JSON.stringify(parts[0]) : null
}

/** Reads the mended text as if it had been whole from the beginning. */
async function readMended(deps: InspectDeps, { text }: MendedJson, name: string, work: Work): Promise<InspectedFile> {
  const inspectText = (json: string) => inspectFile(deps, memoryFileSource(name, textToBytes(json)), work)
  const file = await inspectText(text)
  const inner = file.db ? null : innerOf(text)
  if (inner === null) return file
  file.close()
  return inspectText(inner)
}

function tablesOf({ inspection }: InspectedFile, { lists }: MendedJson): SalvagedTable[] {
  const tables = inspection.tables.filter(({ kind }) => kind === 'table')
  // a list whose table got another name than it has itself leaves the count of every such table open
  const isSure = [...lists].every(([name, { lost }]) => lost === 0 || tables.some((table) => table.name === name))
  return tables.map(({ name, records }) => {
    const list = lists.get(name) ?? (tables.length === 1 ? lists.get('') : undefined)
    return { name, recovered: records ?? 0, lost: list ? list.lost : isSure ? 0 : null, named: list?.named ?? false }
  })
}

/** JSON that other programs write: what is broken is left out, and the rest is read as if it had been whole. Amounts are in `currency`. */
export async function salvageForeignJson(deps: InspectDeps, bytes: Uint8Array, name: string, currency: string, work: Work): Promise<Result<Salvaged, Failure>> {
  const mended = mendJson(bytes)
  if (!mended) return fail({ type: 'NothingSalvaged' })
  const file = await readMended(deps, mended, name, work)
  try {
    const { db, inspection } = file
    if (!db || inspection.format === null) return fail({ type: 'NothingSalvaged' })
    db.run('PRAGMA query_only = OFF; PRAGMA foreign_keys = OFF')
    if (inspection.format === 'budget-manager-json') {
      const scaled = scaleMoney(db, currency)
      if (!scaled.ok) return scaled
    }
    db.run('PRAGMA journal_mode = MEMORY; PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; VACUUM')
    const fresh = db.bytes()
    const digest = await digestContent(db, [], work)
    if (!digest.ok) return digest
    const tables = tablesOf(file, mended)
    const recovered = tables.reduce((sum, table) => sum + table.recovered, 0)
    if (recovered === 0) return fail({ type: 'NothingSalvaged' })
    const broken = [...mended.lists.values()].reduce((sum, list) => sum + list.places, mended.otherPlaces)
    const findings = [
      headline(tables),
      ...(broken > 0 ? [warning('count-mismatch', `Something is broken in ${places(broken)} and was left out.`)] : []),
      ...(mended.isCut ? [warning('truncated', 'The end of the document is missing. What came after it cannot be told.')] : []),
      hasNoSums,
      ...inspection.findings,
    ]
    const report = { format: inspection.format, tables, recovered, lostPages: null, lostBytes: null, findings }
    return ok({ bytes: fresh, contentDigest: digest.value.contentDigest, asleep: [], manifest: null, report })
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  } finally {
    file.close()
  }
}
