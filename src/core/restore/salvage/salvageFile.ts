import { concatBytes } from '../../base/bytes'
import type { Failure } from '../../base/failure'
import type { FileSource } from '../../base/fileSource'
import type { Work } from '../../base/progress'
import { fail, ok, type Result } from '../../base/result'
import { DecryptionError } from '../../backup/encryption'
import { UNPACKED_LIMIT } from '../../backup/sealedGzip'
import { startsWith, textAt } from '../fileBytes'
import { readFileChunks, SourceReadError } from '../fileContents'
import type { InspectDeps } from '../inspectFile'
import type { InspectRequest } from '../inspectRequest'
import type { Finding } from '../inspection'
import { chooseArchiveFile, findArchiveFiles } from './archiveFiles'
import type { Salvaged } from './finishContents'
import { inflatePrefix } from './inflatePrefix'
import { named, warning } from './reportTexts'
import { salvageDatabase } from './salvageDatabase'
import { salvageForeignJson } from './salvageForeignJson'
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
  const { bytes: plain, isWhole, isEnded, left } = inflatePrefix(bytes, UNPACKED_LIMIT)
  const broken = isEnded
    ? 'The file can be unpacked, but it is not what was packed: from some place on, it may be wrong.'
    : 'The file can be unpacked only up to the place where it was damaged or cut off. Shortly before it, some may be wrong.'
  return { bytes: plain, lost: isWhole ? 0 : left, findings: isWhole ? [] : [warning('decompression-failed', broken)] }
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
    const inside = await unwrap(deps, await collect(readFileChunks(source)), request)
    if (!inside.ok) return inside
    const taken = takeFromArchive(inside.value, request.entry)
    if (!taken.ok) return taken
    const { bytes, lost, findings } = taken.value
    const salvaged = await salvageContents(deps, bytes, source.name, request, work)
    if (!salvaged.ok) return salvaged
    const { report } = salvaged.value
    return ok({ ...salvaged.value, report: { ...report, lostBytes: lost === null || lost === 0 ? report.lostBytes : lost, findings: [...report.findings, ...findings] } })
  } catch (error) {
    if (error instanceof SourceReadError) return fail(error.failure)
    throw error
  }
}
