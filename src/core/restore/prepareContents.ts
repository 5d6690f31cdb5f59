import { cellToBound, type Cell } from '../base/cell'
import type { Instant } from '../base/clock'
import type { Failure } from '../base/failure'
import { createId, type RandomBytes } from '../base/id'
import type { Work } from '../base/progress'
import { fail, ok, type Result } from '../base/result'
import { sha256Hex } from '../base/sha256'
import { digestContent } from '../backup/contentDigest'
import { FORMAT_VERSION, type FieldName, type Manifest } from '../backup/manifest'
import { digestSchema } from '../backup/schemaDigest'
import { UNPACKED_LIMIT } from '../backup/sealedGzip'
import { readVirtualTables } from '../backup/tableShape'
import { dropManifest } from '../backup/writeDbBackup'
import type { AsleepObject, BookHead, BookIdentity, SampleRecords } from '../book/bookHead'
import { continueLineage } from '../book/lineage'
import { PAGE_SIZE, ROOMY_CACHE, SqlError, type SqlDatabase, type SqlEngine } from '../book/sqlEngine'
import { carryLeftOutFields } from './carryLeftOutFields'
import { LOADED_FORMATS } from './foreign/inspectForeign'
import type { InspectedFile } from './inspectFile'
import type { Inspection } from './inspection'
import { MAX_DEPTH } from './jsonEvents'
import { putToSleep } from './putToSleep'
import { scaleMoney } from './scaleMoney'

/** What preparing needs from the platform. */
export interface PrepareDeps {
  readonly engine: SqlEngine
  readonly randomBytes: RandomBytes
}

/** For whom the contents are prepared. */
export interface PrepareRequest {
  /** The book that they are to replace; null for a book that is not on this device. */
  readonly live: { readonly head: BookHead; readonly bytes: Uint8Array } | null
  /** Name and currency for a book that begins with a foreign file; an own backup brings its own. */
  readonly name: string
  readonly currency: string
  /** Brings a foreign file's views and triggers to life. */
  readonly wake: boolean
  readonly at: Instant
  /** Begins a book of its own from an own backup, beside the book that it is a backup of. */
  readonly asNewBook?: boolean
}

/** A file's contents, ready to be a book. */
export interface PreparedContents {
  /** The last entry of its lineage begins at the generation that the restored state gets. */
  readonly identity: BookIdentity
  /** Generation that the file was at; 0 for foreign files. */
  readonly generation: number
  /** A fresh database file: pages of 4096 bytes, UTF-8, no log, nothing deleted left in it. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of all fields, those carried over from the live book included. */
  readonly contentDigest: string
  /** SHA-256 of the very bytes whose contents were verified: the same bytes need no second look inside. */
  readonly fileDigest: string
}

/** The sample records that a manifest names; keys that are no values are left out. */
function toSamples(samples: Manifest['book']['samples']): SampleRecords[] {
  const isCell = (value: unknown): value is Cell => cellToBound(value) !== null
  return samples.map(({ table, keys }) => ({ table, keys: keys.filter((key): key is Cell[] => key.every(isCell)) }))
}

function ownIdentity(manifest: Manifest, request: PrepareRequest, randomBytes: RandomBytes): BookIdentity {
  const { id, name, createdAt, currency, lineage, generation, asleep, samples, layout } = manifest.book
  const rest = { currency, asleep, samples: toSamples(samples), ...(layout === undefined ? {} : { layout }) }
  const branch = createId(randomBytes)
  if (request.asNewBook) {
    return { ...rest, bookId: createId(randomBytes), name: request.name || name, createdAt: request.at, lineage: [{ branch, from: 1, after: 0 }] }
  }
  const from = Math.max(request.live?.head.generation ?? 0, generation) + 1
  return { ...rest, bookId: id, name, createdAt, lineage: continueLineage({ lineage, generation }, branch, from) }
}

function foreignIdentity(request: PrepareRequest, asleep: readonly AsleepObject[], randomBytes: RandomBytes): BookIdentity {
  return {
    bookId: createId(randomBytes),
    name: request.name,
    createdAt: request.at,
    currency: request.currency,
    lineage: [{ branch: createId(randomBytes), from: 1, after: 0 }],
    asleep,
    samples: [],
  }
}

/** Free pages that a fresh file may have: those of the manifest that was taken out, which are zeros. */
const FREE_PAGES = 1000

/** Whether an own backup's file is what a rewrite would give: it was rewritten, or filled, when it was made. */
function isFresh(db: SqlDatabase): boolean {
  const [row] = db.rows('SELECT page_size, auto_vacuum, freelist_count FROM pragma_page_size, pragma_auto_vacuum, pragma_freelist_count')
  return row?.[0] === PAGE_SIZE && row[1] === 0 && Number(row[2]) <= FREE_PAGES
}

/** Rewrites the file whole: page size, order of pages, and nothing left of what was deleted. No journal: it is a private copy. */
function rewrite(db: SqlDatabase): void {
  db.run(`PRAGMA journal_mode = OFF; PRAGMA temp_store = FILE; ${ROOMY_CACHE}; PRAGMA page_size = ${PAGE_SIZE}; PRAGMA auto_vacuum = NONE; VACUUM`)
}

/** Opens the very bytes that will be the book and holds them against what was inspected. Gives the digest of all fields. */
async function verify(
  engine: SqlEngine, bytes: Uint8Array, expected: { content: string; schema: string; leftOut: readonly FieldName[] }, work: Work,
): Promise<Result<string, Failure>> {
  work.report({ step: 'verifying', done: 0, total: 1 })
  const db = engine.open(bytes, { untrusted: true, memory: 'share' })
  try {
    db.run('PRAGMA query_only = ON')
    if (digestSchema(db) !== expected.schema) return fail({ type: 'RestoreNotVerified', detail: 'The tables are not those of the file.' })
    const digest = await digestContent(db, expected.leftOut, work)
    if (!digest.ok) return digest
    if (digest.value.contentDigest !== expected.content) return fail({ type: 'RestoreNotVerified', detail: 'The records are not those of the file.' })
    if (expected.leftOut.length === 0) return ok(expected.content)
    const whole = await digestContent(db, [], work)
    return whole.ok ? ok(whole.value.contentDigest) : whole
  } finally {
    db.close()
  }
}

/** The refusal that an inspection already was, as a failure. */
export function refusal({ verdict, hint, findings, fileSize }: Inspection): Failure {
  const finding = findings.find(({ severity }) => severity === 'error')
  if (finding?.code === 'wrong-passphrase') return { type: 'WrongPassphrase' }
  if (finding?.code === 'not-for-a-passphrase') return { type: 'NotForAPassphrase' }
  if (verdict === 'needs-passphrase') return { type: 'NeedsPassphrase' }
  if (verdict === 'needs-choice') return { type: 'NeedsChoice' }
  // which later format it is does not matter to anyone but its own app
  if (verdict === 'newer-app') return { type: 'NewerFormat', found: FORMAT_VERSION + 1, known: FORMAT_VERSION }
  switch (finding?.code) {
    case 'empty': return { type: 'FileEmpty' }
    case 'too-large': return { type: 'FileTooLarge', size: fileSize, limit: UNPACKED_LIMIT }
    case 'decompression-too-large': return { type: 'DecompressionTooLarge', limit: UNPACKED_LIMIT }
    case 'unreadable': return { type: 'FileUnreadable', reason: finding.detail }
    case 'too-deep': return { type: 'TooDeep', limit: MAX_DEPTH }
    case 'seal-mismatch': return { type: 'SealMismatch' }
    default:
      return verdict === 'not-a-backup' ? { type: 'NotABackup', hint: hint ?? 'unknown' } : { type: 'Damaged', detail: finding?.detail ?? 'It was not accepted.' }
  }
}

async function prepareDatabase(
  deps: PrepareDeps, db: SqlDatabase, inspection: Inspection, request: PrepareRequest, work: Work,
): Promise<Result<PreparedContents, Failure>> {
  const { manifest, contentDigest } = inspection
  if (inspection.tables.length === 0 || contentDigest === null) return fail({ type: 'NothingToRestore' })
  const expected = { content: contentDigest, leftOut: manifest?.fieldsLeftOut ?? [], schema: '' }
  let asleep: readonly AsleepObject[] = []
  work.report({ step: 'copying', done: 0, total: 1 })
  db.run('PRAGMA query_only = OFF; PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON')
  if (manifest) {
    dropManifest(db)
    if (request.live && request.live.head.identity.bookId === manifest.book.id && !request.asNewBook) {
      carryLeftOutFields(deps.engine, request.live.bytes, db, manifest.fieldsLeftOut)
    }
  } else {
    if (!request.wake) asleep = putToSleep(db)
    if (LOADED_FORMATS.has(inspection.format)) {
      const scaled = scaleMoney(db, request.currency)
      if (!scaled.ok) return scaled
      if (scaled.value) {
        const digest = await digestContent(db, [], work)
        if (!digest.ok) return digest
        expected.content = digest.value.contentDigest
      }
    }
  }
  expected.schema = digestSchema(db)
  if (!manifest || !isFresh(db)) rewrite(db)
  const bytes = db.take()
  const whole = await verify(deps.engine, bytes, expected, work)
  if (!whole.ok) return whole
  const identity = manifest ? ownIdentity(manifest, request, deps.randomBytes) : foreignIdentity(request, asleep, deps.randomBytes)
  return ok({ identity, generation: manifest && !request.asNewBook ? manifest.book.generation : 0, bytes, contentDigest: whole.value, fileDigest: sha256Hex(bytes) })
}

/**
 * Makes an inspected file into the contents of a book: a fresh database file whose records were read back from its own
 * bytes and compared by digest with those inspected. Uses up `inspected.db`. Fails with `NothingToRestore`,
 * `RestoreNotVerified`, `Damaged`, `NotInJson` (a UTF-16 file with virtual tables), `ValueDoesNotFit` (amounts that
 * the currency cannot say), `Cancelled`, or the refusal that the inspection already was.
 */
export async function prepareContents(
  deps: PrepareDeps, inspected: InspectedFile, request: PrepareRequest, work: Work,
): Promise<Result<PreparedContents, Failure>> {
  const { inspection, db, locked } = inspected
  if (locked) return fail(locked)
  if (!db || inspection.verdict === 'newer-app') return fail(refusal(inspection))
  try {
    // inspecting rebuilt it already, unless it holds what only a copy of the file can carry
    const [virtual] = db.rows('PRAGMA encoding')[0]?.[0] === 'UTF-8' ? [] : readVirtualTables(db)
    if (virtual !== undefined) return fail({ type: 'NotInJson', object: virtual, reason: 'it is a virtual table in a UTF-16 database.' })
    return await prepareDatabase(deps, db, inspection, request, work)
  } catch (error) {
    if (error instanceof SqlError) return fail({ type: 'Damaged', detail: error.message })
    throw error
  }
}
