import { concatBytes, textToBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import { memoryFileSource, type FileSource } from '../../base/fileSource'
import type { Work } from '../../base/progress'
import { fail, ok, type Result } from '../../base/result'
import { digestContent } from '../../backup/contentDigest'
import { DecryptionError } from '../../backup/encryption'
import { UNPACKED_LIMIT } from '../../backup/sealedGzip'
import { SqlError } from '../../book/sqlEngine'
import { startsWith, textAt } from '../fileBytes'
import { readFileChunks, SourceReadError } from '../fileContents'
import { inspectFile, type InspectDeps } from '../inspectFile'
import type { InspectRequest } from '../inspectRequest'
import type { Finding } from '../inspection'
import { scaleMoney } from '../scaleMoney'
import type { Salvaged } from './finishContents'
import { inflatePrefix } from './inflatePrefix'
import { mendJson } from './mendJson'
import { salvageDatabase } from './salvageDatabase'
import { salvageOwnJson } from './salvageOwnJson'

/** What the person gives along with a damaged file, and the currency that amounts are in where the file does not say. */
export interface SalvageRequest extends InspectRequest {
  readonly currency: string
}

/** The bytes inside a file's wrappers, as far as they can be unpacked. */
interface Prefix {
  readonly bytes: Uint8Array
  /** Bytes of the file that could not be unpacked; null where nothing was packed. */
  readonly lost: number | null
  readonly findings: readonly Finding[]
}

const MAX_WRAPPERS = 3

const warning = (code: Finding['code'], detail: string): Finding => ({ code, severity: 'warning', detail })

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return concatBytes(parts)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

/** Decrypts up to the first piece that was changed: every piece before it proves itself. */
async function decryptPrefix(deps: InspectDeps, bytes: Uint8Array, passphrase: string | null): Promise<Result<Prefix, Failure>> {
  if (passphrase === null) return fail({ type: 'NeedsPassphrase' })
  const opened = await deps.encryption.decrypt(once(bytes), passphrase)
  if (!opened.ok) return opened.failure.type === 'Damaged' ? fail({ type: 'NothingSalvaged' }) : opened
  const parts: Uint8Array[] = []
  let isWhole = false
  try {
    for await (const chunk of opened.value) parts.push(chunk)
    isWhole = true
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error
  }
  const plain = concatBytes(parts)
  const findings = isWhole ? [] : [warning('decompression-failed', 'The file can be decrypted only up to the place where it was damaged.')]
  return ok({ bytes: plain, lost: isWhole ? 0 : Math.max(0, bytes.length - plain.length), findings })
}

function unzipPrefix(bytes: Uint8Array): Prefix {
  const { bytes: plain, isWhole, left } = inflatePrefix(bytes, UNPACKED_LIMIT)
  const findings = isWhole ? [] : [warning('decompression-failed', 'The file can be unpacked only up to the place where it was damaged or cut off. Shortly before it, some may be wrong.')]
  return { bytes: plain, lost: isWhole ? 0 : left, findings }
}

async function unwrap(deps: InspectDeps, bytes: Uint8Array, request: SalvageRequest): Promise<Result<Prefix, Failure>> {
  let inner: Prefix = { bytes, lost: null, findings: [] }
  for (let i = 0; i < MAX_WRAPPERS; i++) {
    const { bytes: outer, lost, findings } = inner
    let next: Prefix
    if (textAt(outer, 0, 21) === 'age-encryption.org/v1') {
      const decrypted = await decryptPrefix(deps, outer, request.passphrase)
      if (!decrypted.ok) return decrypted
      next = decrypted.value
    } else if (startsWith(outer, [0x1f, 0x8b])) next = unzipPrefix(outer)
    else break
    inner = { bytes: next.bytes, lost: (lost ?? 0) + (next.lost ?? 0), findings: [...findings, ...next.findings] }
  }
  return ok(inner)
}

const OWN_JSON = /"format"\s*:\s*"nightsafe-backup"|^"metadata":\{"backupDate"|^\{"type":"table","name":/m

/** JSON that other programs write: what is broken is left out, and the rest is read as if it had been whole. */
async function salvageForeignJson(deps: InspectDeps, bytes: Uint8Array, name: string, request: SalvageRequest, work: Work): Promise<Result<Salvaged, Failure>> {
  const mended = mendJson(bytes)
  if (!mended) return fail({ type: 'NothingSalvaged' })
  const file = await inspectFile(deps, memoryFileSource(name, textToBytes(mended.text)), work)
  try {
    const { db, inspection } = file
    if (!db || inspection.format === null) return fail({ type: 'NothingSalvaged' })
    db.run('PRAGMA query_only = OFF; PRAGMA foreign_keys = OFF')
    if (inspection.format === 'budget-manager-json') {
      const scaled = scaleMoney(db, request.currency)
      if (!scaled.ok) return scaled
    }
    db.run('PRAGMA journal_mode = MEMORY; PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE; VACUUM')
    const fresh = db.bytes()
    const digest = await digestContent(db, [], work)
    if (!digest.ok) return digest
    const tables = inspection.tables.flatMap(({ name, kind, records }) =>
      kind === 'table' ? [{ name, recovered: records ?? 0, lost: mended.cutIn === name ? null : (mended.dropped.get(name) ?? 0), named: false }] : [],
    )
    const recovered = tables.reduce((sum, table) => sum + table.recovered, 0)
    if (recovered === 0) return fail({ type: 'NothingSalvaged' })
    const broken = [...mended.dropped.values()].reduce((sum, count) => sum + count, 0)
    const findings = [
      warning('salvaged', `${recovered} records were read from ${tables.filter((table) => table.recovered > 0).length} tables.`),
      ...(broken > 0 ? [warning('count-mismatch', `In ${broken} places something is broken and was left out.`)] : []),
      ...(mended.cutIn === null ? [] : [warning('truncated', 'The end of the document is missing. What came after it cannot be told.')]),
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

async function salvageContents(deps: InspectDeps, bytes: Uint8Array, name: string, request: SalvageRequest, work: Work): Promise<Result<Salvaged, Failure>> {
  const head = textAt(bytes, 0, Math.min(bytes.length, 65_536))
  if (OWN_JSON.test(head)) return salvageOwnJson(deps.engine, bytes, work)
  if (/^(\xef\xbb\xbf)?\s*[{[]/.test(head)) return salvageForeignJson(deps, bytes, name, request, work)
  // a database may have lost its first bytes: its pages tell
  return salvageDatabase(deps.engine, bytes, work)
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
    const inside = await unwrap(deps, await collect(readFileChunks(source)), request)
    if (!inside.ok) return inside
    const { bytes, lost, findings } = inside.value
    const salvaged = await salvageContents(deps, bytes, source.name, request, work)
    if (!salvaged.ok) return salvaged
    const { report } = salvaged.value
    return ok({ ...salvaged.value, report: { ...report, lostBytes: lost === null || lost === 0 ? report.lostBytes : lost, findings: [...report.findings, ...findings] } })
  } catch (error) {
    if (error instanceof SourceReadError) return fail(error.failure)
    throw error
  }
}
