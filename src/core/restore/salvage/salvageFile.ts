import { concatBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import type { FileSource } from '../../base/fileSource'
import type { Work } from '../../base/progress'
import { fail, ok, type Result } from '../../base/result'
import { UNPACKED_LIMIT } from '../../backup/sealedGzip'
import { applyWal } from '../applyWal'
import { textAt } from '../fileBytes'
import { readFileChunks, SourceReadError } from '../fileContents'
import type { InspectDeps } from '../inspectFile'
import type { InspectRequest } from '../inspectRequest'
import { walNotApplied } from '../inspectSqlite'
import { chooseArchiveFile, findArchiveFiles } from './archiveFiles'
import type { Salvaged } from './finishContents'
import { openWrappers, type Prefix } from './openWrappers'
import { named, warning } from './reportTexts'
import { salvageDatabase } from './salvageDatabase'
import { salvageForeignJson } from './salvageForeignJson'
import { salvageOwnJson } from './salvageOwnJson'

/** What the person gives along with a damaged file, and the currency that amounts are in where the file does not say. */
export interface SalvageRequest extends InspectRequest {
  readonly currency: string
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return concatBytes(parts)
}

const MAYBE_JSON = /^(\xef\xbb\xbf)?\s*[{[]/
const JSON_INSIDE = /"[^"]{1,100}"\s*:\s*["0-9{[tfn-]/
const OWN_JSON = /"format"\s*:\s*"nightsafe-backup"|^"metadata":\{"backupDate"|^\{"type":"table","name":/m

/** A member of an archive, with what to tell of the others; what is no archive stays as it is. */
function takeFromArchive(inner: Prefix, entry: string | null): Result<Prefix, Failure> {
  const head = textAt(inner.bytes, 0, 16)
  const files = head === 'SQLite format 3\0' || MAYBE_JSON.test(head) ? [] : findArchiveFiles(inner.bytes)
  if (files.length === 0) return ok(inner)
  const taken = chooseArchiveFile(files, entry)
  if (!taken) return fail({ type: 'NothingSalvaged' })
  const others = files.filter((file) => file !== taken).map(({ name }) => name || 'a file that lost its name')
  const findings = [
    ...inner.findings,
    ...(taken.isWhole ? [] : [warning('truncated', 'The end of the archive is missing.')]),
    ...named('not-carried', `Only ${taken.name || 'a database that lost its name'} is taken out of the archive, which also holds`, others),
  ]
  return ok({ ...inner, bytes: taken.bytes, findings })
}

/** Puts what the log beside a database committed over its pages, where the two belong together; else says that it was not used. */
async function withWal(inner: Prefix, wal: FileSource, limit: number): Promise<Prefix> {
  const outcome = wal.size > limit ? null : applyWal(inner.bytes, await collect(readFileChunks(wal)))
  if (outcome?.kind === 'applied') {
    const { commits, lost } = outcome
    const detail = `${commits === 1 ? 'One change was' : `${commits} changes were`} taken from the -wal file.`
    const damaged = lost > 0 ? [warning('wal-damaged', 'The -wal file is damaged: its last changes cannot be read.')] : []
    return { ...inner, bytes: outcome.bytes, findings: [...inner.findings, { code: 'wal-applied', severity: 'info', detail }, ...damaged] }
  }
  const reason = outcome?.kind === 'refused' ? outcome.reason : outcome ? 'It holds no whole change.' : 'It is too large.'
  return { ...inner, findings: [...inner.findings, walNotApplied(reason)] }
}

async function salvageContents(deps: InspectDeps, bytes: Uint8Array, name: string, request: SalvageRequest, work: Work): Promise<Result<Salvaged, Failure>> {
  const head = textAt(bytes, 0, Math.min(bytes.length, 65_536))
  if (OWN_JSON.test(head)) return salvageOwnJson(deps.engine, bytes, work)
  if (MAYBE_JSON.test(head)) return salvageForeignJson(deps, bytes, name, request.currency, work)
  // a database may have lost its first bytes: its pages tell
  const salvaged = await salvageDatabase(deps.engine, bytes, work)
  const nothing = !salvaged.ok && salvaged.failure.type === 'NothingSalvaged'
  // and so may a JSON document, which shows in its text
  return nothing && JSON_INSIDE.test(head) ? salvageForeignJson(deps, bytes, name, request.currency, work) : salvaged
}

/**
 * Reads everything that can still be read of a damaged file into a new database. The file itself is never opened by SQLite.
 * Fails with `NothingSalvaged`, `NeedsPassphrase`, `WrongPassphrase`, `FileTooLarge`, `FileUnreadable`, `Damaged` (what was
 * read could not be put together) or `Cancelled`.
 */
export async function salvageFile(deps: InspectDeps, source: FileSource, work: Work, request: SalvageRequest): Promise<Result<Salvaged, Failure>> {
  const limit = deps.limit ?? UNPACKED_LIMIT
  if (source.size > limit) return fail({ type: 'FileTooLarge', size: source.size, limit })
  if (source.size === 0) return fail({ type: 'FileEmpty' })
  try {
    work.report({ step: 'reading', done: 0, total: source.size })
    const inside = await openWrappers(deps.encryption, await collect(readFileChunks(source)), request.passphrase)
    if (!inside.ok) return inside
    const taken = takeFromArchive(inside.value, request.entry)
    if (!taken.ok) return taken
    const { bytes, lost, findings } = request.wal ? await withWal(taken.value, request.wal, limit) : taken.value
    const salvaged = await salvageContents(deps, bytes, source.name, request, work)
    if (!salvaged.ok) return salvaged
    const { report } = salvaged.value
    return ok({ ...salvaged.value, report: { ...report, lostBytes: lost === null || lost === 0 ? report.lostBytes : lost, findings: [...report.findings, ...findings] } })
  } catch (error) {
    if (error instanceof SourceReadError) return fail(error.failure)
    throw error
  }
}
